// One element each (X.690, sections 8 to 11). Each takes the tag to write, for fields that are tagged implicitly.
extension DERWriter {
    /// Writes a `SEQUENCE` around what `body` writes.
    public mutating func sequence<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(.sequence, body)
    }

    /// Writes a `SET OF` elements that are each DER already, in the order of X.690, section 11.6.
    public mutating func setOf(_ elements: [[UInt8]], _ tag: DERTag = .set) {
        // One whole encoding is never the beginning of another, so the zeros of section 11.6 do not matter.
        let sorted = elements.sorted { $0.lexicographicallyPrecedes($1) }
        element(tag) { writer in
            for element in sorted { writer.encoded(element.span) }
        }
    }

    /// Writes a `BOOLEAN`.
    public mutating func boolean(_ value: Bool, _ tag: DERTag = .boolean) {
        element(tag) { $0.append(octet: value ? 0xFF : 0) }
    }

    /// Writes a `NULL`.
    public mutating func null(_ tag: DERTag = .null) {
        element(tag) { _ in }
    }

    /// Writes an `INTEGER` that is not negative from its octets, the highest first; leading zeros are dropped, and
    /// no octets are zero.
    public mutating func unsignedInteger(_ octets: Span<UInt8>, _ tag: DERTag = .integer) {
        var start = 0
        while start < octets.count, octets[start] == 0 { start += 1 }
        let minimal = octets.extracting(start..<octets.count)
        element(tag) { writer in
            if minimal.count == 0 || minimal[0] & 0x80 != 0 { writer.append(octet: 0) }
            writer.append(minimal)
        }
    }

    /// Writes an `INTEGER` that is not negative.
    public mutating func integer(_ value: Int, _ tag: DERTag = .integer) {
        precondition(value >= 0, "the INTEGER must not be negative")
        let octets = stride(from: Int.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> $0)
        }
        unsignedInteger(octets.span, tag)
    }

    /// Writes an `OBJECT IDENTIFIER`.
    public mutating func objectIdentifier(_ identifier: ObjectIdentifier, _ tag: DERTag = .objectIdentifier) {
        element(tag) { $0.append(identifier.contents.span) }
    }

    /// Writes an `OCTET STRING`, or whatever primitive type `tag` names, with these contents octets.
    public mutating func octetString(_ octets: Span<UInt8>, _ tag: DERTag = .octetString) {
        element(tag) { $0.append(octets) }
    }

    /// Writes a `BIT STRING` of whole octets.
    public mutating func bitString(_ octets: Span<UInt8>, _ tag: DERTag = .bitString) {
        bitString(octets, unusedBitCount: 0, tag)
    }

    /// Writes a `BIT STRING` of whose last octet the lowest `unusedBitCount` bits, zeros, do not belong to it.
    public mutating func bitString(_ octets: Span<UInt8>, unusedBitCount: Int, _ tag: DERTag = .bitString) {
        precondition(
            0..<8 ~= unusedBitCount && (unusedBitCount == 0 || octets.count > 0),
            "a BIT STRING must have 0 to 7 unused bits, and none if it is empty"
        )
        element(tag) { writer in
            writer.append(octet: UInt8(unusedBitCount))
            writer.append(octets)
        }
    }

    /// Writes a `BIT STRING` around what `body` writes.
    public mutating func bitString<Failure: Error>(
        _ tag: DERTag = .bitString,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try element(tag) { (writer) throws(Failure) in
            writer.append(octet: 0)
            try body(&writer)
        }
    }

    /// Writes a `BIT STRING` whose bits have names: the bit that ASN.1 numbers n is bit n of `bits`; zeros that
    /// would end it are left out (X.690, section 11.2.2).
    public mutating func namedBits(_ bits: UInt32, _ tag: DERTag = .bitString) {
        let bitCount = UInt32.bitWidth - bits.leadingZeroBitCount
        var octets = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
        for bit in 0..<bitCount where bits >> UInt32(bit) & 1 == 1 {
            octets[bit / 8] |= 0x80 >> UInt8(bit % 8)
        }
        bitString(octets.span, unusedBitCount: octets.count * 8 - bitCount, tag)
    }

    /// Writes a `Time`: a `UTCTime` from 1950 to 2049, else a `GeneralizedTime` (RFC 5280, section 4.1.2.5).
    ///
    /// Throws ``DERError/timeOutOfRange`` outside the years 0 to 9999.
    public mutating func time(_ time: DERTime) throws(DERError) {
        let isShort = time.calendar.map { 1950...2049 ~= $0.year } ?? false
        try calendarTime(time, isShort: isShort)
    }

    /// Writes a `GeneralizedTime`, whatever the year (RFC 5280, section 5.3.2).
    ///
    /// Throws ``DERError/timeOutOfRange`` outside the years 0 to 9999.
    public mutating func generalizedTime(_ time: DERTime) throws(DERError) {
        try calendarTime(time, isShort: false)
    }

    private mutating func calendarTime(_ time: DERTime, isShort: Bool) throws(DERError) {
        guard let calendar = time.calendar else { throw .timeOutOfRange }
        let fields = [
            (isShort ? calendar.year % 100 : calendar.year, isShort ? 2 : 4), (calendar.month, 2),
            (calendar.day, 2), (calendar.hour, 2), (calendar.minute, 2), (calendar.second, 2),
        ]
        element(isShort ? .utcTime : .generalizedTime) { writer in
            for (number, digitCount) in fields {
                var divisor = digitCount == 4 ? 1000 : 10
                while divisor > 0 {
                    writer.append(octet: UInt8(0x30 + number / divisor % 10))
                    divisor /= 10
                }
            }
            writer.append(octet: UInt8(ascii: "Z"))
        }
    }
}
