internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import SecretMemory
internal import ToolSupport

/// `postgres-ssl scram`.
struct Scram: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a SCRAM secret from a password on standard input.",
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
            let lines = PasswordOptions.lines(try StandardInput.readSecret(limit: 64 << 20))
            var random = OperatingSystemRandom()
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
            for (number, line) in lines.enumerated() where line.count > 0 {
                guard
                    let colon = line.withSpan({ span in span.indices.first { span[$0] == UInt8(ascii: ":") } }
                    ),
                    colon > 0
                else { throw ToolFailure("line \(number + 1) is not USER:PASSWORD", status: .usage) }
                let name = line.withSpan { span in
                    String(decoding: (0..<colon).map { span[$0] }, as: UTF8.self)
                }
                let secret = try line.withSpan { span in
                    try RolePassword.secret(of: span.extracting((colon + 1)...), using: &random)
                }
                try write(name, secret, named: true)
            }
        }
    }

    private func write(_ user: String, _ secret: FileContent, named: Bool) throws {
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
