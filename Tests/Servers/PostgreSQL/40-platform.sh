# the platform's layout: /var/lib/pgsql/data, metainf.conf, redeploy.conf, from install to uninstall
platform
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
