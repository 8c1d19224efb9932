extension TrialServer {
    /// What the shell does; its arguments are `initdb` and `postgres`.
    ///
    /// It reads a line of ports, and settings up to a line with a dot, says in one word what became of the start, and
    /// of one that succeeded on which port, and then waits for the end of its input. The ports are in no argument,
    /// where others would learn which one to take first; the next is tried where one is taken nevertheless.
    ///
    /// What does not start is started once more without the settings: what fails then too is no fault of the node's
    /// files. The server has a process group of its own, so that a command for a pass phrase, which has the
    /// server's signals blocked, ends with it.
    static let script = """
        umask 077
        # What it runs writes into its log.
        ulimit -f 65536 2>/dev/null
        cd /
        command -v "$1" >/dev/null || { echo "there is no $1" >&2; echo unable; exit 1; }
        folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres-ssl-XXXXXXXX") || exit 1
        server=
        finish() {
            trap '' HUP INT QUIT TERM
            if [ -n "$server" ]; then
                kill -QUIT "$server"
                count=0
                while kill -0 "$server" && [ "$count" -lt 20 ]; do sleep 0.05; count=$((count + 1)); done
                kill -KILL -"$server"
            fi 2>/dev/null
            rm -rf -- "$folder"
        }
        trap finish EXIT
        trap 'exit 1' HUP INT QUIT TERM
        unable() { head -c 16384 "$folder/log" >&2; echo unable; exit 1; }

        "$1" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --wal-segsize=1 -N \\
            </dev/null >/dev/null 2>"$folder/log" || unable
        : >"$folder/data/standby.signal"
        cat >"$folder/plain" <<END
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        hot_standby = off
        fsync = off
        shared_buffers = 1MB
        dynamic_shared_memory_type = mmap
        log_line_prefix = ''
        END
        cp "$folder/plain" "$folder/node"
        IFS= read -r ports || exit 1
        while IFS= read -r line && [ "$line" != . ]; do printf '%s\\n' "$line"; done >>"$folder/node"
        [ "$line" = . ] || exit 1

        start() {
            for port in $ports; do
                { cat "$folder/$1" && echo "port = $port"; } >"$folder/settings" || exit 1
                setsid "$program" -D "$folder/data" -c config_file="$folder/settings" \\
                    </dev/null >"$folder/log" 2>&1 &
                server=$!
                count=0
                while kill -0 "$server" 2>/dev/null; do
                    case $(sed -n 8p "$folder/data/postmaster.pid" 2>/dev/null) in standby*) return 0 ;; esac
                    count=$((count + 1))
                    if [ "$count" -gt 400 ]; then exit 1; fi
                    sleep 0.05
                done
                server=
                grep -q 'could not create any TCP/IP sockets' "$folder/log" || return 1
            done
            return 1
        }
        program=$2
        if start node; then
            echo "up $port"
            read -r line
            exit 0
        fi
        mv "$folder/log" "$folder/refusal"
        start plain || unable
        head -c 16384 "$folder/refusal" >&2
        echo refused

        """
}
