extension Span<UInt8> {
    /// A copy, for what is no secret.
    var array: [UInt8] {
        [UInt8](capacity: count) { output in
            for index in indices { output.append(self[index]) }
        }
    }

    /// Whether the first octets are those of `prefix`.
    func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        for index in prefix.indices where self[index] != prefix[index] { return false }
        return true
    }

    /// Where `octet` stands first, from `start` on.
    func firstIndex(of octet: UInt8, from start: Int) -> Int? {
        for index in start..<count where self[index] == octet { return index }
        return nil
    }
}

/// A `posit-number` of RFC 5802, section 7: decimal, above zero, with no leading zero; nil also above 2^62.
func positiveNumber(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, text.count < 19, text[0] != UInt8(ascii: "0") else { return nil }
    var number = 0
    for index in text.indices {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { return nil }
        number = number * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return number
}
