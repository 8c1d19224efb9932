internal import ArgumentParser
internal import DERCoding
internal import NodeEncryption
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl renew`.
struct Renew: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reissue those certificates that need it, and have the server load them; for a timer.",
        discussion: """
            Made again is what ends within --within, what its issuer no longer signs, and a server certificate without \
            a name that the node should have (its own, KEY_HOST, KEY_SAN): the server's pair, and each client's whose \
            key is here. Names, and kind and size of the keys, stay. A root that ends is certified again for its own \
            key. What another authority signed is left to that one; where it ends soon, that is an error, once all \
            else is done. A server that serves another certificate than its file's, whoever put that there, is made \
            to load it; where it does not, that is an error, too, as is one that would not start again, or keeps what \
            it has at a reload, by files that are broken. A run makes \(CertificateFiles.mostRenewed) clients' \
            pairs at most, those first that end first; where more need renewal, it says how many and ends with status \
            3, and the next run goes on. Where there is nothing to do, nothing is printed.
            """
    )

    @OptionGroup var change: ChangeOptions

    @Option(
        help: ArgumentHelp(
            "How many days before its end a certificate is reissued. (default: a third of its validity, at most 30)",
            valueName: "days"
        )
    )
    var within: String?

    func run() throws {
        try GivenValues.require([("--within", within)])
        var renewing = Renewing()
        renewing.within = within
        renewing.variable = { Environment.octets($0) }
        let node = try change.perform(renewing)
        try renewing.requireAll(on: node, isDryRun: change.dryRun, at: .now, say: PostgresSSL.say)
    }
}
