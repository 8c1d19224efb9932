internal import TextEncodings

/// The attributes of a message of RFC 5802, section 7: `attr-val *("," attr-val)`, each a letter, `=` and a value.
struct MessageAttributes {
    private let message: SCRAMMessage
    private var attributes: ArraySlice<(name: UInt8, value: [UInt8], start: Int)> = []

    /// Takes `octets` apart, from `start` on.
    init(_ octets: [UInt8], of message: SCRAMMessage, from start: Int = 0) throws(SCRAMError) {
        self.message = message
        var start = start
        while true {
            let end = octets[start...].firstIndex(of: UInt8(ascii: ",")) ?? octets.count
            guard end - start >= 2, octets[start].isLetter, octets[start + 1] == UInt8(ascii: "=") else {
                throw .malformedMessage(message)
            }
            let value = Array(octets[start + 2..<end])
            guard !value.contains(0) else { throw .malformedMessage(message) }
            attributes.append((octets[start], value, start))
            if end == octets.count { break }
            start = end + 1
        }
    }

    /// The value of the first attribute that is left, which must be `name`.
    ///
    /// An `m` in the place of another is an extension that must be understood, and there is none.
    mutating func takeFirst(_ name: Character, canBeEmpty: Bool = false) throws(SCRAMError) -> [UInt8] {
        try check(attributes.popFirst(), is: name, canBeEmpty: canBeEmpty).value
    }

    /// The octets whose Base64 is the value of the first attribute that is left, which must be `name`.
    mutating func takeFirstDecoded(_ name: Character) throws(SCRAMError) -> [UInt8] {
        let text = try takeFirst(name)
        return try decoded(text)
    }

    /// The octets whose Base64 `text` is.
    func decoded(_ text: [UInt8]) throws(SCRAMError) -> [UInt8] {
        do throws(TextEncodingError) {
            return try Base64.decode(text.span)
        } catch {
            throw .malformedMessage(message)
        }
    }

    /// The value of the last attribute that is left, which must be `name`, and where it begins in the message.
    mutating func takeLast(_ name: Character) throws(SCRAMError) -> (value: [UInt8], start: Int) {
        let last = try check(attributes.popLast(), is: name, canBeEmpty: false)
        return (last.value, last.start)
    }

    /// The name of the first attribute that is left.
    var firstName: UInt8? { attributes.first?.name }

    /// Passes over what is left: extensions that need not be understood.
    consuming func finish() throws(SCRAMError) {
        for attribute in attributes {
            if attribute.name == UInt8(ascii: "m") { throw .unsupportedExtension(message) }
            guard !attribute.value.isEmpty else { throw .malformedMessage(message) }
        }
    }

    private func check(
        _ attribute: (name: UInt8, value: [UInt8], start: Int)?,
        is name: Character,
        canBeEmpty: Bool
    ) throws(SCRAMError) -> (name: UInt8, value: [UInt8], start: Int) {
        guard let attribute else { throw .malformedMessage(message) }
        if attribute.name == UInt8(ascii: "m") { throw .unsupportedExtension(message) }
        guard attribute.name == name.asciiValue, canBeEmpty || !attribute.value.isEmpty else {
            throw .malformedMessage(message)
        }
        return attribute
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
