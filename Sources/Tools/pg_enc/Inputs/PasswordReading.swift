internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// The password of one entry.
enum PasswordReading {
    /// The most bytes of a password, as in the original's buffer.
    static let originalLimit = 128

    /// Reads the password from the source in the settings.
    static func password(
        _ settings: Settings,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> SecretBytes {
        switch settings.passwordSource {
        case .argument(let part):
            let password = arguments[part]
            guard password.count <= originalLimit else {
                throw Refusal(
                    "Error: Input exceeds maximum password length given:\(password.count) "
                        + "max allowed:\(originalLimit)!\n\n\(Usage.text)"
                )
            }
            return SecretBytes(copying: password)
        case .prompt:
            return try Ask.secret("db password: ", limit: originalLimit)
        case .standardInput:
            let content = try readStandardInput()
            return try line(content.span, of: "standard input")
        case .file(let path):
            let content = try readFile(path)
            return try line(content.span, of: "\"\(printable(path))\"")
        }
    }

    private static func readStandardInput() throws(Refusal) -> SecretBytes {
        do throws(ToolError) {
            return try StandardInput.readSecret(limit: 4096)
        } catch {
            throw Refusal("Error: \(error)")
        }
    }

    private static func readFile(_ path: String) throws(Refusal) -> SecretBytes {
        do throws(FileError) {
            return try SecretReading.file(path, links: .any, waits: true, limit: InputLimits.line)
                .takeContent()
        } catch {
            throw Refusal("failed to open password file \"\(printable(path))\" (\(error.reason))")
        }
    }

    /// The only line of a text, without its line feed.
    private static func line(_ octets: Span<UInt8>, of source: String) throws(Refusal) -> SecretBytes {
        var end = octets.count
        if end > 0, octets[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        for index in 0..<end where octets[index] == UInt8(ascii: "\n") {
            throw Refusal("Error: \(source) has more than one line; give only the password")
        }
        return SecretBytes(copying: octets.extracting(0..<end))
    }
}
