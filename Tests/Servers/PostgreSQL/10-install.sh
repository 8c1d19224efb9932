# install: a verifying client logs in, others do not; status ends with 0
server
expect 0 postgres-ssl install --password-file /root/password
encrypted
expect 0 postgres-ssl status
expect 0 postgres-ssl status --json
same "the level in JSON" '"level":"good"' "$(grep -o -m 1 '"level":"good"' "$said" | head -n 1)"
restart
encrypted
