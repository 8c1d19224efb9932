# README: "Replace selfcertgen on my nodes", where the original and its certificates are, and back
platform
originals_set $keys
printf '%s\n' 'ssl = on' "ssl_cert_file = '$keys/server/server.crt'" "ssl_ca_file = '$keys/server/root.crt'" \
    "ssl_key_file = '$keys/server/server.key'" 'password_encryption = scram-sha-256' >$data/pg_ssl.conf
chown postgres:postgres $data/pg_ssl.conf
echo "include 'pg_ssl.conf'" >>$data/postgresql.conf
sed -i 's,^host all all 0.0.0.0/0 md5,hostssl all all 0.0.0.0/0 scram-sha-256,' $data/pg_hba.conf
runuser -u postgres -- pg_ctl -s -D $data reload
arrive
printf '#!/bin/sh\necho "the platform"\n' >/usr/local/sbin/selfcertgen
chmod 755 /usr/local/sbin/selfcertgen
before=$(written; secrets)
# Status may warn of the original's root, and TLS stays on after uninstall, as README says.
postgres-ssl() {
    local status=0
    command postgres-ssl "$@" || status=$?
    case "$1 $status" in 'uninstall 3' | 'status 1') ;; uninstall*) false ;; *' 0') ;; *) false ;; esac
}
walk 'Replace selfcertgen on my nodes'
same "the node" "$before" "$(written; secrets)"
same "the script of the platform" 'the platform' "$(selfcertgen)"
