internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// Where passwords come from; never from the arguments, which every user of the host can read.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from the first line of this file.", valueName: "file"))
    var passwordFile: String?

    /// The lines that were given, without their endings; none if nothing was given.
    func lines() throws -> [SharedSecret] {
        if passwordStdin, passwordFile != nil {
            throw ToolFailure("--password-stdin and --password-file cannot be used together", status: .usage)
        }
        let lines: [SharedSecret]
        if passwordStdin {
            lines = SecretLines.of(try StandardInput.readSecret(limit: SecretLines.limit))
        } else if let passwordFile {
            lines = SecretLines.of(try SecretLines.file(passwordFile))
        } else {
            return []
        }
        guard let first = lines.first, first.count > 0 else {
            let place = passwordFile.map { printable($0) } ?? "standard input"
            throw NodeEncryptionError.invalidSecret(
                "the first line of \(place) is empty; it must be a password"
            )
        }
        return lines
    }
}

/// The lines of a text of passwords, each as a secret.
enum SecretLines {
    /// The most bytes of a text of passwords.
    static let limit = 1 << 20

    /// The lines, without their endings.
    static func of(_ text: borrowing SecretBytes) -> [SharedSecret] {
        PasswordLines(text.span).lines.map { SharedSecret(copying: text.span.extracting($0.bytes)) }
    }

    /// The content of a file that the operator names.
    static func file(_ path: String) throws -> SecretBytes {
        try SecretReading.file(path, links: .trusted, limit: limit).takeContent()
    }
}
