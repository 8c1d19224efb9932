import ArgumentParser
import DERCoding
import NodeCertificates
import NodePlatform
import SecretMemory
import SelfTest
import TextEncodings
import ToolParsing
import ToolSupport

/// The command line of `selfcertgen`.
@main
struct Selfcertgen: Tool {
    static let toolName = "selfcertgen"
    static let early: EarlyAnswer? = EarlyAnswer(help: shownHelp)

    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract: "Make the certificates of a PostgreSQL or Pgpool-II node: root, server and client.",
        usage: "selfcertgen [<user>] [<env>] [<layer>] [<options>]",
        discussion: HelpText.discussion,
        version: PackageVersion.current
    )

    @Argument(help: "The user whom the client certificate is for. (variable: PG_USER; default: webadmin)")
    var user: String?

    @Argument(
        help:
            "The environment, the second part of the root's common name. (default: the host name after node<digits>-)"
    )
    var env: String?

    @Argument(help: "The layer, the first part of the root's common name. (variable: COMPUTE_TYPE)")
    var layer: String?

    @Option(
        help: "The directory of the certificates, created if missing. (default: \(Platform.certificates))"
    )
    var directory: String?

    @Option(help: "How long the server certificate is valid, in days. (variable: KEY_EXPIRE; default: 3650)")
    var days: String?

    @Option(help: "How long the client certificate is valid, in days. (default: 365)")
    var clientDays: String?

    @Option(
        help: ArgumentHelp(
            "The kind of the keys that are made: rsa, ecdsa-p256 or ecdsa-p384. (default: rsa)",
            valueName: "type"
        )
    )
    var keyType: String?

    @Option(
        help: ArgumentHelp(
            "The size of RSA keys that are made, in bits. (variable: KEY_SIZE; default: 2048)",
            valueName: "bits"
        )
    )
    var keySize: String?

    @Option(
        help:
            ArgumentHelp(
                "Another name or address for the server certificate; repeatable. (variable: KEY_SAN, with commas)",
                valueName: "name"
            )
    )
    var san: [String] = []

    @Option(
        help: ArgumentHelp(
            "A name or address that the server certificate loses; repeatable.",
            valueName: "name"
        )
    )
    var dropSan: [String] = []

    @Option(
        help:
            "The owner of the files: user, user:group or numeric IDs. (default: postgres for root, else you)"
    )
    var owner: String?

    @Option(
        help: ArgumentHelp(
            "Also make again what ends within as many days, and a server certificate that lacks a name.",
            valueName: "days"
        )
    )
    var renewWithin: String?

    @Flag(help: "Make a new root and reissue the server's and this user's certificates, whatever is there.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "The path of the platform's file of variables. (default: \(Platform.metadata))",
            valueName: "file"
        )
    )
    var metainf: String?

    @Flag(help: "Print what was done as JSON.")
    var json = false

    @Flag(help: "Test this build on this machine with published answers; make no certificates.")
    var selfTest = false

    static func main() {
        runAndExit()
    }

    func run() throws {
        if selfTest { return try testItself() }
        // Whoever types this alone wants no certificate for a user of that name.
        if user == "help", env == nil, layer == nil { throw CleanExit.helpRequest(Self.self) }
        let report = try makeOrRepair()
        if json { try StandardStream.output.write("\(report.json)\n") }
        guard let last = report.left.last else { return }
        for certificate in report.left.dropLast() { Self.say("\(certificate)") }
        throw ToolFailure("\(last)", status: .data)
    }

    /// A line for each known answer; a wrong one ends the tool with a failure.
    private func testItself() throws {
        var wrong: [String] = []
        for answer in KnownAnswers.all {
            let isRight = answer.isRight()
            if !isRight { wrong.append(answer.name) }
            if !json { try StandardStream.output.write("\(answer.name): \(isRight ? "right" : "wrong")\n") }
        }
        if json {
            let names = KnownAnswers.all.map { JSONValue.string($0.name) }
            let report: JSONValue = [
                "tested": .array(names), "wrong": .array(wrong.map { .string($0) }),
            ]
            try StandardStream.output.write("\(report)\n")
        }
        guard wrong.isEmpty else {
            throw ToolFailure(
                "this build gives wrong answers on this machine: \(wrong.joined(separator: ", "))",
                status: .failure
            )
        }
    }

    /// What is made again although it is valid.
    private func renewal(_ settings: NodeSettings) throws -> SetRenewal {
        guard let renewWithin else { return force ? .all : .nothing }
        if force { throw ToolFailure("--force and --renew-within cannot be used together", status: .usage) }
        return .ending(try RenewalWindow(renewWithin, option: "--renew-within", for: settings))
    }

    private func makeOrRepair() throws -> SetReport {
        try GivenValues.require([
            ("--directory", directory), ("--metainf", metainf), ("--owner", owner), ("--days", days),
            ("--client-days", clientDays), ("--key-type", keyType), ("--key-size", keySize),
            ("--renew-within", renewWithin),
        ])
        try GivenValues.require([("--san", san), ("--drop-san", dropSan)])
        let metadata = try NodeMetadata(readingFrom: metainf ?? Platform.metadata)
        if metadata == nil, let metainf { throw NodePlatformError.missingMetadata(path: metainf) }
        var inputs = NodeInputs(
            hostName: HostName.current(),
            metadata: metadata,
            standsAlone: metadata == nil && directory != nil,
            variable: { Environment.octets($0) }
        )
        inputs.user = user
        inputs.environment = env
        inputs.layer = layer
        inputs.days = days
        inputs.clientDays = clientDays
        inputs.keySize = keySize
        inputs.keyType = keyType
        inputs.alternativeNames = san
        inputs.droppedNames = dropSan
        let settings = try NodeSettings(inputs)
        // Unless the platform says what the node is, a set in the platform's own place gets no client.
        if metadata == nil, directory == nil, settings.client == nil {
            Self.say(
                "\(Platform.metadata) is missing, so no client certificate is made; "
                    + "give --directory to make a complete set for this host"
            )
        }
        let set = CertificateSet(
            path: directory ?? Platform.certificates,
            settings: settings,
            owner: try ServerOwner.find(given: owner)
        )
        var random = OperatingSystemRandom()
        let now = DERTime.now
        let report = try set.makeOrRepair(renewing: try renewal(settings), at: now, using: &random)
        for member in report.members where member.role != "root" {
            let names = printable(member.written.joined(separator: " and "))
            switch member.action {
            case .certified(let fault): Self.say("the key was kept, and \(names) made for it, since \(fault)")
            case .made(let fault) where fault.isOfPresent: Self.say("\(names) were made anew, since \(fault)")
            case .made, .kept: break
            }
        }
        let remedy = "give --force to make all again"
        if let note = settings.note(onKeysKept: report.members, remedy: remedy) { Self.say(note) }
        for line in report.members.compactMap(\.nameChange).flatMap(\.lines) { Self.say(line) }
        // A timer has nothing to say where nothing is to be done.
        if renewWithin == nil {
            for doubt in report.members.flatMap(\.doubts) { Self.say("\(doubt)") }
        }
        for name in report.orphans {
            Self.say(
                "\(printable(name)) was signed by the root that was replaced; "
                    + "run \(Self.toolName) for its user to reissue it"
            )
        }
        for name in report.replaced {
            Self.say("what was replaced is kept as \(printable(report.path + "/" + name))")
        }
        if let root = set.installedRoot, report.members.contains(where: { !$0.written.isEmpty }) {
            Self.say(
                "\(printable(root)) is the root of a node that postgres-ssl installed, which does not use what was "
                    + "made here; its certificates are reissued by \"postgres-ssl reissue\""
            )
        }
        return report
    }
}
