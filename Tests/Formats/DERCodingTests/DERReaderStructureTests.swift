import DERCoding
import TestSupport
import Testing

@Suite("DER: tags, lengths and structures (X.690)")
struct DERReaderStructureTests {
    @Test(
        "an identifier or a length that is not DER is refused, with its offset",
        arguments: [
            ([], DERError.missingElement(expected: .octetString, offset: 0)),
            ([4], .truncated(offset: 1)),
            ([4, 1], .truncated(offset: 0)),
            ([4, 0x80, 0, 0], .indefiniteLength(offset: 1)),
            ([4, 0x81, 1, 0], .nonMinimalLength(offset: 1)),
            ([4, 0x81, 0x7F], .nonMinimalLength(offset: 1)),
            ([4, 0x82, 0, 0x80], .nonMinimalLength(offset: 1)),
            ([4, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], .truncated(offset: 0)),
            ([4, 0xFF, 1, 2, 3], .truncated(offset: 1)),
            ([4, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .truncated(offset: 1)),
            ([4, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], .truncated(offset: 1)),
            (
                [0x24, 0],
                .unexpectedTag(
                    found: DERTag(.universal, 4, isConstructed: true),
                    expected: .octetString,
                    offset: 0
                )
            ),
            ([2, 1, 0], .unexpectedTag(found: .integer, expected: .octetString, offset: 0)),
            ([4, 0, 9], .trailingOctets(count: 1, offset: 2)),
            ([0x9F, 0x1E, 0], .nonMinimalTag(offset: 0)),
            ([0x9F, 0x80, 0x1F, 0], .nonMinimalTag(offset: 0)),
            ([0x9F, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0], .oversizedTag(offset: 0)),
            ([0x9F], .truncated(offset: 0)),
        ] as [([UInt8], DERError)]
    )
    func malformed(octets: [UInt8], error: DERError) {
        #expect(throws: error) {
            try read(octets) { (reader) throws(DERError) in _ = try reader.octetString() }
        }
    }

    @Test("every length of one to three octets is the one that X.690 says, or none")
    func everyLength() throws {
        let zeros = [UInt8](repeating: 0, count: 300)
        for first: UInt8 in 0...0x83 {
            for second: UInt8 in [0, 1, 2, 0x7F, 0x80, 0x81, 0xFF] {
                for third: UInt8 in [0, 1, 0x2A, 0xFF] {
                    let octets = [4, first, second, third] + zeros
                    let (header, count): (Int, Int?) =
                        switch first {
                        case 0..<0x80: (2, Int(first))
                        case 0x81: (3, second >= 0x80 ? Int(second) : nil)
                        case 0x82: (4, second > 0 ? Int(second) << 8 | Int(third) : nil)
                        default: (5, nil)
                        }
                    let wanted = count.flatMap { header + $0 <= octets.count ? header..<header + $0 : nil }
                    #expect(end(octets, isAnyElement: false) == wanted?.upperBound, "\(octets[..<4])")
                    #expect(end(octets, isAnyElement: true) == wanted?.upperBound, "\(octets[..<4])")
                }
            }
        }
    }

    /// Where an OCTET STRING at the beginning ends; `nil` where there is none.
    private func end(_ octets: [UInt8], isAnyElement: Bool) -> Int? {
        do {
            var reader = try DERReader<DERError>(octets.span)
            if isAnyElement {
                guard array(try reader.anyElement()) == Array(octets[..<reader.offset]) else { return -1 }
            } else {
                let contents = array(try reader.octetString())
                guard contents == Array(octets[(reader.offset - contents.count)..<reader.offset]) else {
                    return -1
                }
            }
            return reader.offset
        } catch {
            return nil
        }
    }

