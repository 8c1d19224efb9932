# --backend-root: a backend with a certificate of another authority is not used
installed
runuser -u postgres -- mkdir /var/lib/postgresql/stranger
stranger=/var/lib/postgresql/stranger
authority $stranger
issue $stranger server
chown -R postgres:postgres $stranger
query "ALTER SYSTEM SET ssl_cert_file = '$stranger/server.crt'"
query "ALTER SYSTEM SET ssl_key_file = '$stranger/server.key'"
pg_ctlcluster "$version" main restart
restart_pool
differ "a client" in "$(through)"
differ "status" 0 "$(node status --backend-root $company/root.crt >/dev/null; echo $?)"
