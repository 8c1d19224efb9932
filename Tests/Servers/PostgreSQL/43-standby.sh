# a standby: the role's password is left to the primary, and a verifying client logs in
server 'wal_level = replica' 'max_wal_senders = 4'
pg_createcluster "$version" standby -- --no-sync >/dev/null
data=/var/lib/postgresql/$version/standby
rm -rf "$data"
runuser -u postgres -- "$programs/pg_basebackup" -R -c fast -D "$data" -p 5432
other=/etc/postgresql/$version/standby
printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' >>"$other/postgresql.conf"
sed -i 's/ md5$/ scram-sha-256/' "$other/pg_hba.conf"
echo 'host all all 0.0.0.0/0 md5' >>"$other/pg_hba.conf"
pg_ctlcluster "$version" standby start
stored=$(secrets)
expect 0 postgres-ssl install --cluster "$version/standby" --password-file /root/password
same "the primary's roles" "$stored" "$(secrets)"
port=5433
same "the standby" t "$(query 'SELECT pg_is_in_recovery()')"
encrypted
expect 0 postgres-ssl status --cluster "$version/standby"
expect 0 postgres-ssl uninstall --cluster "$version/standby"
