internal import ArgumentParser
internal import DERCoding
internal import DurableFiles
internal import Glibc
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import ServerProbe
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is on, what is not, and why.",
        discussion: """
            The node is named first. Then comes a summary, what is wrong, the worst first, each with what mends it, \
            what could not be seen from here, and in a line for each part of the node what is good. The exit status is \
            that of the worst line: 0 good, 1 a warning, 2 broken; if the node cannot be checked, it is 64 or more. \
            --json has all of it, with a stable code for each finding.

            With --login, a user logs in to the running server as well. The password given is his; where he is not \
            --user, a second line is that one's.
            """
    )

    @OptionGroup(title: NodeOptions.title) var node: NodeOptions
    @OptionGroup(title: LoginOptions.title) var login: LoginOptions
    @OptionGroup var password: PasswordOptions

    @Option(
        help: """
            On a Pgpool-II node, the superuser who queries the backends for the stored passwords of roles, with the \
            password given, else with the one in pool_passwd. With --psql, that command is used instead, with the \
            password given or none.
            """
    )
    var user = Platform.user

    @Flag(
        help: """
            On a Pgpool-II node, query backends that are not verified too: whoever answers in the place of one may get \
            the superuser's password, in the open if he asks for it so.
            """
    )
    var insecure = false

    @Option(
        help: "The host where the running server is asked for its certificate. (default: where it listens)"
    )
    var host: String?

    @Option(help: "The port of the running server. (default: the one that it listens on)")
    var port: Int?

    @Flag(name: .shortAndLong, help: "Show all that is good, too, each in a line of its own.")
    var verbose = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        try GivenValues.require([("--host", host), ("--user", user)])
        try NodeOptions.requirePort(port)
        var login = try self.login.wanted()
        let node: Node
        do {
            node = try self.node.node { $0.looksOnly = true }
        } catch let error as NodeEncryptionError {
            return try show(try NodeStatus(notFound: error, options: self.node.shownPlaces), of: nil)
        }
        var status = NodeStatus(
            node.layout,
            called: try node.calledNames { Environment.octets($0) },
            user: node.user,
            groups: { node.groups(of: $0) },
            statePath: node.statePath,
            recordsPath: node.recordsPath,
            knowsCertificates: node.knowsCertificates,
            client: node.server.postgres?.shownClient ?? "psql",
            options: self.node.shownPlaces + node.ownerOption,
            at: .now
        )
        status.readLostRecords(of: node)
        status.readGoneNodes(besides: node)
        var given = try password.lines()
        if let name = login?.user, let first = given.first {
            login?.password = first
            // Who queries the backends, too, does so by the same password: the second line of an install's file is that
            // of another user.
            if !name.utf8.elementsEqual(user.utf8) { given.removeFirst() }
        }
        switch node.server {
        case .postgres(let server):
            if login == nil, !given.isEmpty {
                throw NodeEncryptionError.notOnThisNode(
                    "on a PostgreSQL node, status logs in through the socket and takes no password; "
                        + "give --psql to log in another way"
                )
            }
            status.readRunning(server, node.layout, for: node.user)
        case .pgpool:
            try status.readPasswords(of: node, user: user, given: given.first, isVerified: !insecure)
            status.readBackendsServed(node)
        }
        status.readAccess(node)
        var random = OperatingSystemRandom()
        let deadline = Deadline(in: NodeStatus.timeAtServer)
        status.readServed(node, host: host, port: port, by: deadline, using: &random)
        status.readPasswordsInForce(node)
        if let login {
            try status.readLogin(node, login, host: host, port: port, by: deadline, using: random) {
                try LoginOptions.password(of: login.user)
            }
        }
        status.readRulesInForce(node)
        status.addRest()
        try show(status, of: node.shown)
    }

    /// Prints it, and ends with its exit status.
    private func show(_ status: NodeStatus, of node: ShownNode?) throws {
        let text = (node.map { $0.line + "\n" } ?? "") + status.text(isVerbose: verbose)
        try StandardStream.output.write(json ? "\(status.json(of: node))\n" : text)
        Glibc.exit(status.level.exitStatus)
    }
}

extension NodeStatus.Level {
    /// What the tool ends with.
    var exitStatus: Int32 {
        switch self {
        case .good, .note: 0
        case .warning: 1
        case .broken: 2
        }
    }

    /// The word for it.
    var word: String {
        switch self {
        case .good: "good"
        case .note: "note"
        case .warning: "warning"
        case .broken: "broken"
        }
    }
}

extension NodeStatus {
    /// All of it.
    ///
    /// - Parameter node: the node; `nil` if it was not found.
    func json(of node: ShownNode?) -> JSONValue {
        [
            "node": node?.json ?? .null, "level": .string(level.word),
            "findings": .array(
                findings.map { finding in
                    [
                        "code": .string(finding.code.rawValue), "level": .string(finding.level.word),
                        "topic": .string(finding.topic.rawValue), "text": .string(finding.text),
                        "path": finding.path.map(JSONValue.string) ?? .null,
                        "line": finding.line.map(JSONValue.integer) ?? .null,
                        "cure": finding.cure.map(JSONValue.string) ?? .null,
                        "clients": .array(finding.clients.map(JSONValue.string)),
                    ]
                }
            ),
            "certificates": .array(
                certificates.map { certificate in
                    [
                        "path": .string(certificate.path), "subject": .string(certificate.subject),
                        "notAfter": .string("\(certificate.notAfter)"),
                        "daysLeft": .integer(certificate.daysLeft),
                        "key": .string(certificate.key),
                    ]
                }
            ),
        ]
    }
}

extension ShownNode {
    /// By its parts.
    fileprivate var json: JSONValue {
        [
            "role": .string(role.rawValue), "version": majorVersion.map(JSONValue.integer) ?? .null,
            "data": dataFolder.map(JSONValue.string) ?? .null, "configuration": .string(configuration),
            "running": isRunning.map(JSONValue.boolean) ?? .null,
            "port": port.map(JSONValue.integer) ?? .null,
        ]
    }
}
