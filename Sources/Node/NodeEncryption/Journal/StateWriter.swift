internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// Writes the format of the tool's own records: a first line, then values as netstrings, then the SHA-256 of everything
/// before it.
///
/// A value is its number of bytes in decimal, a colon, the bytes, and a newline. A record may hold keys, so it is put
/// together in memory that wipes itself.
struct StateWriter: ~Copyable {
    /// The version of the format, the last word of the first line.
    static let version = 6
    /// The versions that are read.
    static let readVersions = 3...version
    /// The version from which on a baseline says how the node was found.
    static let firstVersionWithChoices = 4
    /// The version from which on a baseline says whether it is what an uninstall left.
    static let firstVersionWithLeftovers = 5
    /// The version from which on a baseline says whether settings were in force before it.
    static let firstVersionWithBeginnings = 6

    private var text = SecretText(capacity: 4096)

    init(kind: String) {
        text.append("\(kind) \(Self.version)\n")
    }

    mutating func append(_ text: String) {
        append(Array(text.utf8).span)
    }

    mutating func append(_ number: Int) { append(String(number)) }

    mutating func append(_ flag: Bool) { append(flag ? 1 : 0) }

    mutating func append(_ content: SharedSecret) {
        content.withSpan { append($0) }
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        text.append("\(bytes.count):")
        text.append(contentsOf: bytes)
        text.append(UInt8(ascii: "\n"))
    }

    consuming func finish() -> SecretBytes {
        let digest = Hexadecimal.encode(SHA256.hash(text.span).span)
        text.append(digest + "\n")
        return text.finish()
    }
}
