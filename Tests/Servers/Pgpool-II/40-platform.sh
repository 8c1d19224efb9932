# the platform's layout: /etc/pgpool-II, metainf.conf, redeploy.conf, from install to uninstall
backend
mkdir -p /etc/jelastic
mv $pool /etc/pgpool-II
pool=/etc/pgpool-II
port=9999
chown -R postgres:postgres $pool
echo 'COMPUTE_TYPE=pgpool' >/etc/jelastic/metainf.conf
echo '/etc/hosts' >/etc/jelastic/redeploy.conf
pool_files
start_pool
before=$(written $pool)
expect 0 postgres-ssl install --password-file /root/password --backend-root $company/root.crt
restart_pool
encrypted
grep -q SSL-TLS /etc/jelastic/redeploy.conf
expect 0 postgres-ssl status --backend-root $company/root.crt
expect 0 postgres-ssl reissue all
restart_pool
encrypted
expect 0 postgres-ssl uninstall
same "the node" "$before" "$(written $pool)"
restart_pool
same "a client" in "$(app sslmode=prefer)"
