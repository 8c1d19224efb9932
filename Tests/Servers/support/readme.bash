# Sourced by `run`: what README tells an operator to do, done as it stands.

# arrive: what README has him copy to the server is in root's home, and no tool is installed.
arrive() {
    cp -r /usr/local/bin tools
    umount /usr/local/bin
    cp /media/Scripts/install .
}

# walk TITLE: runs the commands of the section with this title, in order; the first one that fails ends the case.
walk() {
    awk -v title="### $1" '/^```/ { code = !code; shell = code && inside && $0 == "```sh"; next }
        !code && /^#/ { inside = $0 == title } shell' /media/README.md >walk
    [ -s walk ] || fail "README has no commands under \"$1\""
    stand_in
    set -x
    . ./walk
    set +x
    unset -f scp psql apt-get systemctl
}

# stand_in: functions for what a tree does not have.
stand_in() {
    # The client is here, too, and the operator types the password.
    scp() { cp "${1#*:}" "$2"; }
    psql() { PGPASSWORD=$(cat /root/password) command psql "$@" </dev/null; }
    # The package is there without a cluster, and no service manager runs.
    apt-get() {
        rm -rf /etc/pgpool2
        pg_createcluster "$version" main -- --no-sync >/dev/null
        printf '%s\n' 'fsync = off' 'shared_buffers = 16MB' >>"$configuration/postgresql.conf"
        # Up to 13, Debian's own rules are md5, of which status warns.
        sed -i 's/ md5$/ scram-sha-256/' "$configuration/pg_hba.conf"
        start
    }
    systemctl() { restart; }
}
