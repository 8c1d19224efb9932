internal import SecretMemory

/// An object identifier, such as 2.5.4.3 (X.660; X.690, section 8.19).
///
/// Arcs may be of any size, as those made from a UUID under 2.25 are.
public struct ObjectIdentifier: Hashable, Sendable {
    /// The most octets of contents that are read or made.
    public static let maximumByteCount = 256

    /// The contents octets of its DER encoding.
    public let contents: [UInt8]

    /// Makes the identifier that contents octets of DER stand for.
    public init(contents: Span<UInt8>) throws(DERError) {
        try ObjectIdentifier.check(contents, offset: 0)
        self.init(checked: contents)
    }

    /// Makes the identifier of contents octets that were checked.
    @usableFromInline
    package init(checked contents: Span<UInt8>) {
        self.contents = [UInt8](copying: contents)
    }

    /// Throws where these, which stand at `offset`, are not the contents octets of an identifier.
    @usableFromInline
    static func check(_ contents: Span<UInt8>, offset: Int) throws(DERError) {
        guard contents.count <= ObjectIdentifier.maximumByteCount else {
            throw .oversizedObjectIdentifier(offset: offset)
        }
        // An octet below 80 ends an arc.
        var previous: UInt8 = 0
        for index in contents.indices {
            let octet = contents[index]
            if octet == 0x80, previous < 0x80 { throw .nonMinimalObjectIdentifier(offset: offset + index) }
            previous = octet
        }
        guard previous < 0x80, contents.count > 0 else {
            throw .truncatedObjectIdentifier(offset: offset + contents.count)
        }
    }

    /// Makes an identifier of two arcs or more; the first is at most 2, and the second at most 39 below it.
    ///
    /// For identifiers written in source code; stops the process where they are invalid.
    public init(_ first: UInt, _ second: UInt, _ others: UInt...) {
        precondition(
            first <= 2 && (second < 40 || first == 2 && second <= UInt.max - 80),
            "the first two arcs must be valid (X.660)"
        )
        var contents: [UInt8] = []
        for arc in [first * 40 + second] + others {
            var digits: [UInt8] = [UInt8(arc & 0x7F)]
            var rest = arc >> 7
            while rest > 0 {
                digits.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            contents += digits.reversed()
        }
        precondition(
            contents.count <= ObjectIdentifier.maximumByteCount,
            "the identifier must not be longer than the limit"
        )
        self.contents = contents
    }

    /// Reads the dotted form, such as `2.5.4.3`: no empty arc, no leading zero, no sign.
    public init(dotted text: String) throws(DERError) {
        // Twice the binary length and one more holds any text whose binary form is short enough.
        guard text.utf8.count <= 4 * ObjectIdentifier.maximumByteCount else { throw .invalidDottedText }
        var contents: [UInt8] = []
        var first: UInt8?
        var arcCount = 0
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            var digits: [UInt8] = []
            for character in part {
                guard 0x30...0x39 ~= character else { throw .invalidDottedText }
                digits.append(character - 0x30)
            }
            guard digits.count == 1 || digits.first.map({ $0 != 0 }) ?? false else {
                throw .invalidDottedText
            }
            arcCount += 1
            guard let root = first else {
                guard digits.count == 1, digits[0] <= 2 else { throw .invalidDottedText }
                first = digits[0]
                continue
            }
            if arcCount == 2 {
                let small =
                    digits.count == 1 ? digits[0] : digits.count == 2 ? digits[0] * 10 + digits[1] : 40
                guard small < 40 || root == 2 else { throw .invalidDottedText }
                Decimal.add(40 * root, to: &digits)
            }
            contents += Decimal.base128(digits)
        }
        guard arcCount >= 2, contents.count <= ObjectIdentifier.maximumByteCount else {
            throw .invalidDottedText
        }
        self.contents = contents
    }

    /// The arcs, where each fits a word; `nil` where one does not.
    public var arcs: [UInt]? {
        var arcs: [UInt] = []
        var arc: UInt = 0
        for octet in contents {
            guard arc >> (UInt.bitWidth - 7) == 0 else { return nil }
            arc = arc << 7 | UInt(octet & 0x7F)
            guard octet & 0x80 == 0 else { continue }
            if arcs.isEmpty {
                let root = min(arc / 40, 2)
                arcs = [root, arc - 40 * root]
            } else {
                arcs.append(arc)
            }
            arc = 0
        }
        return arcs
    }
}

extension ObjectIdentifier: CustomStringConvertible {
    /// The dotted form.
    public var description: String {
        var text = ""
        var digits: [UInt8] = [0]
        for octet in contents {
            Decimal.multiply(&digits, by: 128)
            Decimal.add(octet & 0x7F, to: &digits)
            guard octet & 0x80 == 0 else { continue }
            if text.isEmpty {
                // The first two arcs are one number: 40 times the first, at most 2, and the second.
                let isShort = digits.count < 3 && Decimal.value(digits) < 80
                let root: UInt8 = isShort ? Decimal.value(digits) / 40 : 2
                Decimal.subtract(40 * root, from: &digits)
                text = "\(root)"
            }
            text += "." + digits.map { String($0) }.joined()
            digits = [0]
        }
        return text
    }
}

extension ObjectIdentifier: Comparable {
    /// The order of the encodings.
    public static func < (left: ObjectIdentifier, right: ObjectIdentifier) -> Bool {
        left.contents.lexicographicallyPrecedes(right.contents)
    }
}

/// Decimal digits, the highest first, for arcs of any size.
private enum Decimal {
    static func multiply(_ digits: inout [UInt8], by factor: Int) {
        var carry = 0
        for index in digits.indices.reversed() {
            carry += Int(digits[index]) * factor
            digits[index] = UInt8(carry % 10)
            carry /= 10
        }
        while carry > 0 {
            digits.insert(UInt8(carry % 10), at: 0)
            carry /= 10
        }
        trim(&digits)
    }

    static func add(_ summand: UInt8, to digits: inout [UInt8]) {
        var carry = Int(summand)
        for index in digits.indices.reversed() where carry > 0 {
            carry += Int(digits[index])
            digits[index] = UInt8(carry % 10)
            carry /= 10
        }
        while carry > 0 {
            digits.insert(UInt8(carry % 10), at: 0)
            carry /= 10
        }
    }

    /// Subtracts what is not more than the number.
    static func subtract(_ subtrahend: UInt8, from digits: inout [UInt8]) {
        var borrow = Int(subtrahend)
        for index in digits.indices.reversed() where borrow > 0 {
            let difference = Int(digits[index]) - borrow
            let digit = ((difference % 10) + 10) % 10
            digits[index] = UInt8(digit)
            borrow = (digit - difference) / 10
        }
        trim(&digits)
    }

    /// The value of at most two digits.
    static func value(_ digits: [UInt8]) -> UInt8 {
        digits.reduce(0) { $0 * 10 + $1 }
    }

    /// The octets of an arc: seven bits each, all but the last with the high bit set.
    static func base128(_ digits: [UInt8]) -> [UInt8] {
        var digits = digits
        var octets: [UInt8] = []
        repeat {
            var remainder = 0
            for index in digits.indices {
                remainder = remainder * 10 + Int(digits[index])
                digits[index] = UInt8(remainder / 128)
                remainder %= 128
            }
            trim(&digits)
            octets.append(UInt8(remainder) | (octets.isEmpty ? 0 : 0x80))
        } while digits != [0]
        return octets.reversed()
    }

    private static func trim(_ digits: inout [UInt8]) {
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(min(zeros, digits.count - 1))
    }
}
