internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import ToolSupport

/// `postgres-ssl connect`.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how clients reach this node with encryption: psql, pgAdmin, JDBC."
    )

    @OptionGroup var node: NodeOptions

    @Option(help: "The user.")
    var user = "webadmin"

    @Option(help: "The database.")
    var database = "postgres"

    @Option(help: "The host. (default: this host's name)")
    var host: String?

    @Option(help: "The port. (default: 5432 for PostgreSQL, 9999 for Pgpool-II)")
    var port: Int?

    @Option(help: "Where the client keeps root.crt, client.crt and client.key. (default: this node's folder)")
    var folder: String?

    func run() throws {
        try failing {
            let layout = try node.layout()
            let commands = ClientCommands(
                host: host ?? HostName.current(),
                port: port ?? (layout.role == .postgres ? 5432 : 9999),
                database: database,
                user: user,
                folder: folder ?? layout.certificate(layout.role == .postgres ? "client" : "server"),
                hasClientCertificate: layout.role == .postgres
            )
            for way in commands.ways {
                try show("# \(way.title)")
                for line in way.lines { try show(line) }
                try show("")
            }
        }
    }
}
