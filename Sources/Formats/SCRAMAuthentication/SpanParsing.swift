extension Span<UInt8> {
    /// Where `octet` stands first, from `start` on.
    func firstIndex(of octet: UInt8, from start: Int) -> Int? {
        for index in start..<count where self[index] == octet { return index }
        return nil
    }
}

/// A `posit-number` of RFC 5802, section 7: decimal, above zero, with no leading zero; `nil` also above 2^62.
func positiveNumber(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, text.count < 19, text[0] != UInt8(ascii: "0") else { return nil }
    var number = 0
    for index in text.indices {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { return nil }
        number = number * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return number
}
