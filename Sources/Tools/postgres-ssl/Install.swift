internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl install`.
struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put encryption in force: certificates, settings, rules, passwords.",
        discussion: """
            Only rules that are the platform's catch-all (host all all, every address, md5 or scram-sha-256) turn to \
            hostssl with scram-sha-256; other rules that let connections in without encryption are named. Run again, \
            it changes nothing.

            The password is that of --user, and stays the same: it is stored as a SCRAM secret computed here. On a \
            Pgpool-II node its AES entry is written; a second line is the password of the user pgpool.
            """
    )

    @OptionGroup var change: ChangeOptions
    @OptionGroup var password: PasswordOptions

    @Option(help: "The user whose password and client certificate are meant.")
    var user = Platform.user

    @Option(help: "A further name or address of the server; repeatable.")
    var san: [String] = []

    @Flag(help: "Turn every rule that lets connections in without encryption.")
    var allRules = false

    @Option(
        help:
            "cert: add a rule by which --user logs in with a client certificate, and no longer with a password."
    )
    var clientAuth: String?

    func run() throws {
        if let clientAuth, clientAuth != "cert" {
            throw ToolFailure(
                "--client-auth is \"\(printable(clientAuth))\"; it must be cert",
                status: .usage
            )
        }
        var installation = Installation()
        installation.user = user
        installation.names = san
        installation.turnsAllRules = allRules
        installation.addsClientRule = clientAuth != nil
        installation.passwords = try password.lines()
        installation.variable = { Environment.octets($0) }
        try change.perform(installation)
    }
}
