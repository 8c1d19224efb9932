public import SecretMemory
internal import TextEncodings

/// A document that a ``PEMReader`` found: its label, and its body as it stands in the text.
public struct PEMBlock: ~Escapable {
    /// What the octets are, such as `PRIVATE KEY`.
    public let label: String
    /// The line of its begin line, from 1.
    public let line: Int
    /// Where it stands in the text: from its begin line to its end line, without the end of that.
    public let range: Range<Int>

    private let body: Span<UInt8>

    @_lifetime(copy body)
    init(label: String, line: Int, range: Range<Int>, body: Span<UInt8>) {
        self.label = label
        self.line = line
        self.range = range
        self.body = body
    }

    /// The octets that the body stands for, for what is not secret.
    public func octets() throws(PEMError) -> [UInt8] {
        let characters = try characters()
        return try [UInt8](capacity: Base64.decodedCapacity(characters.count)) { output throws(PEMError) in
            try decode(characters.span, into: &output)
        }
    }

    /// The octets that the body stands for, for a secret; what was read on the way is wiped.
    ///
    /// Leaks: the lines of the body, and whether it was valid.
    public func secretOctets() throws(PEMError) -> SecretBytes {
        let characters = try characters()
        return try SecretBytes(capacity: Base64.decodedCapacity(characters.count)) {
            output throws(PEMError) in
            try decode(characters.span, into: &output)
        }
    }

    /// The body without line ends and white space.
    private func characters() throws(PEMError) -> SecretBytes {
        guard !hasHeaders else { throw .headersPresent(label: label, line: line) }
        return try SecretBytes(capacity: body.count) { output throws(PEMError) in
            for index in body.indices {
                let character = body[index]
                if !isLineEnd(character), !isSpace(character) { output.append(character) }
            }
        }
    }

    /// Whether the first line that is not blank has a colon, which Base64 has not.
    private var hasHeaders: Bool {
        var isBlank = true
        for index in body.indices {
            let character = body[index]
            if character == UInt8(ascii: ":") { return true }
            if isLineEnd(character), !isBlank { return false }
            if !isLineEnd(character), !isSpace(character) { isBlank = false }
        }
        return false
    }

    private func decode(_ characters: Span<UInt8>, into output: inout OutputSpan<UInt8>) throws(PEMError) {
        do {
            try Base64.decode(characters, into: &output)
        } catch {
            switch error {
            case .invalidCharacter: throw .invalidCharacter(label: label, line: line)
            case .nonZeroPaddingBits: throw .nonZeroPaddingBits(label: label, line: line)
            default: throw .invalidCount(label: label, line: line)
            }
        }
    }
}
