# the platform's layout: /var/lib/pgsql/data, metainf.conf, redeploy.conf, from install to uninstall
echo "$password" >/root/password
rm -rf /etc/pgpool2
mkdir -p /etc/jelastic /var/lib/pgsql/data
echo 'COMPUTE_TYPE=postgres' >/etc/jelastic/metainf.conf
echo '/etc/hosts' >/etc/jelastic/redeploy.conf
chown -R postgres:postgres /var/lib/pgsql
for program in "$programs"/*; do ln -sf "$program" /usr/bin/; done
data=/var/lib/pgsql/data
runuser -u postgres -- initdb --no-sync -A peer -D $data >/dev/null
printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' >>$data/postgresql.conf
echo 'host all all 0.0.0.0/0 md5' >>$data/pg_hba.conf
runuser -u postgres -- pg_ctl -s -w -D $data -l /var/lib/pgsql/start.log start
query "CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password'"
before=$(written; secrets)
expect 0 postgres-ssl install --password-file /root/password
encrypted
grep -q SSL-TLS /etc/jelastic/redeploy.conf
expect 0 postgres-ssl status
expect 0 postgres-ssl reissue all
encrypted
runuser -u postgres -- pg_ctl -s -w -D $data -l /var/lib/pgsql/start.log restart
encrypted
expect 0 postgres-ssl uninstall
same "the node" "$before" "$(written; secrets)"
same "a client" in "$(login sslmode=prefer)"
