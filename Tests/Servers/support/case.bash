# Sourced by `run`: how a case says what it expects. The first thing that is not as expected ends the case, and is its
# reason in the table.
set -eu

said=/tmp/said

# The case fails for this reason.
fail() {
    echo "$*" >&3
    trap - EXIT
    exit 1
}

# There is nothing to try on this server.
skip() {
    echo "$*" >&3
    trap - EXIT
    exit 77
}

trap '[ $? = 0 ] || fail "this failed: $BASH_COMMAND"' EXIT

# expect STATUS COMMAND...: runs a command, whose output goes to $said. It is to exit with this status, which may be
# `refused`: any but 0 and those of a crash.
expect() {
    local wanted=$1 status=0 last
    shift
    echo "\$ $*"
    "$@" </dev/null >"$said" 2>&1 || status=$?
    cat "$said"
    echo "[status $status]"
    [ "$wanted" != refused ] || { [ $status -gt 0 ] && [ $status -lt 124 ] && return 0; }
    [ "$status" != "$wanted" ] || return 0
    last=$(tail -n 1 "$said" | tr '\t' ' ' | cut -c 1-160)
    fail "\"$*\" exited with $status, not $wanted: $last"
}

# says TEXT: what was run last said this.
says() {
    grep -qF -e "$1" "$said" || fail "the last command did not say \"$1\""
}

# finds CODE, finds_none CODE: `status --json`, run last, has a finding of this code, or none.
finds() {
    grep -qF "\"code\":\"$1\"" "$said" || fail "status does not find $1"
}
finds_none() {
    ! grep -qF "\"code\":\"$1\"" "$said" || fail "status finds $1"
}

# silent: what was run last said nothing.
silent() {
    [ ! -s "$said" ] || fail "the last command said \"$(head -n 1 "$said" | cut -c 1-160)\""
}

# same WHAT WANTED FOUND: two texts are equal; else the first line that is in one of them alone is the reason.
same() {
    [ "$2" != "$3" ] || return 0
    local lines
    lines=$(diff <(echo "$2") <(echo "$3") | sed -n 's/^</gone:/p; s/^>/new:/p' | cut -c 1-160)
    echo "$lines"
    case $2$3 in
    *$'\n'*) fail "$1: $(head -n 1 <<<"$lines")" ;;
    *) fail "$1: $(cut -c 1-160 <<<"$3"), not $2" ;;
    esac
}

# differ WHAT ONE OTHER: two texts are not equal.
differ() {
    [ "$2" != "$3" ] || fail "$1: unchanged"
}

# written: every file that a tool may write, with mode, owner and digest.
written() {
    find /etc/postgresql /etc/pgpool2 /etc/jelastic /var/lib/jelastic /var/lib/postgres-ssl /var/lib/postgresql \
        /var/lib/pgsql "$@" \( -path '*/base' -o -path '*/pg_*' -type d -o -path '*/global' \) -prune -o \
        \( -type f -o -type l -o -type d \) ! -name 'postmaster.*' ! -name '*.log' ! -name '.psql_history' \
        -printf '%p %y %m %u %g %l\n' 2>/dev/null | sort |
        while read -r path kind rest; do
            [ "$kind" != f ] || rest="$rest $(sha256sum <"$path")"
            echo "$path $kind $rest"
        done
}
