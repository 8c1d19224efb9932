# status by a user who may read nothing: not good, and it says what it could not see, not that there is nothing
installed
useradd --system visitor
expect refused runuser -u visitor -- postgres-ssl status --json
finds state-unreadable
finds file-unreadable
finds_none state-none
finds_none file-missing
finds_none server-not-running
