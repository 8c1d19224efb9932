internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import ToolSupport

/// `postgres-ssl connect`.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how clients reach this node with encryption: psql, pgAdmin, JDBC."
    )

    @OptionGroup var node: NodeOptions

    @Option(help: "The user.")
    var user = Platform.user

    @Option(help: "The database.")
    var database = "postgres"

    @Option(
        help: "The host. (default: this host's name, or the first of the certificate where that is not in it)"
    )
    var host: String?

    @Option(help: "The port. (default: that of --configuration)")
    var port: Int?

    @Option(help: "Where the client keeps root.crt, client.crt and client.key. (default: this node's folder)")
    var folder: String?

    func run() throws {
        let layout = try node.node().layout
        let commands = ClientCommands(
            host: host ?? Self.host(layout),
            port: port ?? layout.port,
            database: database,
            user: user,
            folder: folder ?? layout.certificate(layout.role == .postgres ? "client" : "server"),
            hasClientCertificate: layout.role == .postgres
        )
        let text = commands.ways.map { way in "# \(way.title)\n" + way.lines.map { $0 + "\n" }.joined() + "\n"
        }
        try StandardStream.output.write(text.joined())
    }

    /// A name by which `verify-full` takes the server.
    private static func host(_ layout: NodeLayout) -> String {
        let own = HostName.current()
        let names = layout.certificateHosts
        return names.contains(own) ? own : names.first { !$0.hasPrefix("*") } ?? own
    }
}
