internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl install`.
struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn encryption on: certificates, settings, rules and passwords.",
        discussion: """
            Only the platform's catch-all rules (host all all, every address, md5 or scram-sha-256) become hostssl \
            with scram-sha-256; other rules that accept unencrypted connections are listed. A second run changes \
            nothing.

            Give the password that --user already has; another one is refused without --new-password. A PostgreSQL \
            node stores it again as a SCRAM secret, which is computed here. A Pgpool-II node stores it as an AES \
            entry of pool_passwd; a second line is the password of the user pgpool.
            """
    )

    @OptionGroup var change: ChangeOptions
    @OptionGroup var password: PasswordOptions

    @Option(
        help: """
            The user whose password is stored, and who gets a client certificate. (default: the one of the last \
            install, else \(Platform.user))
            """
    )
    var user: String?

    @Flag(help: "The password is to become the user's, in the place of another one that is stored.")
    var newPassword = false

    @Flag(help: "Replace another authority's certificate that the server has, or verifies clients by, too.")
    var replaceCertificate = false

    @Option(
        help: ArgumentHelp(
            "Another name or address for the server certificate; repeatable.",
            valueName: "name"
        )
    )
    var san: [String] = []

    @Option(
        help: ArgumentHelp(
            "The first part of a new root's common name. (variable: NODE_GROUP; default: what the node runs)",
            valueName: "layer"
        )
    )
    var layer: String?

    @Option(
        help: ArgumentHelp(
            "The second part of it. (variable: ENV_DOMAIN; default: the host name after node<digits>-)",
            valueName: "environment"
        )
    )
    var env: String?

    @Flag(help: "Change every rule that accepts unencrypted connections, not only catch-all rules.")
    var allRules = false

    @Option(
        help:
            ArgumentHelp(
                "With cert, add a rule by which --user logs in with a client certificate instead of a password.",
                valueName: "method"
            )
    )
    var clientAuth: String?

    @Option(
        help: ArgumentHelp(
            "The kind of the keys that are made: rsa, ecdsa-p256 or ecdsa-p384. (default: rsa)",
            valueName: "type"
        )
    )
    var keyType: String?

    func run() throws {
        try GivenValues.require([
            ("--user", user), ("--layer", layer), ("--env", env), ("--client-auth", clientAuth),
            ("--key-type", keyType),
        ])
        try GivenValues.require([("--san", san)])
        if let clientAuth, clientAuth != "cert" {
            throw ToolFailure(
                "--client-auth is \"\(printable(clientAuth))\"; it must be cert",
                status: .usage
            )
        }
        var installation = Installation()
        installation.passwordsAreNew = newPassword
        installation.replacesCertificate = replaceCertificate
        installation.names = san
        installation.turnsAllRules = allRules
        installation.addsClientRule = clientAuth != nil
        installation.passwords = try password.lines()
        installation.keyType = keyType
        installation.variable = { Environment.octets($0) }
        try change.perform(installation) { choices in
            choices.user = user
            choices.layer = layer
            choices.environment = env
        }
    }
}
