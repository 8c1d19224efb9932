internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// Reads what ``StateWriter`` wrote, and rejects everything else.
struct StateReader: ~Copyable {
    struct Refusal: Error {
        let reason: String
    }

    private let bytes: SecretBytes
    private let end: Int
    private var position: Int
    /// The version of the format.
    let version: Int

    init(_ bytes: consuming SecretBytes, kind: String) throws(Refusal) {
        let digestCount = 65
        let count = bytes.count - digestCount
        guard count > kind.utf8.count else { throw Refusal(reason: "it is too short") }
        guard bytes.span.starts(with: Array("\(kind) ".utf8)) else {
            throw Refusal(reason: "it does not begin with \"\(kind)\"")
        }
        let versions = StateWriter.readVersions.map { ($0, Array("\(kind) \($0)\n".utf8)) }
        guard let (version, first) = versions.first(where: { bytes.span.starts(with: $0.1) }) else {
            throw Refusal(
                reason: "it was written by another version of this tool; uninstall with that version"
            )
        }
        // What is cut off within its first line has no values.
        guard count >= first.count else { throw Refusal(reason: "it is too short") }
        let digest = Array(
            (Hexadecimal.encode(SHA256.hash(bytes.span.extracting(..<count)).span) + "\n").utf8
        )
        guard digest.indices.allSatisfy({ bytes.span[count + $0] == digest[$0] }) else {
            throw Refusal(reason: "its checksum is wrong")
        }
        self.bytes = bytes
        end = count
        position = first.count
        self.version = version
    }

    var isAtEnd: Bool { position == end }

    private mutating func next() throws(Refusal) -> Range<Int> {
        var count = 0
        var digits = 0
        while position < end, bytes.span[position] >= 48, bytes.span[position] <= 57, digits < 10 {
            count = 10 * count + Int(bytes.span[position] - 48)
            position += 1
            digits += 1
        }
        guard digits > 0, position < end, bytes.span[position] == UInt8(ascii: ":"),
            count < end - position - 1,
            bytes.span[position + 1 + count] == 10
        else { throw Refusal(reason: "malformed value") }
        let range = position + 1..<position + 1 + count
        position = range.upperBound + 1
        return range
    }

    mutating func text() throws(Refusal) -> String {
        let range = try next()
        let bytes = range.map { self.bytes.span[$0] }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(reason: "a text is not valid UTF-8")
        }
        return text
    }

    mutating func number() throws(Refusal) -> Int {
        guard let number = Int(try text()), number >= 0 else {
            throw Refusal(reason: "invalid number")
        }
        return number
    }

    mutating func flag() throws(Refusal) -> Bool {
        switch try number() {
        case 0: return false
        case 1: return true
        default: throw Refusal(reason: "what is either so or not is neither")
        }
    }

    mutating func content() throws(Refusal) -> SharedSecret {
        let range = try next()
        return SharedSecret(copying: bytes.span.extracting(range))
    }
}
