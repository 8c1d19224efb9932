import DERCoding
import Testing

@Suite("Object identifiers")
struct ObjectIdentifierTests {
    // Encodings from `openssl asn1parse -genstr OID:…`, the last from X.690, section 8.19.5.
    @Test(
        "the dotted form, the arcs and the encoding stand for the same",
        arguments: [
            ("2.5.4.3", [0x55, 4, 3]),
            ("1.2.840.113549.1.1.11", [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 0x0B]),
            ("0.9.2342.19200300.100.1.25", [9, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 0x19]),
            ("0.0", [0]), ("0.39", [39]), ("1.0", [40]), ("1.39", [79]), ("2.0", [80]), ("2.40", [120]),
            ("2.47", [127]), ("2.48", [0x81, 0]), ("2.100.3", [0x81, 0x34, 3]), ("2.999.3", [0x88, 0x37, 3]),
        ] as [(String, [UInt8])]
    )
    func forms(dotted: String, contents: [UInt8]) throws {
        let identifier = try ObjectIdentifier(dotted: dotted)
        #expect(identifier.contents == contents)
        #expect(identifier.description == dotted)
        let read = try ObjectIdentifier(contents: contents.span)
        #expect(read == identifier)
        #expect(identifier.arcs?.map { String($0) }.joined(separator: ".") == dotted)
    }

    @Test("an arc that fits no word, as one made from a UUID, comes back")
    func wideArc() throws {
        // RFC 4122's example UUID as X.667 gives it.
        let dotted = "2.25.329800735698586629295641978511506172918"
        let identifier = try ObjectIdentifier(dotted: dotted)
        #expect(identifier.description == dotted)
        #expect(identifier.arcs == nil)
    }

    @Test("identifiers made from arcs equal those read")
    func arcs() throws {
        #expect(try ObjectIdentifier(2, 999, 3) == ObjectIdentifier(dotted: "2.999.3"))
        #expect(ObjectIdentifier(1, 2, 840).contents == [0x2A, 0x86, 0x48])
        #expect(ObjectIdentifier(2, 5, 4, 3) < ObjectIdentifier(2, 5, 4, 6))
    }

    @Test(
        "a text that is no identifier is refused",
        arguments: ["", "1", "3.1", "1.40", "0.400", "1..2", ".1.2", "1.2.", "1.02", "1.-2", "1.2a", "٢.5"]
    )
    func notDotted(text: String) {
        #expect(throws: DERError.invalidDottedText) { try ObjectIdentifier(dotted: text) }
    }

    @Test(
        "malformed contents are refused",
        arguments: [
            ([], DERError.truncatedObjectIdentifier(offset: 0)),
            ([0x80, 1], .nonMinimalObjectIdentifier(offset: 0)),
            ([0x55, 0x80, 1], .nonMinimalObjectIdentifier(offset: 1)),
            ([0x55, 0x84], .truncatedObjectIdentifier(offset: 2)),
            ([UInt8](repeating: 1, count: 257), .oversizedObjectIdentifier(offset: 0)),
        ] as [([UInt8], DERError)]
    )
    func malformed(contents: [UInt8], error: DERError) {
        #expect(throws: error) { try ObjectIdentifier(contents: contents.span) }
    }

    @Test("three octets, and one more or less, are read as what the contents make of them")
    func shortContents() {
        let edges: [UInt8] = [0, 1, 0x7F, 0x80, 0x81, 0xFF]
        for first in edges {
            for second in edges {
                for third in edges {
                    for contents in [[first, second], [first, second, third], [first, second, third, 1]] {
                        let made = try? ObjectIdentifier(contents: contents.span)
                        let whole = [6, UInt8(contents.count)] + contents
                        #expect(
                            (try? read(whole) { (reader) throws(DERError) in try reader.objectIdentifier() })
                                == made
                        )
                        // Each octet that begins an arc is not 80, and the last one ends an arc.
                        let starts = zip([0] + contents, contents).filter { $0.0 < 0x80 }.map(\.1)
                        let isRight = !starts.contains(0x80) && contents.last.map { $0 < 0x80 } ?? false
                        #expect((made != nil) == isRight)
                    }
                }
            }
        }
    }
}
