internal import ArgumentParser
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl scram`.
struct Scram: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a SCRAM secret from a password, typed or on standard input.",
        discussion: """
            With --list, standard input has a line USER:PASSWORD for each user, and the output a line USER:SECRET. \
            Whoever has a secret can try to guess its password, so keep secrets as safe as passwords.
            """
    )

    @Argument(help: "The user whose password it is.")
    var user: String?

    @Flag(help: "Print the ALTER ROLE statement that stores the secret.")
    var alterRole = false

    @Flag(help: "Read users and passwords from standard input.")
    var list = false

    func run() throws {
        guard list != (user != nil) else {
            throw ToolFailure("give a USER, or --list and no user", status: .usage)
        }
        if user?.isEmpty ?? false { throw ToolFailure("USER is \"\"; give a user's name", status: .usage) }
        var random = OperatingSystemRandom()
        if let user {
            try write(
                user,
                try RolePassword.secret(of: try Self.password(of: user), using: &random),
                named: false
            )
            return
        }
        let users = try Self.users(
            try SecretLines.read(.standardInput, limit: 64 << 20, saying: PostgresSSL.say)
        )
        let secrets = try RolePassword.secrets(of: users.map(\.password), using: &random)
        for (user, secret) in zip(users, secrets) { try write(user.name, secret, named: true) }
    }

    /// The password of one user: typed, or the first line of standard input.
    private static func password(of user: String) throws -> SharedSecret {
        if StandardInput.isTerminal {
            let password = try Prompt.secret(
                "Password for \(printable(user)): ",
                again: "Repeat the password: "
            )
            guard password.count > 0 else { throw ToolFailure("the password is empty", status: .usage) }
            return SharedSecret(password)
        }
        return try SecretLines.lines(from: .standardInput, as: "a password", saying: PostgresSSL.say)[0]
    }

    /// The users in lines `USER:PASSWORD`; all lines are checked before any secret is made.
    private static func users(
        _ text: borrowing SecretBytes
    ) throws -> [(name: String, password: SharedSecret)] {
        var users: [(name: String, password: SharedSecret)] = []
        for line in PasswordLines.all(of: text.span) where !line.bytes.isEmpty {
            let bytes = [UInt8](copying: text.span.extracting(line.userName))
            guard !bytes.isEmpty, line.userName != line.bytes,
                let name = String(validating: bytes, as: UTF8.self)
            else { throw ToolFailure("line \(line.number) is not USER:PASSWORD", status: .usage) }
            guard !line.password.isEmpty else {
                throw ToolFailure("line \(line.number) has no password", status: .usage)
            }
            guard !hasZeroOctet(text.span.extracting(line.bytes)) else {
                throw ToolError.zeroByte(place: "line \(line.number)")
            }
            users.append((name, SharedSecret(copying: text.span.extracting(line.password))))
        }
        return users
    }

    private func write(_ user: String, _ secret: SharedSecret, named: Bool) throws {
        if alterRole {
            try RolePassword.statement(user: user, secret: secret).withSpan {
                try StandardStream.output.write($0)
            }
            return
        }
        if named { try StandardStream.output.write(user + ":") }
        try secret.withSpan { try StandardStream.output.write($0) }
        try StandardStream.output.write("\n")
    }
}
