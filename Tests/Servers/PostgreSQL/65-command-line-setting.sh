# a setting that the server's command line overrules: install, reissue and uninstall go on
server
echo 'max_connections = 90' >>"$configuration/postgresql.conf"
stop
pg_ctlcluster "$version" main start -o '-c max_connections=80'
before=$(written; secrets)
expect 0 postgres-ssl install --password-file /root/password
encrypted
expect 0 postgres-ssl reissue server
expect 0 postgres-ssl uninstall
same "the node" "$before" "$(written; secrets)"
