/// The bytes of an input, taken as what a server does one after the other; zeros once they are at an end.
struct Choices {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) {
        rest = input[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func number() -> UInt16 { UInt16(byte()) << 8 | UInt16(byte()) }

    /// Whether something rare is done.
    mutating func isRare() -> Bool { byte() > 0xF0 }

    /// So many bytes as the next one says, as far as there are any.
    mutating func bytes() -> [UInt8] {
        let count = Int(byte())
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Extensions, of which there are few.
    mutating func extensions() -> [(type: UInt16, content: [UInt8])] {
        (0..<Int(byte() & 3)).map { _ in (number(), bytes()) }
    }

    /// A number that stands for something else, now and then.
    mutating func other() -> UInt16? { isRare() ? number() : nil }

    mutating func otherBytes() -> [UInt8]? { isRare() ? bytes() : nil }
}
