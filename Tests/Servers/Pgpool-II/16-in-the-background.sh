# one that went into the background: what install, reissue and uninstall do is in force, or they say what is left to do
backend
pool_files
port=9999
log=/var/log/postgresql/pool.log
start_pool() {
    runuser -u postgres -- pgpool -f $pool/pgpool.conf -a $pool/pool_hba.conf -F $pool/pcp.conf </dev/null \
        >>$log 2>&1 3>&-
    for _ in $(seq 200); do
        ! (echo >/dev/tcp/127.0.0.1/9999) 2>/dev/null || return 0
        sleep 0.05
    done
    fail "Pgpool-II does not start: $(tail -n 1 $log)"
}
as_told() { ! grep -q 'restart Pgpool-II' "$said" || restart_pool; }
start_pool
before=$(written)
expect 0 node install --password-file /root/password --backend-root $company/root.crt
as_told
encrypted
expect 0 node status --backend-root $company/root.crt
expect 0 node reissue server
as_told
same "what is served" "$(fingerprint $keys/server/server.crt)" "$(served 9999)"
encrypted
expect 0 node uninstall
as_told
same "the node" "$before" "$(written)"
same "a client" in "$(app sslmode=prefer)"
