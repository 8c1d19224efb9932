internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// Who is to log in to the running server, and by what.
struct LoginOptions: ParsableArguments {
    /// The heading of these options in the help.
    static let title = "Login options"

    @Option(
        help: ArgumentHelp(
            """
            Log in to the running server as this user over TLS, with the password given or, where the server asks for \
            one, typed; a server that is not verified gets neither name nor password.
            """,
            valueName: "user"
        )
    )
    var login: String?

    @Option(help: "The database to log in to. (default: postgres)")
    var database: String?

    @Option(
        help: ArgumentHelp(
            "A client certificate, and behind it the authorities between it and its root.",
            valueName: "file"
        ),
        completion: .file()
    )
    var clientCertificate: String?

    @Option(
        help: ArgumentHelp("Its key, which is not encrypted.", valueName: "file"),
        completion: .file()
    )
    var clientKey: String?

    /// The login that was asked for; `nil` if none was.
    func wanted() throws -> NodeLogin? {
        try GivenValues.require([
            ("--login", login), ("--database", database), ("--client-certificate", clientCertificate),
            ("--client-key", clientKey),
        ])
        guard let login else {
            for (name, value) in [
                ("--database", database), ("--client-certificate", clientCertificate),
                ("--client-key", clientKey),
            ] where value != nil {
                throw ToolFailure("\(name) belongs to --login, which is missing", status: .usage)
            }
            return nil
        }
        var wanted = NodeLogin(user: login)
        if let database { wanted.database = database }
        switch (clientCertificate, clientKey) {
        case (let certificate?, let key?):
            wanted.credential = try ClientCredential(certificate: certificate, key: key)
        case (nil, nil): break
        default:
            throw ToolFailure("--client-certificate and --client-key belong together", status: .usage)
        }
        return wanted
    }

    /// The password of a user, typed; `nil` where there is no terminal to ask at.
    static func password(of user: String) throws -> SharedSecret? {
        guard StandardInput.isTerminal else { return nil }
        let password = try Prompt.secret("Password for \(printable(user)): ")
        guard password.count > 0 else { throw ToolFailure("the password is empty", status: .usage) }
        return SharedSecret(password)
    }
}
