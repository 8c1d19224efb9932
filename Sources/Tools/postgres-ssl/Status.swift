internal import ArgumentParser
internal import DERCoding
internal import DurableFiles
internal import Glibc
internal import NodeEncryption
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl status`.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what is on, what is not, and why. Exit status 0: all well, 1: a warning, 2: broken."
    )

    @OptionGroup var node: NodeOptions
    @OptionGroup var password: PasswordOptions

    @Option(
        help: """
            Of a Pgpool-II node, the superuser who asks the backend for the roles' secrets, by the password given, else \
            by the one in pool_passwd; --psql says another way.
            """
    )
    var user = "webadmin"

    @Option(help: "Where the running server is asked for its certificate.")
    var host = "127.0.0.1"

    @Option(help: "Its port. (default: that of --configuration)")
    var port: Int?

    @Flag(help: "Tell in JSON.")
    var json = false

    func run() throws {
        let status = try failing {
            let layout = try node.layout()
            let now = DERTime(secondsSince1970: Int64(time(nil)))
            var status = NodeStatus(layout, statePath: node.statePath, at: now)
            let given = try password.lines().first
            switch layout.role {
            case .postgres:
                if given != nil {
                    throw NodeEncryptionError.notOnThisNode(
                        "on a PostgreSQL node psql asks through the socket; --psql says another way"
                    )
                }
                let commands = node.commands()
                status.readRunning(
                    PostgresService(layout, commands: commands, wantsEncryption: true),
                    layout
                )
            case .pgpool:
                let passwords = try PoolEntries(layout, keyPath: try node.poolKeyPath(layout))
                status.read(passwords)
                status.compare(passwords, with: try backends(layout, given ?? passwords.password(of: user)))
            }
            var random = OperatingSystemRandom()
            let port = port ?? layout.port
            status.readServed(layout, host: host, port: port, using: &random)
            try json ? show("\(status.json)") : StandardStream.output.write(status.text)
            return status
        }
        Glibc.exit(Int32(status.level.rawValue))
    }

    private func backends(_ layout: NodeLayout, _ password: SharedSecret?) throws -> [Backend] {
        guard let client = node.psql else {
            return try Backend.all(layout, user: user, password: password)
        }
        return [Backend(name: "the backend", client: NodeOptions.words(client), password: password)]
    }
}

extension NodeStatus.Level {
    /// The word for it.
    var word: String {
        switch self {
        case .good: "good"
        case .warning: "warning"
        case .broken: "broken"
        }
    }
}

extension NodeStatus {
    /// A line for each finding.
    var text: String {
        findings.map { finding in
            let place =
                finding.path.map { printable($0) + (finding.line.map { ", line \($0)" } ?? "") + ": " } ?? ""
            return "\(finding.level.word)\t\(finding.subject)\t\(place)\(printable(finding.text))\n"
        }.joined()
    }

    /// All of it.
    var json: JSONValue {
        [
            "level": .string(level.word),
            "findings": .array(
                findings.map { finding in
                    [
                        "level": .string(finding.level.word), "subject": .string(finding.subject),
                        "text": .string(finding.text), "path": finding.path.map(JSONValue.string) ?? .null,
                        "line": finding.line.map(JSONValue.integer) ?? .null,
                    ]
                }
            ),
            "certificates": .array(
                certificates.map { certificate in
                    [
                        "path": .string(certificate.path), "subject": .string(certificate.subject),
                        "notAfter": .string("\(certificate.notAfter)"),
                        "daysLeft": .integer(certificate.daysLeft),
                    ]
                }
            ),
        ]
    }
}
