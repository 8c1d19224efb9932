# status by a user who may read nothing: not good, and it says what it could not see, not that there is nothing
installed
useradd --system visitor
expect refused runuser -u visitor -- postgres-ssl status --json
# One code for all of it, or one for each file.
grep -qE '"code":"(not-permitted|file-unreadable)"' "$said" || fail "status does not say what it could not see"
finds_none state-none
finds_none file-missing
finds_none server-not-running
