public import SecretMemory
internal import TextEncodings

/// The textual encoding of keys, certificates and requests (RFC 7468).
///
/// Written as the standard has it: lines of 64 characters that end in a line feed. Read by ``PEMReader``.
public enum PEM {
    /// The most octets of text that are read, unless a caller says otherwise: 4 MiB, many times a bundle of all
    /// public roots.
    public static let maximumByteCount = 1 << 22

    static let octetsPerLine = 48

    /// The text of one document, for what is not secret.
    ///
    /// `label` is upper-case words, such as `CERTIFICATE`; the process stops where it is not a label.
    public static func encode(_ octets: Span<UInt8>, label: String) -> String {
        let text = [UInt8](capacity: encodedCount(octets.count, label: label)) { output in
            encode(octets, label: label, into: &output)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of one document, for a secret. Leaks: the count of octets.
    public static func encodeSecret(_ octets: Span<UInt8>, label: String) -> SecretBytes {
        SecretBytes(capacity: encodedCount(octets.count, label: label)) { output in
            encode(octets, label: label, into: &output)
        }
    }

    /// How many characters the document of `count` octets takes.
    public static func encodedCount(_ count: Int, label: String) -> Int {
        let lineCount = (count + octetsPerLine - 1) / octetsPerLine
        let boundaries =
            beginning.utf8.count + ending.utf8.count + 2 * (label.utf8.count + closing.utf8.count + 1)
        return boundaries + Base64.encodedCount(count) + lineCount
    }

    /// Appends the document of `octets`. Leaks: the count of octets.
    public static func encode(_ octets: Span<UInt8>, label: String, into output: inout OutputSpan<UInt8>) {
        precondition(PEMLabel.isValid(Array(label.utf8)), "not a valid PEM label: \(label)")
        append(beginning + label + closing + "\n", to: &output)
        var start = 0
        while start < octets.count {
            let end = min(start + octetsPerLine, octets.count)
            Base64.encode(octets.extracting(start..<end), into: &output)
            output.append(UInt8(ascii: "\n"))
            start = end
        }
        append(ending + label + closing + "\n", to: &output)
    }

    /// All documents of `text`, for what is not secret, with whatever stands between them left out.
    public static func documents(
        in text: Span<UInt8>,
        maximumByteCount: Int = PEM.maximumByteCount
    ) throws(PEMError) -> [PEMDocument] {
        var reader = try PEMReader(text, maximumByteCount: maximumByteCount)
        var documents: [PEMDocument] = []
        while let block = try reader.next() {
            documents.append(PEMDocument(label: block.label, octets: try block.octets()))
        }
        return documents
    }

    static let beginning = "-----BEGIN "
    static let ending = "-----END "
    static let closing = "-----"

    private static func append(_ text: String, to output: inout OutputSpan<UInt8>) {
        for octet in text.utf8 { output.append(octet) }
    }
}

/// One document of a PEM text, for what is not secret.
public struct PEMDocument: Hashable, Sendable {
    /// What the octets are, such as `CERTIFICATE`.
    public let label: String
    /// What the body stands for.
    public let octets: [UInt8]

    /// Makes a document.
    public init(label: String, octets: [UInt8]) {
        self.label = label
        self.octets = octets
    }

    /// The document as text.
    public var text: String { PEM.encode(octets.span, label: label) }
}

/// What may stand as a label (RFC 7468, section 3): printable ASCII without a hyphen, in words that are joined by
/// single spaces or hyphens. A label of no words, which the standard allows, is not taken.
enum PEMLabel {
    /// The most characters; the longest label in use has 25.
    static let maximumCount = 64

    static func isValid(_ label: [UInt8]) -> Bool {
        guard label.count <= maximumCount else { return false }
        var isInWord = false
        for character in label {
            switch character {
            case UInt8(ascii: " "), UInt8(ascii: "-"):
                guard isInWord else { return false }
                isInWord = false
            case 0x21...0x7E: isInWord = true
            default: return false
            }
        }
        return isInWord
    }
}
