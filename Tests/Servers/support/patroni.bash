# Sourced by `run` for the cases of Patroni: a cluster of one member.

state=/var/lib/postgresql/patroni
member=/etc/patroni/member.yml

# member RULE [PARAMETER...]: the member's configuration: its rule for other hosts, and parameters of the server.
member() {
    local rule=$1
    shift
    cat >$member <<TEXT
scope: node
name: first
restapi:
  listen: 127.0.0.1:8008
  connect_address: 127.0.0.1:8008
raft:
  self_addr: 127.0.0.1:2222
  data_dir: /tmp
bootstrap:
  dcs:
    loop_wait: 2
    retry_timeout: 5
  initdb:
  - encoding: UTF8
  - auth-host: scram-sha-256
  - no-sync
postgresql:
  bin_dir: $programs
  data_dir: $state
  listen: 0.0.0.0:5432
  connect_address: 127.0.0.1:5432
  authentication:
    superuser:
      username: postgres
      password: super
    replication:
      username: replicator
      password: replica
  pg_hba:
  - local all all peer
  - host all all 127.0.0.1/32 scram-sha-256
  - $rule
  parameters:
    unix_socket_directories: /var/run/postgresql
    password_encryption: scram-sha-256
    shared_buffers: 16MB
    fsync: "off"
TEXT
    [ $# = 0 ] || printf '    %s\n' "$@" >>$member
}

# start_patroni: returns once the member is the primary, with the roles of a node.
start_patroni() {
    rm -rf /etc/pgpool2
    echo "$password" >/root/password
    mkdir -p $state
    chown postgres:postgres $state
    chmod 700 $state
    cd /
    runuser -u postgres -- patroni $member >/tmp/patroni.log 2>&1 </dev/null 3>&- &
    # Its bootstrap, which sets passwords and writes files, is over when there is nothing left to do.
    for _ in $(seq 600); do
        ! grep -q 'no action' /tmp/patroni.log || [ ! -e $state/patroni.dynamic.json ] || break
        sleep 0.1
    done
    query "CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password'" || {
        tail -n 20 /tmp/patroni.log
        fail "Patroni does not start: $(tail -n 1 /tmp/patroni.log)"
    }
}

# reload_patroni: has it read its configuration, and returns once it has written the server's files again.
reload_patroni() {
    local before
    before=$(query 'SELECT pg_conf_load_time()')
    # As patronictl does, which fails in old versions.
    (exec 4<>/dev/tcp/127.0.0.1/8008 && printf 'POST /reload HTTP/1.0\r\n\r\n' >&4 && cat <&4)
    for _ in $(seq 200); do
        [ "$(query 'SELECT pg_conf_load_time()')" = "$before" ] || return 0
        sleep 0.1
    done
    tail -n 20 /tmp/patroni.log
    fail "Patroni does not reload"
}
