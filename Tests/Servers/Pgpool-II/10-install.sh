# install: a verifying client logs in through it, others do not; status ends with 0
pool
same "a client before" in "$(app sslmode=disable)"
expect 0 node install --password-file /root/password --backend-root $company/root.crt
says restart
restart_pool
encrypted
expect 0 node status --backend-root $company/root.crt
