# Sourced: the trees of Debian in which servers of other versions run, each made once and never changed again.

# The mirror that apt is set to, from its own configuration.
mirror() {
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        awk '$1 == "Debian" && !found { print $2; found = 1 }'
}

# make_tree FOLDER RELEASE PACKAGE...: a tree of that release with these packages, at FOLDER. One that is there stays.
make_tree() {
    local tree=$1 release=$2 from
    shift 2
    [ ! -e "$tree" ] || return 0
    from=$(mirror)
    [ -n "$from" ] || { echo "test-servers: apt has no mirror of Debian" >&2; return 1; }
    rm -rf "$tree.new"
    mkdir -p "$tree.new"
    echo "test-servers: making a tree of $release" >&2
    debootstrap --variant=minbase --include=ca-certificates,openssl,patch "$release" "$tree.new" "$from" >&2 || return 1
    # No server of a package starts by itself, and a case makes its own clusters.
    printf '#!/bin/sh\nexit 101\n' >"$tree.new/usr/sbin/policy-rc.d"
    chmod 755 "$tree.new/usr/sbin/policy-rc.d"
    mkdir -p "$tree.new/etc/postgresql-common"
    echo 'create_main_cluster = false' >"$tree.new/etc/postgresql-common/createcluster.conf"
    cp /etc/resolv.conf "$tree.new/etc/resolv.conf"
    # A mirror that is a copy of an earlier day is as good here.
    unshare --mount --pid --fork --mount-proc="$tree.new/proc" chroot "$tree.new" env DEBIAN_FRONTEND=noninteractive \
        apt-get -o Acquire::Check-Valid-Until=false --quiet=2 --yes --no-install-recommends install "$@" >&2 || return 1
    mv "$tree.new" "$tree"
}

# in_tree TREE TOOLS COMMAND...: runs a command as root in a copy of the tree that lasts as long as the command, with
# processes, mounts, addresses and a host's name of its own. The tools are in PATH, and the cases in /mnt. After three
# minutes it is killed, with all that it started: status 137.
in_tree() {
    local tree=$1 tools=$2
    shift 2
    timeout --foreground --signal=KILL 180 \
        unshare --mount --pid --fork --kill-child --net --ipc --uts --propagation private \
        bash "$servers/support/inside" "$tree" "$tools" "$servers" "$@"
}
