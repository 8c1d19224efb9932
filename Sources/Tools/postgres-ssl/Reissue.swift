internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl reissue`.
struct Reissue: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reissue certificates, and have the server load them.",
        discussion: """
            A new certificate has the names of the one whose place it takes, those that the node should have now (its \
            own, KEY_HOST, KEY_SAN), and a key of the same kind and at least the same size. Names that change are \
            printed.
            """
    )

    @Argument(help: "Which certificates: all (root, server and client), server, or client.")
    var what: String

    @OptionGroup var change: ChangeOptions

    @Flag(help: "Replace certificates of another authority, too, and a root whose key is not here.")
    var replaceCertificate = false

    @Option(
        help: """
            The user whom the client certificate is for. (default: the one of the last install, else \(Platform.user))
            """
    )
    var user: String?

    @Option(
        help: ArgumentHelp(
            "Another name or address for the server certificate; repeatable.",
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
        help: ArgumentHelp(
            "The kind of the new keys: rsa, ecdsa-p256 or ecdsa-p384. (default: that of the old ones)",
            valueName: "type"
        )
    )
    var keyType: String?

    func run() throws {
        guard let renewal = CertificateFiles.Renewal(rawValue: what), renewal != .nothing else {
            throw ToolFailure(
                "cannot reissue \"\(printable(what))\"; give all, server or client",
                status: .usage
            )
        }
        try GivenValues.require([("--user", user), ("--key-type", keyType)])
        try GivenValues.require([("--san", san), ("--drop-san", dropSan)])
        var reissuing = Reissuing(renewal)
        reissuing.user = user
        reissuing.replacesCertificate = replaceCertificate
        reissuing.names = san
        reissuing.droppedNames = dropSan
        reissuing.keyType = keyType
        reissuing.variable = { Environment.octets($0) }
        try change.perform(reissuing)
    }
}
