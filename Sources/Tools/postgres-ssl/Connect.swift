internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import ToolSupport

/// `postgres-ssl connect`.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how clients connect to this node with encryption: psql, pgAdmin, JDBC."
    )

    @OptionGroup(title: NodeOptions.title) var node: NodeOptions

    @Option(help: "The user who connects.")
    var user = Platform.user

    @Option(help: "The database to connect to.")
    var database = "postgres"

    @Option(
        help: """
            The host to connect to. (default: this host's name if the certificate has it, else the certificate's first \
            name)
            """
    )
    var host: String?

    @Option(help: "The port to connect to. (default: the one in --configuration)")
    var port: Int?

    @Option(
        help:
            ArgumentHelp(
                "The directory where the client keeps root.crt, client.crt and client.key. (default: this node's)",
                valueName: "directory"
            )
    )
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

    /// A name that `verify-full` accepts for the server.
    private static func host(_ layout: NodeLayout) -> String {
        let own = HostName.current()
        let names = layout.certificateHosts
        return names.contains(own) ? own : names.first { !$0.hasPrefix("*") } ?? own
    }
}
