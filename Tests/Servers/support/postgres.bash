# Sourced by `run`: a PostgreSQL as Debian lays it out, and its clients.

version=$(ls /usr/lib/postgresql | sort -n | tail -n 1)
programs=/usr/lib/postgresql/$version/bin
configuration=/etc/postgresql/$version/main
keys=/var/lib/jelastic/keys/SSL-TLS
password='S3cret pass'
database=postgres
port=5432

# server [SETTING...]: the cluster VERSION/main, running, with the platform's catch-all rule and a superuser webadmin,
# whose password is stored as SCRAM. Debian's own rules for this host, md5 up to 13, are scram-sha-256 in all versions.
server() {
    echo "$password" >/root/password
    # The node has PostgreSQL alone.
    rm -rf /etc/pgpool2
    pg_createcluster "$version" main -- --no-sync >/dev/null
    printf '%s\n' "listen_addresses = '*'" 'fsync = off' 'shared_buffers = 16MB' "$@" \
        >>"$configuration/postgresql.conf"
    sed -i 's/ md5$/ scram-sha-256/' "$configuration/pg_hba.conf"
    echo 'host all all 0.0.0.0/0 md5' >>"$configuration/pg_hba.conf"
    start
    query "SET password_encryption = 'scram-sha-256'; CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password'"
}

# platform: a server as the platform lays it out, running, with its catch-all rule and webadmin.
platform() {
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
}

start() { pg_ctlcluster "$version" main start; }
stop() { pg_ctlcluster "$version" main stop -m fast; }
restart() { stop && start; }

# reload: returns once the server has read its files.
reload() {
    local before
    before=$(query 'SELECT pg_conf_load_time()')
    pg_ctlcluster "$version" main reload
    for _ in $(seq 100); do
        [ "$(query 'SELECT pg_conf_load_time()')" = "$before" ] || return 0
        sleep 0.05
    done
    fail "the server does not reload"
}

# query SQL: as the superuser postgres, on the socket.
query() { runuser -u postgres -- psql -XAtqw -p "$port" -d "$database" -c "$1"; }

# secrets: what is stored for each role.
secrets() { query "SELECT rolname, rolpassword FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY 1"; }

# login [WORD...]: logs a client in from another address, as webadmin with the password; WORDs of a connection string
# are added. `in` is said where that worked, else why not.
login() {
    PGPASSWORD=${PGPASSWORD-$password} psql -XAtqw \
        "host=db.example.com hostaddr=192.0.2.1 port=$port user=webadmin dbname=$database connect_timeout=10 $*" \
        -c "SELECT 'in'" 2>&1 | tail -n 1
}

verified() { login sslmode=verify-full "sslrootcert=$keys/client/root.crt" "$@"; }
plain() { login sslmode=disable; }

# encrypted: a client that verifies gets in, one without TLS or with another password does not, status finds nothing.
encrypted() {
    same "a client that verifies" in "$(verified)"
    differ "a client without TLS" in "$(plain)"
    differ "a client with another password" in "$(PGPASSWORD=wrong verified)"
}

# promise STATUS BEFORE: install kept its promise: with 0 a client that verifies gets in and others do not; else
# everything is as it was before, and who got in then does so now.
promise() {
    if [ "$1" = 0 ]; then
        encrypted
    else
        same "after a refusal" "$2" "$(written; secrets)"
        same "a client that got in before" in "$(login sslmode=prefer)"
        restart
        same "a client that got in before, after a restart" in "$(login sslmode=prefer)"
    fi
}

# own_authority: an operator's own authority, where install looks for the node's.
own_authority() {
    mkdir -p $keys/server $keys/client
    authority $keys/server
}

# install_keeps_key: install keeps its promise, and the pair that the operator put there its key.
install_keeps_key() {
    chown -R postgres:postgres /var/lib/jelastic
    chmod 600 $keys/server/server.key
    local before key status=0
    before=$(written; secrets)
    key=$(sha256sum <$keys/server/server.key)
    postgres-ssl install --password-file /root/password || status=$?
    promise $status "$before"
    same "the operator's key" "$key" "$(sha256sum <$keys/server/server.key)"
}

# installed [OPTION...]: a server with an install that kept its promise.
installed() {
    server
    expect 0 postgres-ssl install --password-file /root/password "$@"
    encrypted
}

# unverified: no client that verifies gets in, and status says so with 2, after the commands given.
unverified() {
    installed
    "$@"
    chown -R postgres:postgres "$keys"
    reload
    differ "a client that verifies" in "$(verified)"
    expect 2 postgres-ssl status
}
