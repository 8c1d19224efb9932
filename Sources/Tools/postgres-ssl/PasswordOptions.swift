internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// Where passwords come from; never from the arguments, which every user of the machine can read.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from standard input.")
    var passwordStdin = false

    @Option(help: "Read the password from this file.")
    var passwordFile: String?

    /// The lines of what was given, without their endings; none where nothing was.
    func lines() throws -> [SharedSecret] {
        if passwordStdin, passwordFile != nil {
            throw ToolFailure("--password-stdin and --password-file exclude each other", status: .usage)
        }
        let lines: [SharedSecret]
        if passwordStdin {
            lines = Self.lines(try StandardInput.readSecret(limit: 1 << 20))
        } else if let passwordFile {
            let (folder, name) = try Folder.holding(passwordFile, followingLink: true)
            lines = Self.lines(try folder.readSecret(name, limit: 1 << 20))
        } else {
            return []
        }
        guard let first = lines.first, first.count > 0 else {
            let place = passwordFile.map(printable) ?? "standard input"
            throw NodeEncryptionError.invalidSecret(
                "the first line of \(place) is empty; it must be a password"
            )
        }
        return lines
    }

    static func lines(_ text: borrowing SecretBytes) -> [SharedSecret] {
        let span = text.span
        var lines: [SharedSecret] = []
        var start = 0
        for index in 0...span.count where index == span.count || span[index] == UInt8(ascii: "\n") {
            var end = index
            if end > start, span[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if index < span.count || end > start {
                lines.append(SharedSecret(copying: span.extracting(start..<end)))
            }
            start = index + 1
        }
        return lines
    }
}
