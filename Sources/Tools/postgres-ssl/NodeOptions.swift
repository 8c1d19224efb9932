internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// Where the files of the node are, by default in the platform's places.
struct NodeOptions: ParsableArguments {
    /// The heading of these options in the help of each command.
    static let title = "Node options"

    @Option(
        help:
            "What the node runs, postgres or pgpool. (default: COMPUTE_TYPE in --metainf, else what is installed)"
    )
    var role: String?

    @Option(
        help: ArgumentHelp(
            """
            The path of postgresql.conf or pgpool.conf. (default: in \(Platform.postgresFolder) or \
            \(Platform.pgpoolFolder))
            """,
            valueName: "file"
        )
    )
    var configuration: String?

    @Option(
        help: ArgumentHelp(
            "The directory of PostgreSQL's data. (default: the running server's, else as --configuration says)",
            valueName: "directory"
        )
    )
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The PostgreSQL server that is meant if the node has several, such as 17/main.",
            valueName: "name"
        )
    )
    var cluster: String?

    @Flag(help: "Change files although Patroni, CloudNativePG or Kubernetes writes them itself.")
    var forceManaged = false

    @Option(
        help:
            ArgumentHelp(
                "The path of pg_hba.conf or pool_hba.conf. (default: hba_file, else beside --configuration)",
                valueName: "file"
            )
    )
    var hba: String?

    @Option(
        help: ArgumentHelp(
            "The path of pool_passwd. (default: the setting pool_passwd, else beside --configuration)",
            valueName: "file"
        )
    )
    var poolPasswd: String?

    @Option(
        help: ArgumentHelp(
            """
            The path of the pool key. (default: the variable \(PoolKeyPath.variable), else \(PoolKeyPath.name) in the \
            home directory of --owner)
            """,
            valueName: "file"
        )
    )
    var poolKey: String?

    @Option(
        help: ArgumentHelp(
            "The directory of the certificates. (default: \(Platform.certificates))",
            valueName: "directory"
        )
    )
    var certificates: String?

    @Option(
        help:
            ArgumentHelp(
                "The path of the platform's list of files kept across a redeploy. (default: \(Platform.redeploy))",
                valueName: "file"
            )
    )
    var redeploy: String?

    @Option(
        help: ArgumentHelp(
            "The path of the platform's file of variables. (default: \(Platform.metadata))",
            valueName: "file"
        )
    )
    var metainf: String?

    @Option(
        help:
            ArgumentHelp(
                "The user who runs the server and owns files. (default: \(Platform.serverAccount) for root, else you)",
                valueName: "user"
            )
    )
    var owner: String?

    @Option(
        help: ArgumentHelp(
            "The major version of PostgreSQL. (default: PG_VERSION in the data directory)",
            valueName: "number"
        )
    )
    var serverVersion: Int?

    @Option(
        help: ArgumentHelp(
            "The directory of this tool's own records, with one for each node. Nodes that share files must have theirs "
                + "in the same: uninstalling one takes away what it knows no other to use. (default: "
                + "\(Platform.state))",
            valueName: "directory"
        )
    )
    var state: String?

    @Option(
        help: ArgumentHelp(
            "The prefix of commands that run as the server. Of the environment they get PATH, the language and the "
                + "time zone; put env NAME=VALUE before it for more. (default: 'runuser -u postgres --' for root)",
            valueName: "command"
        )
    )
    var asServer: String?

    @Option(
        help: ArgumentHelp("The program of the PostgreSQL server. (default: postgres)", valueName: "program")
    )
    var server: String?

    @Option(
        help: ArgumentHelp(
            """
            psql with the options that log in as a superuser. (default: 'psql -d postgres'; on a Pgpool-II node, to \
            the backends in pgpool.conf)
            """,
            valueName: "command"
        )
    )
    var psql: String?

    @Option(
        help: ArgumentHelp(
            """
            On a Pgpool-II node, the file of the roots that its backends are verified against. (default: ssl_ca_cert \
            in pgpool.conf, else the root of the node)
            """,
            valueName: "file"
        )
    )
    var backendRoot: String?

    @Option(
        help: ArgumentHelp(
            "The command that makes PostgreSQL reload its files; it has 120 s. (default: pg_ctl reload)",
            valueName: "command"
        )
    )
    var reloadCommand: String?

    @Option(
        help: ArgumentHelp(
            """
            The command that restarts Pgpool-II; it has 120 s. (default: 'systemctl restart' of its unit, or its own \
            command line)
            """,
            valueName: "command"
        )
    )
    var restartCommand: String?

    @Flag(help: "Leave it to you to restart Pgpool-II, and so untried whether it takes the change.")
    var noRestart = false

    /// Finds the node, and takes away what a killed run of an earlier version left in memory.
    ///
    /// - Parameter choose: adds what only some commands are told.
    func node(choosing choose: (inout NodeChoices) -> Void = { _ in }) throws -> Node {
        try GivenValues.require([
            ("--role", role), ("--configuration", configuration), ("--data", data), ("--cluster", cluster),
            ("--hba", hba), ("--pool-passwd", poolPasswd), ("--pool-key", poolKey),
            ("--certificates", certificates), ("--redeploy", redeploy), ("--metainf", metainf),
            ("--owner", owner), ("--state", state), ("--server", server), ("--psql", psql),
            ("--backend-root", backendRoot), ("--reload-command", reloadCommand),
            ("--restart-command", restartCommand),
        ])
        NamedMemory.removeLeftovers()
        var choices = NodeChoices()
        if let role {
            choices.role = NodeLayout.Role(rawValue: role)
            guard choices.role != nil else {
                throw ToolFailure(
                    "--role is \"\(printable(role))\"; it must be postgres or pgpool",
                    status: .usage
                )
            }
        }
        choices.configuration = configuration
        choices.data = data
        choices.forcesManaged = forceManaged
        choices.cluster = cluster
        choices.authentication = hba
        choices.passwords = poolPasswd
        choices.poolKey = poolKey
        choices.poolKeyVariable = try Environment.text(PoolKeyPath.variable)
        choices.certificates = certificates
        choices.redeploy = redeploy
        choices.metadata = metainf
        choices.owner = owner
        choices.majorVersion = serverVersion
        choices.state = state
        choices.asServer = try Self.words(asServer, "--as-server", orNone: true)
        choices.serverProgram = server
        choices.client = try Self.words(psql, "--psql")
        choices.reload = reloadCommand.map { ["sh", "-c", $0] }
        choices.backendRoots = backendRoot
        guard restartCommand == nil || !noRestart else {
            throw ToolFailure("--no-restart and --restart-command exclude each other", status: .usage)
        }
        choices.restart = restartCommand.map { ["sh", "-c", $0] }
        choices.leavesRestart = noRestart
        choose(&choices)
        return try Node(choices)
    }

    /// Refuses a port that there is not.
    static func requirePort(_ port: Int?) throws {
        if let port, !(1...65_535).contains(port) {
            throw ToolFailure("--port is \(port); it must be from 1 to 65535", status: .usage)
        }
    }

    /// The words of a command; `nil` if none was given.
    private static func words(_ text: String?, _ option: String, orNone: Bool = false) throws -> [String]? {
        guard let text else { return nil }
        // Nothing before a command leaves it to whoever runs the tool.
        if orNone, text.isEmpty { return [] }
        return try ShellWords(text, option: option).words
    }
}
