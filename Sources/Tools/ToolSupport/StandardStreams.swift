internal import Glibc
package import SecretMemory

/// The standard output and error of the process.
package enum StandardStream: Int32, Sendable {
    /// What the tool gives.
    case output = 1
    /// What the tool says about it.
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

    /// Writes a text that is no secret.
    package func write(_ text: String) throws(ToolError) {
        try write(Array(text.utf8).span)
    }
}

/// The standard input of the process.
package enum StandardInput {
    /// Whether it is a terminal.
    package static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// All of it, as a secret; more than `limit` octets are an error.
    package static func readSecret(limit: Int) throws(ToolError) -> SecretBytes {
        try readSecret(from: STDIN_FILENO, limit: limit)
    }

    /// All that `descriptor` gives.
    static func readSecret(from descriptor: Int32, limit: Int) throws(ToolError) -> SecretBytes {
        // Larger buffers take the place of full ones; each wipes itself.
        var content = SecretBytes(repeating: 0, count: 0)
        var capacity = min(limit, 4096) + 1
        while true {
            let longer = try SecretBytes(capacity: capacity) { output throws(ToolError) in
                for index in content.span.indices { output.append(content.span[index]) }
                try fill(&output, from: descriptor)
            }
            content = longer
            guard content.count == capacity else { return content }
            guard content.count <= limit else { throw .inputTooLong(limit: limit) }
            capacity = min(limit, 4 * capacity) + 1
        }
    }

    private static func fill(_ output: inout OutputSpan<UInt8>, from descriptor: Int32) throws(ToolError) {
        while output.freeCapacity > 0 {
            let count = unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
                let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialized...])
                let count = unsafe read(descriptor, rest.baseAddress, rest.count)
                if count > 0 { initialized += count }
                return count
            }
            if count == 0 { return }
            if count < 0, errno != EINTR { throw .unreadableInput(code: errno) }
        }
    }
}
