# install: a verifying client logs in, others do not; status ends with 0
server
expect 0 postgres-ssl install --password-file /root/password
encrypted
expect 0 postgres-ssl status
expect 0 postgres-ssl status --json
finds server-serves-file
finds server-settings-in-force
restart
encrypted
