# status by a user who may read nothing: not good, and it says what it could not see, not that there is nothing
installed
useradd --system visitor
expect refused runuser -u visitor -- postgres-ssl status
grep -qF 'Permission denied' "$said"
! grep -qF 'not running' "$said" || fail "status says that a running server is not running"
