internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl reissue`.
struct Reissue: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reissue certificates: all, the server's, or the client's. The server takes them up."
    )

    @Argument(help: "all (root, server and client), server, or client.")
    var what: String

    @OptionGroup var change: ChangeOptions

    @Option(help: "The user of the client certificate.")
    var user = Platform.user

    @Option(help: "A further name or address of the server; repeatable.")
    var san: [String] = []

    func run() throws {
        guard let renewal = CertificateFiles.Renewal(rawValue: what), renewal != .nothing else {
            throw ToolFailure(
                "\"\(printable(what))\" cannot be reissued; give all, server or client",
                status: .usage
            )
        }
        var reissuing = Reissuing(renewal)
        reissuing.user = user
        reissuing.names = san
        reissuing.variable = { Environment.octets($0) }
        try change.perform(reissuing)
    }
}
