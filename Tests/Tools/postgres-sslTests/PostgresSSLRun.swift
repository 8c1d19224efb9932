import TestSupport

/// The tool as it was built, on a node in folders of the test.
struct PostgresSSLRun {
    let program: Program
    let options: [String]

    /// What stands before programs that run as the server.
    static var asServer: String {
        ServerAccount.postgres.map { "setpriv --reuid=\($0.userID) --regid=\($0.groupID) --clear-groups" }
            ?? ""
    }

    /// The options of what is one for all nodes of a host, which no run of a test may take for its own: the records,
    /// the list of what a redeploy keeps, which is none where its folder is missing, and what the platform says of the
    /// node.
    static func ownPlaces(_ folder: TemporaryFolder, list: String = "none/redeploy.conf") -> [String] {
        [
            "--state", folder.path("state"), "--redeploy", folder.path(list), "--metainf",
            folder.path("none"),
        ]
    }

    /// On a running PostgreSQL, with all that is not its own in `folder`.
    init(_ server: PostgresServer, _ folder: TemporaryFolder) throws {
        try self.init(in: server.folder, port: server.port, folder)
    }

    /// On a cluster whose server need not run, with all that is not its own in `folder`.
    init(
        in cluster: TemporaryFolder,
        configuration: String = "data",
        port: Int,
        _ folder: TemporaryFolder
    ) throws {
        program = try Program.built("postgres-ssl")
        let programs = PostgresServer.programs ?? ""
        let data = cluster.path("data")
        var options = [
            "--role", "postgres", "--configuration", cluster.path(configuration + "/postgresql.conf"),
            "--certificates",
            cluster.path("SSL-TLS"), "--server", programs + "/postgres", "--psql",
            "psql -h \(cluster.path) -p \(port) -U postgres -d postgres", "--reload-command",
            "\(Self.asServer) \(programs)/pg_ctl reload -s -D \(data)",
        ]
        options += Self.ownPlaces(folder, list: "redeploy.conf")
        if !Self.asServer.isEmpty { options += ["--as-server", Self.asServer] }
        self.options = options
    }

    /// On the files of a Pgpool-II in `folder`.
    init(pgpool folder: TemporaryFolder) throws {
        program = try Program.built("postgres-ssl")
        options =
            [
                "--role", "pgpool", "--configuration", folder.path("pgpool.conf"), "--certificates",
                folder.path("SSL-TLS"), "--pool-key", folder.path("key"),
            ] + Self.ownPlaces(folder)
    }

    func callAsFunction(
        _ command: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        try program.run(command + options, input: Array(input.utf8), environment: environment)
    }
}
