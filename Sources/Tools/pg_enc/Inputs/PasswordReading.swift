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
            return try line(of: .standardInput, limit: 4096)
        case .file(let path):
            return try line(of: .file(path, .any), limit: InputLimits.line)
        }
    }

    private static func line(of source: SecretLines.Source, limit: Int) throws(Refusal) -> SecretBytes {
        do throws(ToolError) {
            return try SecretLines.only(
                from: source,
                as: "the password",
                limit: limit,
                saying: PgEnc.warnOfInput
            )
        } catch {
            guard case .file(let error) = error, case .file(let path, _) = source else {
                throw Refusal("Error: \(error)")
            }
            throw Refusal("failed to open password file \"\(printable(path))\" (\(error.reason))")
        }
    }
}
