internal import ArgumentParser
internal import DurableFiles
internal import Glibc
internal import NodeCertificates
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// Where things are on the node; the platform's places where nothing is said.
struct NodeOptions: ParsableArguments {
    @Option(help: "postgres or pgpool. (default: COMPUTE_TYPE of --metainf, else what is there)")
    var role: String?

    @Option(help: "postgresql.conf or pgpool.conf. (default: /var/lib/pgsql/data/… or /etc/pgpool-II/…)")
    var configuration: String?

    @Option(help: "pg_hba.conf or pool_hba.conf. (default: what hba_file says, else beside --configuration)")
    var hba: String?

    @Option(help: "pool_passwd. (default: what the setting says, else beside --configuration)")
    var poolPasswd: String?

    @Option(help: "The pool key. (default: .pgpoolkey in the home of the --owner)")
    var poolKey: String?

    @Option(help: "The folder of the certificates. (default: /var/lib/jelastic/keys/SSL-TLS)")
    var certificates: String?

    @Option(
        help: "The platform's list of files kept across a redeploy. (default: /etc/jelastic/redeploy.conf)"
    )
    var redeploy: String?

    @Option(help: "The platform's file of variables. (default: \(Platform.metadata))")
    var metainf: String?

    @Option(help: "Who the server runs as and the files belong to. (default: postgres for root, else you)")
    var owner: String?

    @Option(help: "The major version of PostgreSQL. (default: PG_VERSION in the folder of the data)")
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

    @Option(help: "What restarts Pgpool-II. (default: none; it is yours to restart)")
    var restartCommand: String?

    var metadata: NodeMetadata? {
        get throws { try NodeMetadata(readingFrom: metainf ?? Platform.metadata) }
    }

    var statePath: String { state ?? Platform.state }

    func metadataValue(_ name: String) throws -> String? { try metadata?.value(name) }

    /// The layout of this node.
    func layout() throws -> NodeLayout {
        let role = try resolvedRole()
        var layout = NodeLayout(role: role)
        if let configuration {
            layout.configuration = configuration
            let folder = PathText.folderPrefix(of: configuration)
            layout.authentication = folder + (role == .postgres ? "pg_hba.conf" : "pool_hba.conf")
            layout.passwords = folder + "pool_passwd"
        }
        layout.followSettings()
        layout.authentication = hba ?? layout.authentication
        layout.passwords = poolPasswd ?? layout.passwords
        layout.certificates = certificates ?? layout.certificates
        layout.redeploy = redeploy ?? layout.redeploy
        layout.owner = try ServerOwner.find(given: owner)
        if role == .postgres { layout.majorVersion = try resolvedVersion(layout) }
        return layout
    }

    private func resolvedRole() throws -> NodeLayout.Role {
        if let role {
            guard let known = NodeLayout.Role(rawValue: role) else {
                throw ToolFailure(
                    "--role is \"\(printable(role))\"; it must be postgres or pgpool",
                    status: .usage
                )
            }
            return known
        }
        if let type = try metadataValue("COMPUTE_TYPE") {
            return type == "postgres" ? .postgres : .pgpool
        }
        for role in NodeLayout.Role.allCases {
            if unsafe access(NodeLayout(role: role).configuration, F_OK) == 0 { return role }
        }
        if let configuration { return configuration.hasSuffix("pgpool.conf") ? .pgpool : .postgres }
        throw ToolFailure(
            "what this node runs is not to be seen; say it by --role postgres or --role pgpool",
            status: .usage
        )
    }

    private func resolvedVersion(_ layout: NodeLayout) throws -> Int {
        var version = serverVersion
        if version == nil, let content = try? FileState.read(layout.dataFolder + "/PG_VERSION").content {
            version = Int(
                String(decoding: content.publicBytes.prefix { $0 > 32 && $0 != 46 }, as: UTF8.self)
            )
        }
        if version == nil, let text = try metadataValue("COMPUTE_TYPE_VERSION") {
            version = Int(text.prefix { $0.isNumber })
        }
        let known = version ?? 15
        guard known >= 11 else {
            throw ToolFailure(
                "PostgreSQL \(known) has no SCRAM channel binding; 11 or later is needed",
                status: .usage
            )
        }
        return known
    }

    /// How PostgreSQL's programs are called.
    func commands() -> PostgresService.Commands {
        var commands = PostgresService.Commands()
        if let asServer {
            commands.asServer = Self.words(asServer)
        } else if !FileOwner.runningIsRoot {
            commands.asServer = []
        }
        if let server { commands.server = server }
        if let psql { commands.client = Self.words(psql) }
        if let reloadCommand { commands.reload = ["sh", "-c", reloadCommand] }
        return commands
    }

    /// The command that restarts Pgpool-II.
    var restart: [String] { restartCommand.map { ["sh", "-c", $0] } ?? [] }

    /// The pool key: the option, `PGPOOLKEYFILE`, else in the home of who runs Pgpool-II.
    func poolKeyPath(_ layout: NodeLayout) throws -> String {
        let number = layout.owner?.userID ?? FileOwner.running.userID
        let path = try PoolKeyPath.find(
            given: poolKey,
            variable: Environment.text(PoolKeyPath.variable),
            homeOf: number
        )
        guard let path else { throw NodePlatformError.noHome(userID: number) }
        return path
    }

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
