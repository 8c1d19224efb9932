extension TrialServer {
    /// What the shell does; its arguments are `initdb`, `postgres` and the port.
    ///
    /// It reads settings up to a line with a dot, says in one word what became of the start, and then waits for the end
    /// of its input. What does not start is started once more without the settings: what fails then too is no fault of
    /// the node's files. The server has a process group of its own, so that a command for a pass phrase, which has the
    /// server's signals blocked, ends with it.
    static let script = """
        umask 077
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
        port = $3
        unix_socket_directories = ''
        hot_standby = off
        fsync = off
        shared_buffers = 1MB
        dynamic_shared_memory_type = mmap
        log_line_prefix = ''
        END
        cp "$folder/plain" "$folder/node"
        while IFS= read -r line && [ "$line" != . ]; do printf '%s\\n' "$line"; done >>"$folder/node"
        [ "$line" = . ] || exit 1

        start() {
            setsid "$program" -D "$folder/data" -c config_file="$folder/$1" </dev/null >"$folder/log" 2>&1 &
            server=$!
            count=0
            while kill -0 "$server" 2>/dev/null; do
                case $(sed -n 8p "$folder/data/postmaster.pid" 2>/dev/null) in standby*) return 0 ;; esac
                count=$((count + 1))
                if [ "$count" -gt 400 ]; then exit 1; fi
                sleep 0.05
            done
            server=
            return 1
        }
        program=$2
        if start node; then
            echo up
            read -r line
            exit 0
        fi
        mv "$folder/log" "$folder/refusal"
        start plain || unable
        head -c 16384 "$folder/refusal" >&2
        echo refused

        """
}
