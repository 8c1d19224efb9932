import DERCoding
import Testing

@Suite("DER: values (X.690)")
struct DERValueTests {
    @Test(
        "an INTEGER is in its shortest form",
        arguments: [
            ([2, 0], DERError.emptyInteger(offset: 0)), ([2, 2, 0, 0x7F], .nonMinimalInteger(offset: 0)),
            ([2, 2, 0xFF, 0x80], .nonMinimalInteger(offset: 0)), ([2, 1, 0xFF], .negativeInteger(offset: 0)),
            ([2, 2, 1, 0], .integerOutOfRange(offset: 0)),
            ([2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0], .integerOutOfRange(offset: 0)),
        ] as [([UInt8], DERError)]
    )
    func integers(octets: [UInt8], error: DERError) {
        #expect(throws: error) {
            try read(octets) { (reader) throws(DERError) in try reader.smallInteger(maximum: 255) }
        }
    }

    // X.690, section 8.3, gives the rule; 128 and -128 are its known edge.
    @Test("an INTEGER's octets come without the zero that stands for its sign")
    func unsigned() throws {
        for (value, encoding) in [
            ([0], [2, 1, 0]), ([0x7F], [2, 1, 0x7F]), ([0x80], [2, 2, 0, 0x80]), ([1, 0], [2, 2, 1, 0]),
        ] as [([UInt8], [UInt8])] {
            #expect(DERWriter.octets { $0.unsignedInteger(([0, 0] + value).span) } == encoding)
            #expect(
                try read(encoding) { (reader) throws(DERError) in array(try reader.unsignedInteger()) }
                    == value
            )
        }
        #expect(DERWriter.octets { $0.integer(65537) } == [2, 3, 1, 0, 1])
        #expect(
            try read([2, 1, 0x80]) { (reader) throws(DERError) in array(try reader.signedInteger()) } == [
                0x80
            ]
        )
    }

    @Test("a BOOLEAN is 00 or FF, and one with its default value is left out")
    func booleans() throws {
        #expect(try read([1, 1, 0xFF]) { (reader) throws(DERError) in try reader.boolean() })
        #expect(try !read([1, 1, 0]) { (reader) throws(DERError) in try reader.boolean() })
        #expect(try !read([]) { (reader) throws(DERError) in try reader.booleanDefaultFalse() })
        for octets: [UInt8] in [[1, 1, 1], [1, 0], [1, 2, 0, 0]] {
            #expect(throws: DERError.invalidBoolean(offset: 0)) {
                try read(octets) { (reader) throws(DERError) in try reader.boolean() }
            }
        }
        #expect(throws: DERError.encodedDefault(offset: 0)) {
            try read([1, 1, 0]) { (reader) throws(DERError) in try reader.booleanDefaultFalse() }
        }
    }

    @Test("a NULL is empty")
    func nulls() {
        #expect(throws: DERError.invalidNull(offset: 0)) {
            try read([5, 1, 0]) { (reader) throws(DERError) in try reader.null() }
        }
    }

    @Test("a BIT STRING's unused bits are counted right and are zero")
    func bitStrings() throws {
        // The example of X.690, section 8.6.4.2, in its primitive form.
        let example: [UInt8] = [3, 7, 4, 0x0A, 0x3B, 0x5F, 0x29, 0x1C, 0xD0]
        let (octets, unused) = try read(example) { (reader) throws(DERError) in try reader.bitString() }
        #expect(octets == [0x0A, 0x3B, 0x5F, 0x29, 0x1C, 0xD0])
        #expect(unused == 4)
        #expect(DERWriter.octets { $0.bitString(octets.span, unusedBitCount: 4) } == example)
        for (octets, error) in [
            ([3, 0], .invalidUnusedBitCount(offset: 0)), ([3, 1, 1], .invalidUnusedBitCount(offset: 0)),
            ([3, 2, 8, 0], .invalidUnusedBitCount(offset: 0)), ([3, 2, 1, 1], .nonZeroUnusedBits(offset: 0)),
            ([3, 2, 4, 0xF0], .partialOctet(offset: 0)),
        ] as [([UInt8], DERError)] {
            #expect(throws: error) {
                try read(octets) { (reader) throws(DERError) in _ = try reader.octetAlignedBitString() }
            }
        }
    }

    @Test("named bits are numbered from the first octet's highest, and end in a one")
    func namedBits() throws {
        // keyCertSign (5) and cRLSign (6), as `openssl asn1parse` shows them in any certificate of an authority.
        let usage: [UInt8] = [3, 2, 1, 6]
        #expect(try read(usage) { (reader) throws(DERError) in try reader.namedBits(count: 9) } == 0b110_0000)
        #expect(DERWriter.octets { $0.namedBits(0b110_0000) } == usage)
        #expect(DERWriter.octets { $0.namedBits(1 << 8) } == [3, 3, 7, 0, 0x80])
        #expect(DERWriter.octets { $0.namedBits(0) } == [3, 1, 0])
        #expect(try read([3, 1, 0]) { (reader) throws(DERError) in try reader.namedBits() } == 0)
        #expect(throws: DERError.trailingZeroBits(offset: 0)) {
            try read([3, 2, 0, 6]) { (reader) throws(DERError) in try reader.namedBits() }
        }
        #expect(throws: DERError.unknownNamedBits(offset: 0)) {
            try read([3, 3, 6, 0, 0x40]) { (reader) throws(DERError) in try reader.namedBits(count: 9) }
        }
    }

    @Test("any named bits are read as they were written, one by one")
    func anyNamedBits() throws {
        for bits: UInt32 in Array(0..<600) + [
            0x8000_0001, 0x1234_5678, 0xFFFF_FFFF, 0x8000_0000, 0x0100_0000,
        ] {
            let written = DERWriter.octets { $0.namedBits(bits) }
            #expect(try read(written) { (reader) throws(DERError) in try reader.namedBits() } == bits)
            // Zeros behind them, of which there may be more than a word has.
            let longer = [3, UInt8(written.count + 3), 0] + written.dropFirst(3) + [0, 0, 0, 0, 0]
            #expect(
                try read(longer) { (reader) throws(DERError) in try reader.namedBits(takesTrailingZeros: true)
                }
                    == bits
            )
        }
    }

    @Test("a writer's secret is the same octets as its array, however often it grew")
    func secrets() {
        var writer = DERWriter(capacity: 1)
        writer.sequence { writer in
            for value in 0..<2000 { writer.integer(value) }
        }
        let array = DERWriter.octets { writer in
            writer.sequence { writer in
                for value in 0..<2000 { writer.integer(value) }
            }
        }
        let secret = writer.secretBytes()
        let octets = (0..<secret.count).map { secret.span[$0] }
        #expect(octets == array)
        #expect(octets.count == 4 + 128 * 3 + 1872 * 4)
    }
}
