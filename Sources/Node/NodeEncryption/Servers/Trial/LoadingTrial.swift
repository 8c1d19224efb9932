internal import DurableFiles
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// What came of having the server's program load the files of TLS.
enum LoadingVerdict: Equatable, Sendable {
    /// It loaded them, or TLS is off.
    case loaded
    /// It refuses them; what it said.
    case refused(String)
    /// It was not tried; why.
    case untried(String)
}

/// A start of the server's program that ends by itself once it has loaded, or refused, the files of TLS.
///
/// A running server says nowhere but in its log that it could not take them up at a reload, and goes on with what it
/// had. `postgres` loads them before it needs anything of its data but the control file (`PostmasterMain`,
/// `secure_initialize`). So it is started on a folder that has a copy of that file and nothing else, where it ends for
/// want of the rest: no server comes up, no port is taken, and the node's own data and log are not touched. The same
/// start without the node's settings says how it ends where TLS is no reason.
enum LoadingTrial {
    /// What the shell does; its arguments are `postgres` and the data folder, its input the node's settings. It ends
    /// with 0 where they are loaded, with 3 where they are refused, with what the program said on its output, and with
    /// another status where it could not be tried.
    static let script = """
        umask 077
        ulimit -f 65536 2>/dev/null
        cd /
        folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres-ssl-XXXXXXXX") || exit 1
        trap 'rm -rf -- "$folder"' EXIT
        trap 'exit 1' HUP INT QUIT TERM
        mkdir "$folder/data" "$folder/data/global" && : >"$folder/data/postgresql.auto.conf" || exit 1
        cp -- "$2/PG_VERSION" "$folder/data/" && cp -- "$2/global/pg_control" "$folder/data/global/" || exit 1
        cat >"$folder/plain" <<END
        listen_addresses = ''
        unix_socket_directories = ''
        shared_buffers = 1MB
        dynamic_shared_memory_type = mmap
        log_line_prefix = ''
        END
        { cat "$folder/plain" && cat; } >"$folder/node" || exit 1
        start() {
            "$1" -D "$folder/data" -c config_file="$folder/$2" </dev/null >"$folder/$2.log" 2>&1
            grep -a '^[A-Z]*:  ' "$folder/$2.log" | grep -av '^LOG:  ' >"$folder/$2.said"
            [ -s "$folder/$2.said" ]
        }
        start "$1" node || exit 1
        start "$1" plain || exit 1
        cmp -s "$folder/node.said" "$folder/plain.said" && exit 0
        head -c 16384 "$folder/node.said"
        exit 3

        """
}

extension PostgresService {
    /// What the server's program says where it refuses the files of TLS that the settings in files name, which a
    /// running server does not say; `nil` where it takes them, or it was not tried.
    ///
    /// - Parameter running: the server that runs, whose command line decides what no file says.
    func loadingRefusal(_ running: RunningServer?) throws(NodeEncryptionError) -> String? {
        let isOverruled =
            running?.arguments.settings.keys.contains { $0.utf8.starts(with: "ssl".utf8) } ?? false
        guard !isOverruled, runsAsServer, case .refused(let reason) = try loading() else { return nil }
        return reason
    }

    /// Why a running server keeps what it has at its next reload, and would not start again; `nil` where nothing says
    /// so, or none runs.
    func startRefusal() throws(NodeEncryptionError) -> String? {
        guard let running = try RunningServer.find(on: layout.dataFolder) else { return nil }
        let all = try complaints().all
        let rules = all.filter(\.isRule)
        if !rules.isEmpty { return ServerComplaints.line(rules) }
        // Whether a setting is wrong, or waits for a restart alone, its program says.
        if !all.isEmpty {
            do throws(NodeEncryptionError) {
                try checkFiles(wantingEncryption: false)
            } catch .refusedByServer(let reason) {
                return reason
            }
        }
        if let reason = try refusalAtRestart(running) { return reason }
        return try loadingRefusal(running)
    }

    /// Has the server's program load the files of TLS that its settings name, as at a start.
    ///
    /// It runs no command for a pass phrase, which may be meant for starts alone.
    private func loading() throws(NodeEncryptionError) -> LoadingVerdict {
        let source: ServersFiles
        switch try ServersFiles.read(try layout.settings().paths, of: self) {
        case .whole(let files): source = files
        case .refused(let reason), .unusable(let reason): return .untried(reason)
        }
        let settings = try TrialSettings(layout, from: source)
        guard settings.isEncrypted else { return .loaded }
        if settings.asksForPassPhrase { return .untried("a command gives the pass phrase of its key") }
        let outcome = try asServer(
            "a trial of its files of TLS",
            ["sh", "-c", LoadingTrial.script, "sh", commands.server, layout.dataFolder],
            input: SharedSecret(copying: settings.text.span),
            variables: ["LC_ALL=C"]
        ).run()
        switch outcome.status {
        case 0: return .loaded
        case 3:
            let lines = outcome.output.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
            return .refused(PlannedCommand.inOneLine(lines))
        default: return .untried("its program could not be tried on a folder of its own")
        }
    }
}
