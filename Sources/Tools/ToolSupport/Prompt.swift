internal import Glibc
package import SecretMemory

/// Asks the operator for a secret on the terminal, without showing what is typed.
package enum Prompt {
    /// Shows `prompt` and reads a line from standard input, without the line break.
    ///
    /// The terminal edits the line: the keys that erase a character, a word and the line work, and a character of
    /// several bytes is erased as one. If a signal comes (Ctrl-C, Ctrl-Z, a hang-up), the terminal is restored before
    /// the signal takes effect; after Ctrl-Z and `fg` the prompt is shown again.
    ///
    /// - Parameters:
    ///   - prompt: what is shown, on standard error.
    ///   - limit: the most bytes that the line may have.
    /// - Throws: ``ToolError/notATerminal`` if standard input is not one; ``ToolError/endOfInput`` on Ctrl-D;
    ///   ``ToolError/lineTooLong(limit:)``; ``ToolError/zeroByte(place:)``. An empty line is an answer.
    package static func secret(_ prompt: String, limit: Int = 4000) throws(ToolError) -> SecretBytes {
        try secret(prompt, limit: limit, from: STDIN_FILENO, shownOn: STDERR_FILENO)
    }

    /// Asks twice, and throws ``ToolError/inputsDiffer`` if the lines differ.
    package static func secret(
        _ prompt: String,
        again secondPrompt: String,
        limit: Int = 4000
    ) throws(ToolError) -> SecretBytes {
        let first = try secret(prompt, limit: limit)
        let second = try secret(secondPrompt, limit: limit)
        guard isSame(first, second) else { throw .inputsDiffer }
        return first
    }

    private static func isSame(_ first: borrowing SecretBytes, _ second: borrowing SecretBytes) -> Bool {
        constantTimeEquals(first.span, second.span)
    }

    static func secret(
        _ prompt: String,
        limit: Int,
        from input: Int32,
        shownOn output: Int32
    ) throws(ToolError) -> SecretBytes {
        let terminal = try Terminal(input)
        while true {
            let signals = HeldSignals()
            try terminal.hide()
            show(prompt, on: output)
            let answer = readLine(from: input, limit: limit, signals: signals)
            // Restoring discards what was typed beyond the line, so that the next program does not read it.
            terminal.restore()
            show("\n", on: output)
            signals.release()
            switch consume answer {
            case .line(let line):
                return line
            case .failed(let error):
                throw error
            case .signal(SIGTSTP):
                // Stops here until the shell says `fg`.
                raise(SIGTSTP)
            case .signal(let number):
                raise(number)
                throw .interrupted(signal: number)
            }
        }
    }

    private enum Answer: ~Copyable {
        case line(SecretBytes)
        case failed(ToolError)
        case signal(Int32)
    }

    private static func readLine(from input: Int32, limit: Int, signals: borrowing HeldSignals) -> Answer {
        var buffer = SecretBytes(repeating: 0, count: limit + 2)
        var count = 0
        while true {
            if let number = signals.wait(for: input) { return .signal(number) }
            var span = buffer.mutableSpan
            let got = unsafe span.withUnsafeMutableBytes { bytes in
                unsafe read(input, bytes.baseAddress.map { unsafe $0 + count }, bytes.count - count)
            }
            if got < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return .failed(.terminal(code: errno))
            }
            if got == 0, count == 0 { return .failed(.endOfInput) }
            count += got
            let line = buffer.span.extracting(first: count)
            // An end of input after some characters ends the line as well.
            let isWhole = got == 0 || line[count - 1] == UInt8(ascii: "\n")
            let length = isWhole && got > 0 ? count - 1 : count
            guard length <= limit else { return .failed(.lineTooLong(limit: limit)) }
            if isWhole {
                let answer = line.extracting(first: length)
                if hasZeroOctet(answer) { return .failed(.zeroByte(place: "the line")) }
                return .line(SecretBytes(copying: answer))
            }
        }
    }

    private static func show(_ text: String, on output: Int32) {
        let octets = Array(text.utf8)
        // If the prompt cannot be shown, the answer is read all the same.
        unsafe _ = octets.withUnsafeBytes { unsafe write(output, $0.baseAddress, $0.count) }
    }
}
