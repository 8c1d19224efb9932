// Elements that hold a value (X.690, sections 8.2 to 8.8, 8.19, 10 and 11). Each takes the tag to expect, for
// fields that are tagged implicitly.
extension DERReader {
    /// Reads a `BOOLEAN`.
    @inlinable
    public mutating func boolean(_ tag: DERTag = .boolean) throws(Failure) -> Bool {
        let start = position
        let contents = try contents(of: tag)
        guard contents.count == 1 else { throw Failure(malformed: .invalidBoolean(offset: start)) }
        switch input[contents.lowerBound] {
        case 0: return false
        case 0xFF: return true
        default: throw Failure(malformed: .invalidBoolean(offset: start))
        }
    }

    /// Reads a `BOOLEAN DEFAULT FALSE`: true where it is there, and an error where it is there and false (X.690,
    /// section 11.5), unless `takesWrittenDefault`.
    @inlinable
    public mutating func booleanDefaultFalse(
        _ tag: DERTag = .boolean,
        takesWrittenDefault: Bool = false
    ) throws(Failure) -> Bool {
        guard try nextIs(tag) else { return false }
        let start = position
        let value = try boolean(tag)
        guard value || takesWrittenDefault else { throw Failure(malformed: .encodedDefault(offset: start)) }
        return value
    }

    /// Reads an `INTEGER` of any size: the contents octets, two's complement, the highest first.
    @inlinable
    @_lifetime(copy self)
    public mutating func signedInteger(_ tag: DERTag = .integer) throws(Failure) -> Span<UInt8> {
        let start = position
        let contents = try contents(of: tag)
        guard contents.count > 0 else { throw Failure(malformed: .emptyInteger(offset: start)) }
        if contents.count > 1 {
            let first = input[contents.lowerBound]
            let second = input[contents.lowerBound + 1]
            let saysNothing = first == 0 && second & 0x80 == 0 || first == 0xFF && second & 0x80 != 0
            if saysNothing { throw Failure(malformed: .nonMinimalInteger(offset: start)) }
        }
        return input.extracting(contents)
    }

    /// Reads an `INTEGER` that is not negative: its octets, the highest first, without a leading zero; zero is
    /// one zero octet.
    @inlinable
    @_lifetime(copy self)
    public mutating func unsignedInteger(_ tag: DERTag = .integer) throws(Failure) -> Span<UInt8> {
        let start = position
        let octets = try signedInteger(tag)
        guard octets[0] & 0x80 == 0 else { throw Failure(malformed: .negativeInteger(offset: start)) }
        return octets.count > 1 && octets[0] == 0 ? octets.extracting(1..<octets.count) : octets
    }

    /// Reads an `INTEGER` from 0 to `maximum`.
    @inlinable
    public mutating func smallInteger(
        _ tag: DERTag = .integer,
        maximum: Int = Int(Int32.max)
    ) throws(Failure) -> Int {
        let start = position
        let octets = try unsignedInteger(tag)
        guard octets.count < 8 else { throw Failure(malformed: .integerOutOfRange(offset: start)) }
        var value = 0
        for index in octets.indices { value = value << 8 | Int(octets[index]) }
        guard value <= maximum else { throw Failure(malformed: .integerOutOfRange(offset: start)) }
        return value
    }

    /// Reads a `NULL`.
    @inlinable
    public mutating func null(_ tag: DERTag = .null) throws(Failure) {
        let start = position
        guard try contents(of: tag).isEmpty else { throw Failure(malformed: .invalidNull(offset: start)) }
    }

    /// Reads an `OBJECT IDENTIFIER`.
    @inlinable
    public mutating func objectIdentifier(
        _ tag: DERTag = .objectIdentifier
    ) throws(Failure) -> ObjectIdentifier {
        let octets = try octets(objectIdentifierContents(tag))
        return ObjectIdentifier(checked: octets)
    }

    /// Reads an `OBJECT IDENTIFIER`, and gives where its contents stand.
    @inlinable
    @inline(__always)
    package mutating func objectIdentifierContents(
        _ tag: DERTag = .objectIdentifier
    ) throws(Failure) -> Range<Int> {
        let contents = try contents(of: tag)
        // Three octets that are an arc each, as in all of 2.5.4 and 2.5.29.
        if contents.count == 3 {
            let start = contents.lowerBound
            if (input[start] | input[start + 1] | input[start + 2]) < 0x80 { return contents }
        }
        do {
            try ObjectIdentifier.check(input.extracting(contents), offset: contents.lowerBound)
        } catch {
            throw Failure(malformed: error)
        }
        return contents
    }

