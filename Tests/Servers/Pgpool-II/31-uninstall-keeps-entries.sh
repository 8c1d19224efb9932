# uninstall keeps an entry that pg_enc wrote since, and the key that it needs
pool
expect 0 node install --password-file /root/password
echo 'later secret' >/root/later
pg_enc -m -f $pool/pgpool.conf -k $pool_key -u later --password-file /root/later
query "CREATE ROLE later LOGIN PASSWORD 'later secret'"
expect 0 node uninstall
restart_pool
same "the user later" in "$(PGPASSWORD='later secret' login user=later sslmode=prefer)"
same "a client" in "$(app sslmode=prefer)"
