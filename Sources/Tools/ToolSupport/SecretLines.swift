package import DurableFiles
internal import NodePlatform
package import SecretMemory
internal import TextEncodings

/// Passwords and pass phrases that the operator hands over, as lines of a file or of standard input or typed: the one
/// reader of them in all tools.
///
/// A line ends with LF or CR LF, which is no part of it; nor is a byte order mark that an editor put before the text.
/// The first line is never empty, none has a zero byte, at which servers and their clients cut a password off, and a
/// text has a bounded size.
package enum SecretLines {
    /// The most bytes of a text.
    package static let limit = 1 << 20

    /// Where a text is.
    package enum Source {
        /// The standard input.
        case standardInput
        /// A file that the operator names, and which links lead to it. Through any link a pipe is read, too, as a
        /// shell's `<(command)` is one.
        case file(String, SecretReading.Links)

        fileprivate var shown: String {
            switch self {
            case .standardInput: "standard input"
            case .file(let path, _): printable(path)
            }
        }
    }

    /// The lines of a text, of which the first is `what` ("a password"). At a terminal it is one line, which is asked
    /// for and not shown.
    ///
    /// - Parameter note: called with a line for the operator where something of the text is left out.
    package static func lines(
        from source: Source,
        as what: String,
        limit: Int = limit,
        saying note: (String) -> Void
    ) throws(ToolError) -> [SharedSecret] {
        let text = try text(of: source, as: what, limit: limit, saying: note)
        let lines = PasswordLines.all(of: text.span)
        try checkFirst(lines.first, as: what, of: source)
        for line in lines { try checkOctets(text.span.extracting(line.bytes), line.number, of: source) }
        return lines.map { SharedSecret(copying: text.span.extracting($0.bytes)) }
    }

    /// The only line of a text, which is `what`; `note` as in `lines`.
    package static func only(
        from source: Source,
        as what: String,
        limit: Int = limit,
        saying note: (String) -> Void
    ) throws(ToolError) -> SecretBytes {
        let lines = try lines(from: source, as: what, limit: limit, saying: note)
        guard lines.count == 1 else { throw .severalLines(place: source.shown, what: what) }
        return lines[0].withSpan { SecretBytes(copying: $0) }
    }

    /// The first line of a text that was read, which is `what`, and all that is behind it, of any bytes.
    package static func firstAndRest(
        of text: SharedSecret,
        from source: Source,
        as what: String
    ) throws(ToolError) -> (first: SharedSecret, rest: SharedSecret) {
        try text.withSpan { (span) throws(ToolError) in
            let lines = PasswordLines.all(of: span)
            let first = lines.first?.bytes ?? 0..<0
            try checkFirst(lines.first, as: what, of: source)
            try checkOctets(span.extracting(first), 1, of: source)
            let start = lines.count > 1 ? lines[1].bytes.lowerBound : span.count
            return (
                SharedSecret(copying: span.extracting(first)),
                SharedSecret(copying: span.extracting(start...))
            )
        }
    }

    /// A text as it stands, but for a byte order mark before it, of which `note` is told, as of a file that others may
    /// read.
    package static func read(
        _ source: Source,
        limit: Int = limit,
        saying note: (String) -> Void
    ) throws(ToolError) -> SecretBytes {
        withoutByteOrderMark(try content(of: source, limit: limit, saying: note)) {
            note("\(source.shown) begins with a byte order mark (U+FEFF), which is left out")
        }
    }

    /// A text, or of a terminal, which would show it, one line.
    private static func text(
        of source: Source,
        as what: String,
        limit: Int,
        saying note: (String) -> Void
    ) throws(ToolError) -> SecretBytes {
        if case .standardInput = source, StandardInput.isTerminal {
            return try Prompt.secret("Type \(what): ")
        }
        return try read(source, limit: limit, saying: note)
    }

    private static func withoutByteOrderMark(
        _ text: consuming SecretBytes,
        wordIfThere word: () -> Void
    ) -> SecretBytes {
        // U+FEFF in UTF-8.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard text.span.starts(with: mark) else { return text }
        word()
        return SecretBytes(copying: text.span.extracting(mark.count...))
    }

    private static func content(
        of source: Source,
        limit: Int,
        saying note: (String) -> Void
    ) throws(ToolError) -> SecretBytes {
        switch source {
        case .standardInput: return try StandardInput.readSecret(limit: limit)
        case .file(let path, let links):
            do throws(FileError) {
                let file = try SecretReading.file(path, links: links, waits: links == .any, limit: limit)
                let status = file.status
                if status.kind == .file, SecretMode.isOpen(status.mode, ofRoot: status.owner.userID == 0) {
                    note(
                        "\(source.shown): \(SecretMode.sentence(status.mode)); \(SecretMode.cure(path)) mends it"
                    )
                }
                return file.takeContent()
            } catch {
                throw .file(error)
            }
        }
    }

    private static func checkFirst(
        _ first: PasswordLines.Line?,
        as what: String,
        of source: Source
    ) throws(ToolError) {
        guard let first, !first.bytes.isEmpty else {
            throw .emptySecret(place: "the first line of \(source.shown)", what: what)
        }
    }

    private static func checkOctets(
        _ line: Span<UInt8>,
        _ number: Int,
        of source: Source
    ) throws(ToolError) {
        guard !hasZeroOctet(line) else { throw .zeroByte(place: "line \(number) of \(source.shown)") }
    }
}
