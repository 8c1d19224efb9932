# uninstall keeps lines that the operator wrote since, and the server takes them
installed
sed -i '1i # ours' "$configuration/postgresql.conf"
echo 'host app app 198.51.100.0/24 scram-sha-256' >>"$configuration/pg_hba.conf"
echo 'work_mem = 5MB' >>"$configuration/postgresql.conf"
expect 0 postgres-ssl uninstall
grep -q '^# ours$' "$configuration/postgresql.conf"
grep -q '^work_mem = 5MB$' "$configuration/postgresql.conf"
grep -q '^host app app 198.51.100.0/24 scram-sha-256$' "$configuration/pg_hba.conf"
same "work_mem" 5MB "$(query 'SHOW work_mem')"
restart
same "a client" in "$(login sslmode=prefer)"
