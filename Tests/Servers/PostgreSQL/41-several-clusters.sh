# several clusters of Debian: without --cluster refused with a list, with it the other one is not touched
server
pg_createcluster "$version" second -- --no-sync >/dev/null
other=/etc/postgresql/$version/second
printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' >>"$other/postgresql.conf"
pg_ctlcluster "$version" second start
sed -i 's/ md5$/ scram-sha-256/' "$other/pg_hba.conf"
port=5433 query "SET password_encryption = 'scram-sha-256'; CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password'"
everything() { written; secrets; port=5433 secrets; }
before=$(everything)
expect refused postgres-ssl install --password-file /root/password
says "$version/main"
says "$version/second"
same "the node" "$before" "$(everything)"
first=$(sha256sum "$configuration"/*.conf; secrets)
echo 'host all all 0.0.0.0/0 md5' >>"$other/pg_hba.conf"
before=$(everything)
expect 0 postgres-ssl install --cluster "$version/second" --password-file /root/password
same "the first cluster" "$first" "$(sha256sum "$configuration"/*.conf; secrets)"
same "the port of the second" 5433 "$(port=5433 query 'SHOW port')"
same "a client of the second" in "$(port=5433 verified)"
differ "a client of the second without TLS" in "$(port=5433 plain)"
same "a client of the first" in "$(login sslmode=prefer)"
expect 0 postgres-ssl status --cluster "$version/second"
expect 0 postgres-ssl uninstall --cluster "$version/second"
same "the node" "$before" "$(everything)"
