# Sourced by `run` for the cases of Pgpool-II: one before a PostgreSQL, as Debian lays it out, and its clients.
# The PostgreSQL behind it is on the same host here, hence --role.

pool=/etc/pgpool2
pool_key=/var/lib/postgresql/.pgpoolkey
company=/var/lib/company

# start_pool: returns once it takes connections.
start_pool() {
    runuser -u postgres -- pgpool -n -f $pool/pgpool.conf -a $pool/pool_hba.conf -F $pool/pcp.conf </dev/null \
        >>/var/log/postgresql/pool.log 2>&1 3>&- &
    for _ in $(seq 200); do
        ! (echo >/dev/tcp/127.0.0.1/9999) 2>/dev/null || return 0
        sleep 0.05
    done
    fail "Pgpool-II does not start: $(tail -n 1 /var/log/postgresql/pool.log)"
}

stop_pool() {
    local pid
    pid=$(grep -ao -m 1 '^[0-9]*' /var/run/postgresql/pgpool.pid | head -n 1)
    kill -INT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
}

restart_pool() { stop_pool; start_pool; }

# node COMMAND [ARGUMENT...]: postgres-ssl on the Pgpool-II node.
node() {
    local command=$1
    shift
    postgres-ssl "$command" --role pgpool "$@"
}

# backend: a PostgreSQL with the roles of a node, and a certificate of a company's authority.
backend() {
    pg_createcluster "$version" main -- --no-sync >/dev/null
    mkdir $company
    authority $company
    issue $company server
    chown -R postgres:postgres $company
    chmod 600 $company/server.key
    printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' 'ssl = on' \
        'password_encryption = scram-sha-256' \
        "ssl_cert_file = '$company/server.crt'" "ssl_key_file = '$company/server.key'" \
        >>"$configuration/postgresql.conf"
    echo 'host all all 192.0.2.1/32 scram-sha-256' >>"$configuration/pg_hba.conf"
    start
    query "SET password_encryption = 'scram-sha-256';
        CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password';
        CREATE ROLE pgpool LOGIN PASSWORD 'other';
        CREATE ROLE app LOGIN PASSWORD 'app secret'"
    printf '%s\n' "$password" other >/root/password
}

# pool_files [SETTING...]: the files of a Pgpool-II with the platform's catch-all rule, and a user `app` whose entry the
# original pg_enc wrote.
pool_files() {
    echo 'pool key' >$pool_key
    printf '%s\n' "listen_addresses = '*'" 'port = 9999' "backend_hostname0 = 'db.example.com'" \
        'backend_port0 = 5432' 'enable_pool_hba = on' 'num_init_children = 4' 'sr_check_period = 0' \
        'health_check_period = 0' "pid_file_name = '/var/run/postgresql/pgpool.pid'" "$@" >>$pool/pgpool.conf
    # Debian's own rules for this host are trust, of which status may warn.
    sed -i 's/\btrust$/scram-sha-256/' $pool/pool_hba.conf
    echo 'host all all 0.0.0.0/0 md5' >>$pool/pool_hba.conf
    # It takes a key that its user alone can read.
    chmod 600 $pool_key
    /usr/sbin/pg_enc -m -f $pool/pgpool.conf -k $pool_key -u app 'app secret' >/dev/null
    chown postgres:postgres $pool_key $pool/pool_passwd
}

# pool [SETTING...]: both, running.
pool() {
    backend
    pool_files "$@"
    port=9999
    start_pool
}

query() { runuser -u postgres -- psql -XAtqw -p 5432 -d "$database" -c "$1"; }

# through [WORD...]: a client that verifies Pgpool-II logs in through it.
through() { login sslmode=verify-full "sslrootcert=$keys/server/root.crt" "$@"; }

# The user `app`, whose entry is not the tool's.
app() { PGPASSWORD='app secret' login user=app "$@"; }

encrypted() {
    same "a client that verifies" in "$(through)"
    same "the user pgpool" in "$(PGPASSWORD=other through user=pgpool)"
    same "a user whose entry was there" in "$(app sslmode=verify-full "sslrootcert=$keys/server/root.crt")"
    differ "a client without TLS" in "$(plain)"
    differ "a client with another password" in "$(PGPASSWORD=wrong through)"
}

# installed [OPTION...]: a Pgpool-II with an install that kept its promise.
installed() {
    pool
    expect 0 node install --password-file /root/password --backend-root $company/root.crt "$@"
    restart_pool
    encrypted
}

# promise STATUS BEFORE: as for PostgreSQL.
promise() {
    if [ "$1" = 0 ]; then
        encrypted
    else
        same "after a refusal" "$2" "$(written; secrets)"
        same "a client that got in before" in "$(app sslmode=prefer)"
        restart_pool
        same "a client that got in before, after a restart" in "$(app sslmode=prefer)"
    fi
}
