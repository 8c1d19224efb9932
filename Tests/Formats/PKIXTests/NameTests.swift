import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("Names (RFC 5280, section 4.1.2.4)")
struct NameTests {
    // The bounds of RFC 5280, appendix A.1 ("ub-…").
    @Test(
        "each attribute takes as many characters as the standard allows, and no more",
        arguments: [
            (.commonName, 64), (.localityName, 128), (.stateOrProvinceName, 128), (.organizationName, 64),
            (.organizationalUnitName, 64), (.title, 64), (.serialNumber, 64), (.pseudonym, 128),
            (.emailAddress, 255), (.name, 32768), (.surname, 32768), (.givenName, 32768), (.initials, 32768),
            (.generationQualifier, 32768),
        ] as [(NameAttributeType, Int)]
    )
    func bounds(type: NameAttributeType, limit: Int) throws {
        let most = String(repeating: "x", count: limit)
        #expect(try NameAttribute(type, most).text == most)
        #expect(throws: PKIXError.oversizedAttribute(type, count: limit + 1, limit: limit)) {
            try NameAttribute(type, most + "x")
        }
        #expect(throws: PKIXError.emptyAttribute(type)) { try NameAttribute(type, "") }
    }

    @Test("characters are counted, not octets")
    func characters() throws {
        #expect(try NameAttribute(.commonName, String(repeating: "ü", count: 64)).text?.count == 64)
    }

    @Test("a country is two letters of a PrintableString")
    func countries() throws {
        #expect(try NameAttribute(.countryName, "CH").value == .string(NameString("CH", as: .printable)))
        for text in ["C", "CHE", "C1", "ÇH", "C ", "\u{1F1E8}\u{1F1ED}"] {
            #expect(throws: PKIXError.invalidCountry(SafeText(text))) {
                try NameAttribute(.countryName, text)
            }
        }
        #expect(throws: PKIXError.wrongStringKind(.countryName, .utf8)) {
            try NameAttribute(.countryName, "CH", as: .utf8)
        }
    }

    @Test("control characters are refused, and so is text that the string type cannot hold")
    func refused() {
        #expect(throws: PKIXError.controlCharacter(.commonName)) { try NameAttribute(.commonName, "a\nb") }
        #expect(throws: PKIXError.controlCharacter(.commonName)) { try NameAttribute(.commonName, "a\u{0}") }
        #expect(throws: PKIXError.unrepresentableText(.printable)) {
            try NameAttribute(.commonName, "a*", as: .printable)
        }
        #expect(throws: PKIXError.unrepresentableText(.teletex)) {
            try NameAttribute(.commonName, "Ā", as: .teletex)
        }
        #expect(throws: PKIXError.unrepresentableText(.bmp)) { try NameAttribute(.commonName, "😀", as: .bmp) }
        #expect(throws: PKIXError.unrepresentableText(.ia5)) { try NameAttribute(.emailAddress, "ü@x") }
        #expect(throws: PKIXError.wrongStringKind(.commonName, .ia5)) {
            try NameAttribute(.commonName, "a", as: .ia5)
        }
    }

    @Test(
        "each string type is written as its standard has it, read again and kept",
        arguments: [
            (.utf8, "é", [0x0C, 2, 0xC3, 0xA9]), (.printable, "e", [0x13, 1, 0x65]),
            (.teletex, "é", [0x14, 1, 0xE9]),
            (.universal, "😀", [0x1C, 4, 0, 1, 0xF6, 0]), (.bmp, "é", [0x1E, 2, 0, 0xE9]),
        ] as [(NameString.Kind, String, [UInt8])]
    )
    func stringTypes(kind: NameString.Kind, text: String, encoding: [UInt8]) throws {
        let name = DistinguishedName([try NameAttribute(.commonName, text, as: kind)])
        let inner = [6, 3, 0x55, 4, 3] + encoding
        let expected =
            [0x30, UInt8(inner.count + 4), 0x31, UInt8(inner.count + 2), 0x30, UInt8(inner.count)] + inner
        #expect(name.encoding == expected)
        #expect(try PKIXTests.name(der: expected) == name)
        #expect(name.commonName == text)
    }

    @Test(
        "octets that are no string of their type are refused",
        arguments: [
            (0x0C, [0xC3], .utf8), (0x0C, [0xED, 0xA0, 0x80], .utf8), (0x13, [0x80], .printable),
            (0x13, [0x0A], .printable), (0x1C, [0, 0, 0xD8, 0], .universal), (0x1C, [0, 0, 1], .universal),
            (0x1E, [0], .bmp), (0x1E, [0xD8, 0], .bmp), (0x16, [0x80], .ia5), (0x12, [0x41], .numeric),
        ] as [(UInt8, [UInt8], NameString.Kind)]
    )
    func malformed(tag: UInt8, octets: [UInt8], kind: NameString.Kind) {
        let inner = [6, 3, 0x55, 4, 3, tag, UInt8(octets.count)] + octets
        let encoding =
            [0x30, UInt8(inner.count + 4), 0x31, UInt8(inner.count + 2), 0x30, UInt8(inner.count)] + inner
        #expect(throws: PKIXError.malformedString(kind, offset: 11)) { try name(der: encoding) }
    }

    // RFC 4514, section 4, gives the first five; the last are ours, and have every character of the escapes.
    @Test("the description is that of RFC 4514, and fit for a terminal")
    func descriptions() throws {
        let steve = try DistinguishedName([
            (.domainComponent, "net"), (.domainComponent, "example"), (.userID, "jsmith"),
        ])
        #expect(steve.description == "UID=jsmith,DC=example,DC=net")
        let sales = DistinguishedName(relativeNames: [
            RelativeDistinguishedName(try NameAttribute(.domainComponent, "net")),
            RelativeDistinguishedName(try NameAttribute(.domainComponent, "example")),
            try RelativeDistinguishedName([
                try NameAttribute(.commonName, "J.  Smith"),
                try NameAttribute(.organizationalUnitName, "Sales"),
            ]),
        ])
        #expect(sales.description == "CN=J.  Smith+OU=Sales,DC=example,DC=net")
        #expect(
            try DistinguishedName([
                (.domainComponent, "net"), (.domainComponent, "example"),
                (.commonName, "James \"Jim\" Smith, III"),
            ]).description == "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net"
        )
        // "Before\0dAfter", whose carriage return only a certificate of another maker can have.
        let read = try name(
            der: [
                0x30, 23, 0x31, 21, 0x30, 19, 6, 3, 0x55, 4, 3, 0x0C, 12, 0x42, 0x65, 0x66, 0x6F, 0x72, 0x65,
                0x0D,
                0x41, 0x66, 0x74, 0x65, 0x72,
            ])
        #expect(read.description == "CN=Before\\0dAfter")
        #expect(try DistinguishedName([(.commonName, "Lučić")]).description == "CN=Lučić")
        let unknown = NameAttribute(
            type: ObjectIdentifier(1, 3, 6, 1, 4, 1, 1466, 0),
            value: .other([4, 2, 0x48, 0x69])
        )
        #expect(DistinguishedName([unknown]).description == "1.3.6.1.4.1.1466.0=#04024869")
        #expect(
            try DistinguishedName([(.commonName, "# a=b ")]).description == "CN=\\# a\\=b\\ "
        )
        #expect(
            try DistinguishedName([(.commonName, "a\u{202E}b\u{200B}")]).description
                == "CN=a\\e2\\80\\aeb\\e2\\80\\8b"
        )
    }

    @Test("a level of several attributes is a sorted set, and an empty one is refused")
    func levels() throws {
        let email = try NameAttribute(.emailAddress, "a@b")
        let common = try NameAttribute(.commonName, "x")
        let level = try RelativeDistinguishedName([email, common])
        #expect(level == (try RelativeDistinguishedName([common, email])))
        #expect(try name(der: DistinguishedName(relativeNames: [level]).encoding).relativeNames == [level])
        #expect(throws: PKIXError.emptyRelativeName) { try RelativeDistinguishedName([]) }
        #expect(throws: PKIXError.emptyList(offset: 2)) { try name(der: [0x30, 2, 0x31, 0]) }
    }

    @Test(
        "names of all attributes are to openssl what they are to us",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let openssl = try OpenSSL()
        try openssl(
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-keyout",
            "k",
            "-out",
            "c",
            "-multivalue-rdn",
            "-subj",
            "/C=CH/ST=a/L=b/O=c/OU=d/CN=e+emailAddress=f@g/DC=h/UID=i/serialNumber=j/name=k/SN=l/GN=m/initials=n"
                + "/generationQualifier=o/title=p/dnQualifier=q/pseudonym=r/street=s"
        )
        let subject = try certificate(pem: try openssl.folder.text("c")).subject
        let shown = try openssl("x509", "-in", "c", "-noout", "-subject", "-nameopt", "RFC2253")
        #expect("subject=\(subject)\n" == shown)
        #expect(try name(der: subject.encoding) == subject)
    }
}
