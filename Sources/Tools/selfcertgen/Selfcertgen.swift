import ArgumentParser
import DERCoding
import NodeCertificates
import NodePlatform
import SecretMemory
import SelfTest
import TextEncodings
import ToolSupport

/// The command line of `selfcertgen`.
@main
struct Selfcertgen: Tool {
    static let toolName = "selfcertgen"

    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract: "Make the certificates of a PostgreSQL or Pgpool-II node: root, server and client.",
        discussion: HelpText.discussion,
        version: PackageVersion.current
    )

    @Argument(help: "The user of the client certificate. (variable: PG_USER; default: webadmin)")
    var user: String?

    @Argument(
        help:
            "The environment, the second part of the root's name. (default: the host name after node<digits>-)"
    )
    var env: String?

    @Argument(help: "The layer, the first part of the root's name. (variable: COMPUTE_TYPE)")
    var layer: String?

    @Option(help: "The folder of the certificates, made if missing. (default: \(Platform.certificates))")
    var directory: String?

    @Option(help: "How long the server certificate is valid, in days. (variable: KEY_EXPIRE; default: 3650)")
    var days: String?

    @Option(help: "The size of the keys, in bits. (variable: KEY_SIZE; default: 2048)")
    var keySize: String?

    @Option(
        help: "A further host name or address of the server; repeatable. (variable: KEY_SAN, with commas)"
    )
    var san: [String] = []

    @Option(
        help: "Who the files belong to: user, user:group or numbers. (default: postgres for root, else you)"
    )
    var owner: String?

    @Flag(help: "Make a new root, and the server's and this user's certificates anew, whatever is there.")
    var force = false

    @Option(help: "The platform's file of variables. (default: \(Platform.metadata))")
    var metainf: String?

    @Flag(help: "Tell in JSON, on standard output, what was done.")
    var json = false

    @Flag(help: "Compute known answers on this machine, say whether they are right, and change nothing.")
    var selfTest = false

    static func main() {
        runAndExit()
    }

    func run() throws {
        if selfTest { return try testItself() }
        let report = try bringAbout()
        if json { try StandardStream.output.write("\(report.json)\n") }
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
                "this build computes wrongly on this machine: \(wrong.joined(separator: ", "))",
                status: .failure
            )
        }
    }

    private func bringAbout() throws -> SetReport {
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
        inputs.keySize = keySize
        inputs.alternativeNames = san
        let settings = try NodeSettings(inputs)
        // Without the platform's word on what the node is, a set at the platform's own place gets no client.
        if metadata == nil, directory == nil, settings.client == nil {
            Self.say(
                "\(Platform.metadata) is missing, so no client certificate is made; "
                    + "give --directory to make a whole set for this host"
            )
        }
        let set = CertificateSet(
            path: directory ?? Platform.certificates,
            settings: settings,
            owner: try ServerOwner.find(given: owner)
        )
        var random = OperatingSystemRandom()
        let now = DERTime.now
        let report = try set.bringAbout(replacingRoot: force, at: now, using: &random)
        for name in report.orphans {
            Self.say(
                "\(printable(name)) was signed by the root that was replaced; make that user's pair anew"
            )
        }
        return report
    }
}
