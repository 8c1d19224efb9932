internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl scram`.
struct Scram: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a SCRAM secret from a password on standard input, or typed.",
        discussion: """
            With --list standard input has a line USER:PASSWORD for each user, and the output a line USER:SECRET. A \
            secret lets who has it guess the password: keep it as one.
            """
    )

    @Argument(help: "The user.")
    var user: String?

    @Flag(help: "Print the ALTER ROLE that stores the secret.")
    var alterRole = false

    @Flag(help: "Read many users from standard input.")
    var list = false

    func run() throws {
        try failing {
            guard list != (user != nil) else {
                throw ToolFailure("give a USER, or --list and no user", status: .usage)
            }
            var random = OperatingSystemRandom()
            if let user, StandardInput.isTerminal {
                let prompt = "Password of \(printable(user)): "
                let password = try Prompt.secret(prompt, again: "Again: ")
                guard password.count > 0 else { throw ToolFailure("the password is empty", status: .usage) }
                try write(user, try RolePassword.secret(of: password.span, using: &random), named: false)
                return
            }
            let lines = PasswordOptions.lines(try StandardInput.readSecret(limit: 64 << 20))
            if let user {
                guard let password = lines.first, password.count > 0 else {
                    throw ToolFailure("standard input has no password", status: .usage)
                }
                try write(
                    user,
                    try password.withSpan { try RolePassword.secret(of: $0, using: &random) },
                    named: false
                )
                return
            }
            let users = try lines.enumerated().filter { $1.count > 0 }.map { try Self.user($1, line: $0 + 1) }
            let secrets = try RolePassword.secrets(of: users.map(\.password), using: &random)
            for (user, secret) in zip(users, secrets) { try write(user.name, secret, named: true) }
        }
    }

    /// The parts of a line `USER:PASSWORD`; all lines are looked at before any secret is made.
    private static func user(_ line: SharedSecret, line number: Int) throws -> (
        name: String, password: SharedSecret
    ) {
        try line.withSpan { span in
            guard let colon = span.indices.first(where: { span[$0] == UInt8(ascii: ":") }), colon > 0,
                let name = String(validating: (0..<colon).map { span[$0] }, as: UTF8.self)
            else { throw ToolFailure("line \(number) is not USER:PASSWORD", status: .usage) }
            guard colon + 1 < span.count else {
                throw ToolFailure("line \(number) has no password", status: .usage)
            }
            return (name, SharedSecret(copying: span.extracting((colon + 1)...)))
        }
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
