import Glibc

/// A real Pgpool-II of this machine in front of a PostgreSQL, on loopback, ended when dropped.
///
/// It lets users in by `pool_hba.conf` and passes their passwords on, of which it takes the entries from `pool_passwd`.
public final class PgpoolServer: Sendable {
    private static let program = Program.find("pgpool")

    /// Whether Pgpool-II and a PostgreSQL to stand in front of are there and may run.
    public static let isInstalled = program != nil && PostgresServer.isInstalled

    /// The folder with `pgpool.conf`, `pool_hba.conf`, `pool_passwd` and the log.
    public let folder: TemporaryFolder
    /// Its port.
    public let port: Int
    private let process: RunningProgram
    private let backend: PostgresServer

    /// Starts it in `folder`, where `pool_passwd` is to be, with the pool key of a file.
    ///
    /// - Parameters:
    ///   - backend: the PostgreSQL behind it.
    ///   - folder: where its files are made; what is there already is taken as it is.
    ///   - keyFile: the file with the pool key.
    ///   - settings: lines for `pgpool.conf`.
    ///   - rules: lines for `pool_hba.conf`.
    public init(
        before backend: PostgresServer,
        in folder: TemporaryFolder,
        keyFile: String,
        settings: [String] = [],
        rules: [String]
    ) throws {
        self.backend = backend
        self.folder = folder
        port = try Self.write(to: folder, backendPort: backend.port, settings: settings, rules: rules)
        process = try Self.start(in: folder, keyFile: keyFile)
        do {
            try Self.waitUntilListening(port, process)
        } catch {
            end()
            throw error
        }
    }

    deinit {
        end()
    }

    /// Lets it read its configuration and `pool_passwd` again, and returns when the caller sees an effect: it tells
    /// nobody when it is done, and each of its processes reads for itself.
    public func reload(until isDone: () throws -> Bool) throws {
        process.signal(SIGHUP)
        if try eventually(isDone) { return }
        throw ServerNotStarted(log: "Pgpool-II does not read its files again\n" + log())
    }

    /// Runs psql through it, with a connection string, to which host and port are added, and a password of any octets,
    /// which goes through a password file as an operator's would.
    public func logIn(_ connection: String, password: [UInt8]) throws -> Program.Outcome {
        try backend.logIn("host=127.0.0.1 port=\(port) dbname=postgres " + connection, password: password)
    }

    /// What it wrote to its log.
    public func log() -> String {
        (try? folder.text("log")) ?? ""
    }

    /// Writes the files of one that stands before a PostgreSQL on loopback; its port.
    @discardableResult
    public static func write(
        to folder: TemporaryFolder,
        backendPort: Int,
        settings: [String],
        rules: [String]
    ) throws -> Int {
        let port = FreePort.any()
        let own = [
            "backend_clustering_mode = 'raw'", "listen_addresses = '127.0.0.1'", "port = \(port)",
            "unix_socket_directories = '\(folder.path)'", "pcp_listen_addresses = ''",
            "pcp_port = \(FreePort.any())", "pcp_socket_dir = '\(folder.path)'",
            "backend_hostname0 = '127.0.0.1'", "backend_port0 = \(backendPort)", "backend_weight0 = 1",
            "enable_pool_hba = on", "pool_passwd = 'pool_passwd'", "num_init_children = 4", "max_pool = 1",
            "connection_cache = off", "sr_check_period = 0", "health_check_period = 0",
            "logdir = '\(folder.path)'", "pid_file_name = '\(folder.path)/pgpool.pid'",
        ]
        try folder.write((own + settings).joined(separator: "\n") + "\n", to: "pgpool.conf")
        try folder.write(rules.joined(separator: "\n") + "\n", to: "pool_hba.conf")
        try folder.write("", to: "pcp.conf")
        try ServerAccount.give(folder.path)
        for name in folder.names() { try ServerAccount.give(folder.path(name)) }
        return port
    }

    /// Starts one from files that are there, waits until it takes connections, and ends it.
    ///
    /// - Throws: ``ServerNotStarted`` with its log where it does not come up, or without a file that it is told of.
    public static func startAndEnd(in folder: TemporaryFolder, keyFile: String) throws {
        let text = try folder.text("pgpool.conf")
        let line = text.split(separator: "\n").first { $0.hasPrefix("port = ") }
        guard let port = line.flatMap({ Int($0.dropFirst("port = ".count)) }) else {
            throw ServerNotStarted(log: "pgpool.conf names no port")
        }
        let process = try start(in: folder, keyFile: keyFile)
        defer {
            process.signal(SIGINT)
            _ = process.wait()
        }
        try waitUntilListening(port, process)
        let log = try folder.text("log")
        // It starts without its certificate or key all the same, and says so.
        if log.contains("could not load") { throw ServerNotStarted(log: log) }
    }

