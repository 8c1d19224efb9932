import Glibc

/// A cluster of a real PostgreSQL of this machine, which may be started and ended again and again.
///
/// The newest of the installed versions made it, in a folder that belongs to the server's user; the superuser
/// `postgres` gets in through the socket without a password.
public final class PostgresCluster: Sendable {
    /// The folder of the newest installed server's programs.
    public static let programs: String? = {
        let versions = (try? folderNames("/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "/usr/lib/postgresql/\($0)/bin" }
        if let newest, access(newest + "/postgres", X_OK) == 0 { return newest }
        return Program.find("postgres").map { String($0.path.dropLast("/postgres".count)) }
    }()

    /// The folder in which all of it lies: `data`, the socket and the log.
    public let folder: TemporaryFolder
    /// The port, of loopback and of the socket.
    public let port: Int
    /// Where the configuration is, in the folder: `data`, or a folder of its own.
    public let configuration: String

    /// Makes a cluster.
    ///
    /// - Parameters:
    ///   - settings: lines for `postgresql.conf`.
    ///   - rules: lines for `pg_hba.conf`, after the one that lets the superuser in through the socket.
    ///   - isSplit: whether the configuration is in a folder of its own, as Debian has it.
    public init(settings: [String] = [], rules: [String] = [], isSplit: Bool = false) throws {
        guard let programs = Self.programs else { throw ServerNotStarted(log: "PostgreSQL is not installed") }
        folder = try TemporaryFolder()
        port = FreePort.any()
        configuration = isSplit ? "configuration" : "data"
        try ServerAccount.give(folder.path)
        let initdb = ServerAccount.command(
            Program(path: programs + "/initdb"),
            [
                "-D", folder.path("data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
                "--no-sync",
            ]
        )
        let made = try initdb.program.run(initdb.arguments, folder: "/")
        guard made.status == 0 else { throw ServerNotStarted(log: made.text + made.errorText) }

        let own = [
            "listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = '\(folder.path)'",
            "fsync = off", "max_connections = 20", "shared_buffers = 16MB", "log_min_messages = warning",
        ]
        let configuration = (own + settings).joined(separator: "\n") + "\n"
        try folder.write(configuration, to: "data/postgresql.conf")
        try ServerAccount.give(folder.path("data/postgresql.conf"))
        try Self.write(rules: rules, in: folder)
        if isSplit { try split() }
    }

    private func split() throws {
        guard mkdir(folder.path(configuration), 0o700) == 0 else {
            throw FileFailure(path: folder.path(configuration), errno: errno)
        }
        try ServerAccount.give(folder.path(configuration))
        for name in ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"] {
            try folder.write(try folder.read("data/" + name), to: configuration + "/" + name)
            unlink(folder.path("data/" + name))
        }
        let places = [
            "data_directory": "data", "hba_file": "configuration/pg_hba.conf",
            "ident_file": "configuration/pg_ident.conf",
        ]
        .map { "\($0.key) = '\(folder.path($0.value))'\n" }
        let text = try folder.text(configuration + "/postgresql.conf") + places.sorted().joined()
        try folder.write(text, to: configuration + "/postgresql.conf")
        for name in folder.names(in: configuration) {
            try ServerAccount.give(folder.path(configuration + "/" + name))
        }
    }

    /// Starts a server, which is not ready yet.
    ///
    /// - Parameter arguments: what its command line has besides.
    func start(_ arguments: [String] = []) throws -> RunningProgram {
        let server = ServerAccount.command(
            Program(path: (Self.programs ?? "") + "/postgres"),
            ["-D", folder.path(configuration)] + arguments
        )
        return try server.program.start(
            octets: server.arguments.map { Array($0.utf8) },
            output: folder.path("output"),
            errors: folder.path("log"),
            folder: "/"
        )
    }

    /// Starts a server, waits until it takes connections, and ends it.
    ///
    /// - Throws: ``ServerNotStarted`` with its log where it does not come up.
    public func startAndEnd() throws {
        let process = try start()
        _ = eventually { Self.isReady(in: folder) || process.hasEnded }
        if Self.isReady(in: folder) {
            process.signal(SIGINT)
            if process.wait() == 0 { return }
        }
        process.signal(SIGQUIT)
        _ = process.wait()
        throw ServerNotStarted(log: (try? folder.text("log")) ?? "")
    }

    /// Whether the server takes connections, which the last line of its file says.
    static func isReady(in folder: TemporaryFolder) -> Bool {
        let text = (try? folder.text("data/postmaster.pid")) ?? ""
        // One without an address to listen on has an empty line.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 7 && lines[7].hasPrefix("ready")
    }

    static func write(rules: [String], in folder: TemporaryFolder) throws {
        let all = ["local all postgres trust"] + rules
        try folder.write(all.joined(separator: "\n") + "\n", to: "data/pg_hba.conf")
        try ServerAccount.give(folder.path("data/pg_hba.conf"))
    }
}

private func folderNames(_ path: String) throws -> [String] {
    guard let stream = opendir(path) else { throw FileFailure(path: path, errno: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
        )
    }
    return names
}
