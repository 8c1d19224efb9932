internal import DurableFiles
internal import Glibc
package import SecretMemory

/// The standard output and error of the process.
package enum StandardStream: Int32, Sendable {
    /// For results.
    case output = 1
    /// For messages.
    case error = 2

    /// Writes all of `octets` at once, unbuffered.
    package func write(_ octets: Span<UInt8>) throws(ToolError) {
        var written = 0
        while written < octets.count {
            let rest = octets.extracting(written...)
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .unwritableOutput(code: errno)
            }
        }
    }

    /// Writes a text that is not secret.
    package func write(_ text: String) throws(ToolError) {
        try write(Array(text.utf8).span)
    }
}

/// The standard input of the process.
package enum StandardInput {
    /// Whether it is a terminal.
    package static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Reads all of it as a secret; more than `limit` bytes are an error.
    package static func readSecret(limit: Int) throws(ToolError) -> SecretBytes {
        try readSecret(from: STDIN_FILENO, limit: limit)
    }

    /// Reads `descriptor` to its end.
    static func readSecret(from descriptor: Int32, limit: Int) throws(ToolError) -> SecretBytes {
        do throws(FileError) {
            return try SecretReading.descriptor(descriptor, named: "standard input", limit: limit)
        } catch .system(_, _, let code) {
            throw .unreadableInput(code: code)
        } catch {
            throw .inputTooLong(limit: limit)
        }
    }
}