    /// A shell's command that ends the one of a folder, if one runs, and starts it again from the files there.
    public static func restartCommand(in folder: TemporaryFolder, keyFile: String) -> String {
        let (start, arguments) = command(in: folder, keyFile: keyFile)
        let words = ([start.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        // It does not let go of what it was given, and would be waited for. The log of the one before it would say that
        // this one has started.
        return """
            if pid=$(cat \(folder.path)/pgpool.pid 2>/dev/null); then kill -INT $pid; \
            while kill -0 $pid 2>/dev/null; do sleep 0.05; done; fi; \
            chown -R \(ServerAccount.postgres.map { "\($0.userID)" } ?? "$(id -u)") \(folder.path)/SSL-TLS \
            \(folder.path)/key \(folder.path)/pool_passwd 2>/dev/null; \
            rm -f \(folder.path)/log; \(words) >/dev/null 2>\(folder.path)/log & \
            until grep -qs 'successfully started' \(folder.path)/log; do sleep 0.05; done
            """
    }

    /// Starts one from files that are there, in the background, and waits until it takes connections.
    public static func startInBackground(
        in folder: TemporaryFolder,
        keyFile: String,
        rules: String? = nil
    ) throws {
        let (start, arguments) = command(in: folder, keyFile: keyFile, rules: rules)
        let outcome = try start.run(arguments.filter { $0 != "-n" }, folder: folder.path)
        let line = try folder.text("pgpool.conf").split(separator: "\n").last { $0.hasPrefix("port = ") }
        guard outcome.status == 0, let port = line.flatMap({ Int($0.dropFirst("port = ".count)) }) else {
            throw ServerNotStarted(log: outcome.errorText)
        }
        if eventually({ isListening(port) }) { return }
        throw ServerNotStarted(log: "Pgpool-II does not take connections")
    }

    /// Ends the one that ``restartCommand(in:keyFile:)`` started.
    public static func end(in folder: TemporaryFolder) {
        guard let text = try? folder.text("pgpool.pid"), let process = pid_t(text.prefix { $0.isNumber })
        else {
            return
        }
        kill(process, SIGINT)
        _ = eventuallyEnds(process)
    }

    private static func command(in folder: TemporaryFolder, keyFile: String, rules: String? = nil) -> (
        program: Program, arguments: [String]
    ) {
        ServerAccount.command(
            program ?? Program(path: "pgpool"),
            [
                "-n", "-f", folder.path("pgpool.conf"), "-a",
                rules ?? folder.path("pool_hba.conf"),
                "-F", folder.path("pcp.conf"), "-k", keyFile,
            ]
        )
    }

    private static func start(in folder: TemporaryFolder, keyFile: String) throws -> RunningProgram {
        guard program != nil else { throw ServerNotStarted(log: "Pgpool-II is not installed") }
        let pgpool = command(in: folder, keyFile: keyFile)
        return try pgpool.program.start(
            octets: pgpool.arguments.map { Array($0.utf8) },
            output: folder.path("output"),
            errors: folder.path("log"),
            folder: "/"
        )
    }

    private static func waitUntilListening(_ port: Int, _ process: RunningProgram) throws {
        var listens = false
        _ = eventually {
            listens = isListening(port)
            return listens || process.hasEnded
        }
        if listens { return }
        throw ServerNotStarted(log: "Pgpool-II does not take connections")
    }

    private static func isListening(_ port: Int) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private func end() {
        process.signal(SIGINT)
        _ = process.wait()
    }
}

extension PostgresServer {
    /// Runs psql with a connection string and a password of any octets, which goes through a password file as an
    /// operator's would. Where the string names a port, that counts.
    public func logIn(_ connection: String, password: [UInt8]) throws -> Program.Outcome {
        var line = Array("*:*:*:*:".utf8)
        for octet in password {
            if octet == UInt8(ascii: ":") || octet == UInt8(ascii: "\\") { line.append(UInt8(ascii: "\\")) }
            line.append(octet)
        }
        let files = try TemporaryFolder()
        try files.write(line + [UInt8(ascii: "\n")], to: "pgpass")
        return try psql(connection, environment: ["PGPASSFILE": files.path("pgpass")])
    }
}