    @Test("contents of 127, 128, 255, 256 and 65536 octets take a length of their own form")
    func lengths() throws {
        for (count, header) in [
            (127, [4, 0x7F]), (128, [4, 0x81, 0x80]), (255, [4, 0x81, 0xFF]), (256, [4, 0x82, 1, 0]),
            (65536, [4, 0x83, 1, 0, 0]),
        ] as [(Int, [UInt8])] {
            let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let written = DERWriter.octets { $0.octetString(contents.span) }
            #expect(written == header + contents)
            #expect(
                try read(written) { (reader) throws(DERError) in array(try reader.octetString()) } == contents
            )
        }
    }

    @Test("a tag of any number and class is written in its shortest form and read again")
    func tags() throws {
        for (tag, header) in [
            (DERTag(.universal, 30), [0x1E]), (DERTag(.application, 31), [0x5F, 0x1F]),
            (.field(127), [0x9F, 0x7F]), (.constructedField(128), [0xBF, 0x81, 0x00]),
            (DERTag(.private, DERTag.maximumNumber), [0xDF, 0xFF, 0xFF, 0xFF, 0x7F]),
        ] as [(DERTag, [UInt8])] {
            let written = DERWriter.octets { $0.null(tag) }
            #expect(written == header + [0])
            #expect(
                try read(written) { (reader) throws(DERError) in
                    try reader.anyTagAndContents().tag
                } == tag
            )
        }
    }

    @Test("what a structure's reader leaves over, at any depth, is refused")
    func leftOver() {
        let octets: [UInt8] = [0x30, 5, 0x30, 3, 5, 0, 9]
        #expect(throws: DERError.trailingOctets(count: 1, offset: 6)) {
            try read(octets) { (reader) throws(DERError) in
                try reader.sequence { (reader) throws(DERError) in
                    try reader.sequence { (reader) throws(DERError) in try reader.null() }
                }
            }
        }
    }

    @Test("an element may not be longer than the one around it")
    func overlong() {
        let octets: [UInt8] = [0x30, 2, 4, 1, 9]
        #expect(throws: DERError.truncated(offset: 2)) {
            try read(octets) { (reader) throws(DERError) in
                try reader.sequence { (reader) throws(DERError) in _ = try reader.octetString() }
                _ = try reader.anyElement()
            }
        }
    }

    @Test("structures are followed to the depth of the limits and not beyond")
    func depth() throws {
        func descend(_ reader: inout DERReader<DERError>) throws(DERError) -> Int {
            if reader.isAtEnd { return 0 }
            return try reader.sequence { (inner) throws(DERError) in try descend(&inner) } + 1
        }
        var octets: [UInt8] = []
        for _ in 0..<32 { octets = [0x30, UInt8(octets.count)] + octets }
        let wrapped: [UInt8] = [0x30, UInt8(octets.count)] + octets
        #expect(try read(octets) { (reader) throws(DERError) in try descend(&reader) } == 32)
        #expect(throws: DERError.tooDeep(limit: 32, offset: 64)) {
            try read(wrapped) { (reader) throws(DERError) in try descend(&reader) }
        }
    }

    @Test("more octets than the limits allow are refused unread")
    func size() {
        #expect(throws: DERError.tooManyOctets(count: 3, limit: 2)) {
            try read([5, 0, 0], limits: DERLimits(byteCount: 2)) { _ in }
        }
    }

    @Test("the exact octets of an element inside another are there")
    func exactOctets() throws {
        let octets: [UInt8] = [0x30, 7, 0x30, 3, 2, 1, 5, 5, 0]
        let (value, encoding) = try read(octets) { (reader) throws(DERError) in
            try reader.sequence { (reader) throws(DERError) in
                let inner = try reader.withEncoding { (reader) throws(DERError) in
                    try reader.sequence { (reader) throws(DERError) in try reader.smallInteger() }
                }
                try reader.null()
                return inner
            }
        }
        #expect(value == 5)
        #expect(encoding == [0x30, 3, 2, 1, 5])
    }

    @Test("an optional field is read where its tag stands, and passed over where it does not")
    func optionals() throws {
        func field(_ octets: [UInt8]) throws -> Int? {
            try read(octets) { (reader) throws(DERError) in
                let value = try reader.optionalSequence(.constructedField(0)) { (reader) throws(DERError) in
                    try reader.smallInteger()
                }
                try reader.null()
                return value
            }
        }
        #expect(try field([0xA0, 3, 2, 1, 7, 5, 0]) == 7)
        #expect(try field([5, 0]) == nil)
    }

    @Test("a SET OF is read in ascending order and refused in any other")
    func sets() throws {
        func set(_ octets: [UInt8]) throws -> Int {
            try read(octets) { (reader) throws(DERError) in
                var count = 0
                try reader.setOf { (reader) throws(DERError) in
                    _ = try reader.anyElement()
                    count += 1
                }
                return count
            }
        }
        #expect(try set([0x31, 6, 4, 1, 7, 4, 1, 8]) == 2)
        #expect(try set([0x31, 6, 4, 1, 7, 4, 1, 7]) == 2)
        #expect(throws: DERError.unsortedSet(offset: 5)) { try set([0x31, 6, 4, 1, 8, 4, 1, 7]) }
        let written = DERWriter.octets { $0.setOf([[4, 2, 0, 0], [4, 1, 8], [2, 1, 9], [4, 1, 7]]) }
        #expect(written == [0x31, 13, 2, 1, 9, 4, 1, 7, 4, 1, 8, 4, 2, 0, 0])
        #expect(try set(written) == 4)
    }

    @Test("octets of random changes give an error or are read, and never stop the process")
    func mutations() {
        var random = SeededRandom(seed: 5)
        func walk(_ reader: inout DERReader<DERError>) throws(DERError) -> Int {
            var count = 0
            while let tag = try reader.nextTag() {
                count += 1
                if tag.isConstructed {
                    count += try reader.sequence(tag) { (inner) throws(DERError) in try walk(&inner) }
                } else {
                    switch tag {
                    case .integer: _ = try reader.signedInteger()
                    case .bitString: _ = try reader.bitString()
                    case .objectIdentifier: _ = try reader.objectIdentifier()
                    case .utcTime, .generalizedTime: _ = try reader.time()
                    case .boolean: _ = try reader.boolean()
                    default: _ = try reader.anyElement()
                    }
                }
            }
            return count
        }
        let original = DERWriter.octets { writer in
            writer.sequence { writer in
                writer.objectIdentifier(ObjectIdentifier(1, 2, 840, 113549))
                writer.sequence { writer in
                    writer.unsignedInteger([0x80, 1, 2].span)
                    writer.boolean(true)
                    writer.namedBits(0b110)
                }
                writer.setOf([[5, 0], [4, 1, 9]])
                try? writer.time(DERTime(secondsSince1970: 0))
                writer.bitString { $0.sequence { $0.null() } }
            }
        }
        var refusals = 0
        for _ in 0..<4000 {
            var octets = original
            for _ in 0...(random.next() % 3) {
                octets[Int(random.next() % UInt64(octets.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do { _ = try read(octets) { (reader) throws(DERError) in try walk(&reader) } } catch {
                refusals += 1
            }
        }
        #expect(refusals > 1000)
    }
}
