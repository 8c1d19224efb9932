internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolSupport

/// Where things are on the node; the platform's places where nothing is said.
struct NodeOptions: ParsableArguments {
    @Option(help: "postgres or pgpool. (default: COMPUTE_TYPE of --metainf, else what is there)")
    var role: String?

    @Option(
        help: """
            postgresql.conf or pgpool.conf. (default: that file in \(Platform.postgresFolder) or \
            \(Platform.pgpoolFolder))
            """
    )
    var configuration: String?

    @Option(help: "pg_hba.conf or pool_hba.conf. (default: what hba_file says, else beside --configuration)")
    var hba: String?

    @Option(help: "pool_passwd. (default: what the setting says, else beside --configuration)")
    var poolPasswd: String?

    @Option(help: "The pool key. (default: \(PoolKeyPath.name) in the home of the --owner)")
    var poolKey: String?

    @Option(help: "The folder of the certificates. (default: \(Platform.certificates))")
    var certificates: String?

    @Option(help: "The platform's list of files kept across a redeploy. (default: \(Platform.redeploy))")
    var redeploy: String?

    @Option(help: "The platform's file of variables. (default: \(Platform.metadata))")
    var metainf: String?

    @Option(
        help:
            "Who the server runs as and owns the files. (default: \(Platform.serverAccount) for root, else you)"
    )
    var owner: String?

    @Option(help: "The major version of PostgreSQL. (default: PG_VERSION in the data folder)")
    var serverVersion: Int?

    @Option(help: "What this tool remembers about the node. (default: \(Platform.state))")
    var state: String?

    @Option(
        help: "What stands before commands run as the server. (default: 'runuser -u postgres --' for root)"
    )
    var asServer: String?

    @Option(help: "The server's program. (default: postgres)")
    var server: String?

    @Option(
        help: """
            psql with all that it needs to log in as a superuser. (default: 'psql -d postgres'; on a Pgpool-II node to \
            the backends of pgpool.conf)
            """
    )
    var psql: String?

    @Option(help: "What makes PostgreSQL read its files again. (default: pg_ctl reload)")
    var reloadCommand: String?

    @Option(help: "What restarts Pgpool-II. (default: none; you restart it)")
    var restartCommand: String?

    /// The node that is meant.
    func node() throws -> Node {
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
        choices.asServer = asServer.map(Self.words)
        choices.serverProgram = server
        choices.client = psql.map(Self.words)
        choices.reload = reloadCommand.map { ["sh", "-c", $0] }
        choices.restart = restartCommand.map { ["sh", "-c", $0] } ?? []
        return try Node(choices)
    }

    private static func words(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }
}
