import Glibc

/// A real PostgreSQL of this machine, on loopback and on a socket of its own, ended when dropped.
///
/// The newest of the installed versions runs in a folder that belongs to the server's user; the superuser `postgres`
/// gets in through the socket without a password.
public final class PostgresServer: Sendable {
    /// The folder of the newest installed server's programs.
    public static let programs = PostgresCluster.programs

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
    public convenience init(settings: [String] = [], rules: [String] = []) throws {
        try self.init(PostgresCluster(settings: settings, rules: rules))
    }

    /// Starts a cluster.
    ///
    /// - Parameters:
    ///   - ownPort: the port of its command line, instead of the one in its settings.
    ///   - byCommandLine: whether that says, too, where its data and its configuration are.
    ///   - arguments: what it has besides.
    public init(
        _ cluster: PostgresCluster,
        port ownPort: Int? = nil,
        byCommandLine: Bool = false,
        arguments: [String] = []
    ) throws {
        folder = cluster.folder
        port = ownPort ?? cluster.port
        let configuration = cluster.folder.path(cluster.configuration + "/postgresql.conf")
        let places = ["-D", cluster.folder.path("data"), "-c", "config_file=" + configuration]
        let ports = ownPort.map { ["-p", "\($0)"] } ?? []
        process = try cluster.start(ports + (byCommandLine ? places : []) + arguments)
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
        try PostgresCluster.write(rules: rules, in: folder)
        try reload()
    }

    /// Lets the server read its files again, and returns when it has: asking it only sends it a signal.
    public func reload() throws {
        let before = try query("SELECT pg_conf_load_time()")
        try query("SELECT pg_reload_conf()")
        // A new connection has what the server read last.
        if try eventually({ try query("SELECT pg_conf_load_time()") != before }) { return }
        throw ServerNotStarted(log: "the server does not read its files again\n" + log())
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

    private func waitUntilReady() throws {
        // Asked before, it would write into its log that it is starting.
        let isStarted = eventually { PostgresCluster.isReady(in: folder) || process.hasEnded }
        if isStarted, (try? query("SELECT 1")) == "1" { return }
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
