internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// Reads what ``StateWriter`` wrote, and refuses everything else.
struct StateReader: ~Copyable {
    struct Refusal: Error {
        let reason: String
    }

    private let octets: SecretBytes
    private let end: Int
    private var position: Int

    init(_ octets: consuming SecretBytes, kind: String) throws(Refusal) {
        let digestCount = 65
        let first = Array("\(kind)\n".utf8)
        let count = octets.count - digestCount
        guard count >= first.count else { throw Refusal(reason: "it is too short") }
        guard first.indices.allSatisfy({ octets.span[$0] == first[$0] }) else {
            throw Refusal(reason: "it does not begin with \"\(kind)\"")
        }
        let digest = Array(
            (Hexadecimal.encode(SHA256.hash(octets.span.extracting(..<count)).span) + "\n").utf8
        )
        guard digest.indices.allSatisfy({ octets.span[count + $0] == digest[$0] }) else {
            throw Refusal(reason: "its check sum is wrong")
        }
        self.octets = octets
        end = count
        position = first.count
    }

    var isAtEnd: Bool { position == end }

    private mutating func next() throws(Refusal) -> Range<Int> {
        var count = 0
        var digits = 0
        while position < end, octets.span[position] >= 48, octets.span[position] <= 57, digits < 10 {
            count = 10 * count + Int(octets.span[position] - 48)
            position += 1
            digits += 1
        }
        guard digits > 0, position < end, octets.span[position] == UInt8(ascii: ":"),
            count < end - position - 1,
            octets.span[position + 1 + count] == 10
        else { throw Refusal(reason: "a value is not of its form") }
        let range = position + 1..<position + 1 + count
        position = range.upperBound + 1
        return range
    }

    mutating func text() throws(Refusal) -> String {
        let range = try next()
        let octets = range.map { self.octets.span[$0] }
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw Refusal(reason: "a text is not UTF-8")
        }
        return text
    }

    mutating func number() throws(Refusal) -> Int {
        guard let number = Int(try text()), number >= 0 else { throw Refusal(reason: "a number is none") }
        return number
    }

    mutating func content() throws(Refusal) -> SharedSecret {
        let range = try next()
        return SharedSecret(copying: octets.span.extracting(range))
    }
}