    /// Reads an `OCTET STRING`, or whatever primitive type `tag` names: the contents octets as they are.
    @inlinable
    @_lifetime(copy self)
    public mutating func octetString(_ tag: DERTag = .octetString) throws(Failure) -> Span<UInt8> {
        let contents = try contents(of: tag)
        return input.extracting(contents)
    }

    /// Reads an `OCTET STRING` whose contents are DER, by `body`, which must leave nothing over.
    @inlinable
    public mutating func octetStringContents<Result: ~Copyable>(
        _ tag: DERTag = .octetString,
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try sequence(tag, body)
    }

    /// Reads a `BIT STRING` that holds whole octets, as keys and signatures do.
    @inlinable
    @_lifetime(copy self)
    public mutating func octetAlignedBitString(_ tag: DERTag = .bitString) throws(Failure) -> Span<UInt8> {
        try octets(octetAlignedBits(tag))
    }

    /// Reads a `BIT STRING` that holds whole octets, and gives where these stand.
    @inlinable
    package mutating func octetAlignedBits(_ tag: DERTag = .bitString) throws(Failure) -> Range<Int> {
        let start = position
        let (octets, unusedBitCount) = try bits(tag)
        guard unusedBitCount == 0 else { throw Failure(malformed: .partialOctet(offset: start)) }
        return octets
    }

    /// Reads a `BIT STRING` of any count of bits: a copy of its octets, and how many bits of the last are unused.
    @inlinable
    public mutating func bitString(
        _ tag: DERTag = .bitString
    ) throws(Failure) -> (octets: [UInt8], unusedBitCount: Int) {
        let (octets, unusedBitCount) = try bits(tag)
        return (copy(octets), unusedBitCount)
    }

    /// Reads a `BIT STRING` whose bits have names: bit n of the result is the bit that ASN.1 numbers n.
    ///
    /// Bits that end the list are ones (X.690, section 11.2.2), unless `takesTrailingZeros`, and there are at most
    /// `count`, up to 32.
    @inlinable
    public mutating func namedBits(
        _ tag: DERTag = .bitString,
        count: Int = 32,
        takesTrailingZeros: Bool = false
    ) throws(Failure) -> UInt32 {
        let start = position
        let (octets, unusedBitCount) = try bits(tag)
        var bitCount = octets.count * 8 - unusedBitCount
        while takesTrailingZeros, bitCount > 0, !isSet(bitCount - 1, of: octets) { bitCount -= 1 }
        guard bitCount > 0 else { return 0 }
        guard isSet(bitCount - 1, of: octets) else {
            throw Failure(malformed: .trailingZeroBits(offset: start))
        }
        guard bitCount <= min(count, 32) else { throw Failure(malformed: .unknownNamedBits(offset: start)) }
        var named: UInt32 = 0
        // Of each octet the highest bit is the first one.
        for index in octets.prefix(4) {
            named = named << 8 | UInt32(input[index])
        }
        named <<= UInt32(32 - 8 * min(octets.count, 4))
        return named.bitsReversed
    }

    @inlinable
    func isSet(_ bit: Int, of octets: Range<Int>) -> Bool {
        input[octets.lowerBound + bit / 8] & 0x80 >> UInt8(bit % 8) != 0
    }

    @inlinable
    package mutating func bits(_ tag: DERTag) throws(Failure) -> (octets: Range<Int>, unusedBitCount: Int) {
        let start = position
        let contents = try contents(of: tag)
        guard contents.count > 0 else { throw Failure(malformed: .invalidUnusedBitCount(offset: start)) }
        let unusedBitCount = Int(input[contents.lowerBound])
        guard unusedBitCount < 8, unusedBitCount == 0 || contents.count > 1 else {
            throw Failure(malformed: .invalidUnusedBitCount(offset: start))
        }
        if unusedBitCount > 0 {
            let unused = input[contents.upperBound - 1] & UInt8(1 << unusedBitCount - 1)
            guard unused == 0 else { throw Failure(malformed: .nonZeroUnusedBits(offset: start)) }
        }
        return (contents.dropFirst(), unusedBitCount)
    }
}

extension UInt32 {
    /// The same bits, the lowest first.
    @usableFromInline
    var bitsReversed: UInt32 {
        var bits = self
        bits = bits >> 1 & 0x5555_5555 | (bits & 0x5555_5555) << 1
        bits = bits >> 2 & 0x3333_3333 | (bits & 0x3333_3333) << 2
        bits = bits >> 4 & 0x0F0F_0F0F | (bits & 0x0F0F_0F0F) << 4
        return bits.byteSwapped
    }
}
