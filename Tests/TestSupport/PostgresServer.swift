import Glibc

/// A real PostgreSQL of this machine, on loopback and on a socket of its own, ended when dropped.
///
/// The newest of the installed versions runs in a folder that belongs to the server's user; the superuser `postgres`
/// gets in through the socket without a password.
public final class PostgresServer: Sendable {
    /// The folder of the newest installed server's programs.
    public static let programs: String? = {
        let versions = (try? folderNames("/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "/usr/lib/postgresql/\($0)/bin" }
        if let newest, access(newest + "/postgres", X_OK) == 0 { return newest }
        return Program.find("postgres").map { String($0.path.dropLast("/postgres".count)) }
    }()

    /// Whether a server and a client are there and may run.
    public static let isInstalled = programs != nil && Program.find("psql") != nil && ServerAccount.exists

    /// The folder in which all of it lies: `data`, the socket and the log.
    public let folder: TemporaryFolder
    /// The port, of loopback and of the socket.
    public let port: Int
    private let process: RunningProgram

    /// Makes a cluster and starts it.
    ///
    /// - Parameters:
    ///   - settings: lines for `postgresql.conf`.
    ///   - rules: lines for `pg_hba.conf`, after the one that lets the superuser in through the socket.
    public init(settings: [String] = [], rules: [String] = []) throws {
        guard let programs = Self.programs else { throw ServerNotStarted(log: "PostgreSQL is not installed") }
        folder = try TemporaryFolder()
        port = FreePort.any()
        let data = folder.path("data")
        try ServerAccount.give(folder.path)
        let initdb = ServerAccount.command(
            Program(path: programs + "/initdb"),
            ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
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

        let server = ServerAccount.command(Program(path: programs + "/postgres"), ["-D", data])
        process = try server.program.start(
            octets: server.arguments.map { Array($0.utf8) },
            output: folder.path("output"),
            errors: folder.path("log"),
            folder: "/"
        )
        do {
            try waitUntilReady()
        } catch {
            end()
            throw error
        }
    }

    deinit {
        end()
    }

    /// Puts other rules into `pg_hba.conf` and lets the server read them and its certificates again.
    public func setRules(_ rules: [String]) throws {
        try Self.write(rules: rules, in: folder)
        let before = try query("SELECT pg_conf_load_time()")
        try query("SELECT pg_reload_conf()")
        for _ in 0..<200 {
            // A new connection has what the server read last.
            if try query("SELECT pg_conf_load_time()") != before { return }
            usleep(10_000)
        }
        throw ServerNotStarted(log: "the server does not read its rules again\n" + log())
    }

    /// Asks the server as its superuser, through the socket; the answer unadorned.
    @discardableResult
    public func query(_ statement: String) throws -> String {
        let outcome = try psql("host=\(folder.path) user=postgres dbname=postgres", statement)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
        return String(outcome.text.dropLast())
    }

    /// Runs psql with a connection string, to which the port is added, and a statement.
    public func psql(
        _ connection: String,
        _ statement: String = "SELECT 'hello'",
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        guard let psql = Program.find("psql") else { throw ServerNotStarted(log: "psql is not installed") }
        // Nothing of the running user's own set-up may help or hinder.
        let plain = [
            "HOME": folder.path, "PGCONNECT_TIMEOUT": "10", "PGPASSFILE": "", "PGPASSWORD": "",
            "PGSSLMODE": "", "PGSSLROOTCERT": "", "PGSSLCERT": "", "PGSSLKEY": "",
        ]
        return try psql.run(
            ["-X", "-A", "-t", "-w", "-d", "port=\(port) " + connection, "-c", statement],
            environment: plain.merging(environment) { $1 }
        )
    }

    /// What the server wrote to its log.
    public func log() -> String {
        (try? folder.text("log")) ?? ""
    }

    private static func write(rules: [String], in folder: TemporaryFolder) throws {
        let all = ["local all postgres trust"] + rules
        try folder.write(all.joined(separator: "\n") + "\n", to: "data/pg_hba.conf")
        try ServerAccount.give(folder.path("data/pg_hba.conf"))
    }

    private func waitUntilReady() throws {
        for _ in 0..<300 {
            if (try? query("SELECT 1")) == "1" { return }
            if kill(process.process, 0) != 0 { break }
            usleep(50_000)
        }
        throw ServerNotStarted(log: log())
    }

    private func end() {
        // At once: nothing of it is needed any more.
        process.signal(SIGQUIT)
        _ = process.wait()
    }
}

/// The server did not come up, or refused a statement.
public struct ServerNotStarted: Error, CustomStringConvertible {
    /// What it said.
    public let log: String
    /// What it said.
    public var description: String { log }

    /// Makes the error.
    public init(log: String) {
        self.log = log
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
