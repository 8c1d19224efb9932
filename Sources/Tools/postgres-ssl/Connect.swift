internal import ArgumentParser
internal import DERCoding
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl connect`.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how clients connect to this node with encryption: psql, pgAdmin, JDBC.",
        discussion: """
            Where the rules let the user in only by a client certificate, the lines have it; where none is on the node \
            yet, the command that makes it comes first.

            Nothing is shown, and the exit status says why, where encryption is not installed, where you may not read \
            the node's files, where the running server or its rules let no such role into the database, where root.crt \
            does not verify the server, where its certificate does not name the host, or where nobody listens. Where \
            the server, or a backend of Pgpool-II, could not be asked for the role, the lines are shown, and the last \
            line and the exit status say that nobody knows whether it gets in.
            """
    )

    @OptionGroup(title: NodeOptions.title) var node: NodeOptions

    @Option(
        help: "The user who connects. (default: the one of the last install, else \(Platform.user))"
    )
    var user: String?

    @Option(help: "The database to connect to.")
    var database = "postgres"

    @Option(
        help: """
            The host to connect to. (default: KEY_HOST or this host's name if the certificate has it, else the \
            certificate's first name)
            """
    )
    var host: String?

    @Option(
        help:
            "The port to connect to. (default: the one of the running server, else the one in --configuration)"
    )
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
        try GivenValues.require([
            ("--user", user), ("--host", host), ("--database", database), ("--folder", folder),
        ])
        try NodeOptions.requirePort(port)
        let node = try node.node()
        let user = user ?? node.user
        let layout = node.layout
        var (notes, unproved) = try node.requireLogin(of: user, database: database)
        let (pair, isPairMade) = try node.clientPair(of: user, database: database)
        notes += try node.requireVerification(of: user, pair: pair, folder: folder, at: .now)
        let host = try host ?? node.clientHost { Environment.octets($0) }
        if host.utf8.first == UInt8(ascii: "/") {
            throw ToolFailure(
                "--host is \"\(printable(host))\"; it must be a name or an address: there is no TLS on a socket",
                status: .usage
            )
        }
        notes += try node.requireConnection(to: host, port: port, of: user, database: database)
        let commands = ClientCommands(
            host: host,
            port: port ?? node.port,
            database: database,
            user: user,
            folder: folder ?? layout.certificate(layout.role == .postgres ? "client" : "server"),
            pair: pair,
            isPairMade: isPairMade
        )
        for note in notes { PostgresSSL.say(note) }
        let text = commands.ways.map { way in
            "# \(way.title)\n" + way.lines.map { $0 + "\n" }.joined() + "\n"
        }
        try StandardStream.output.write(text.joined())
        if let unproved { throw unproved }
    }
}
