import DERCoding
import PKIX
import TestSupport
import Testing

/// What the world writes against the standards, made by openssl from a description, and read by it, too.
@Suite(
    "Certificates that are not to the letter",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct LeniencyTests {
    private let openssl: OpenSSL

    init() throws {
        openssl = try OpenSSL()
    }

    /// A certificate of openssl's making, with these extensions.
    private func certificate(_ extensions: String...) throws -> Certificate {
        try openssl.run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-subj", "/CN=r"]
                + ["-config", "/dev/null", "-outform", "DER", "-out", "c"]
                + extensions.flatMap { ["-addext", $0] }
        )
        let octets = try openssl.folder.read("c")
        let certificate = try PKIXTests.certificate(der: octets)
        #expect(certificate.encoding == octets)
        #expect(try certificate.isSigned(by: certificate))
        return certificate
    }

    /// A certificate of parts that openssl writes as they are described, with no signature to speak of.
    ///
    /// - Parameters:
    ///   - name: the description of both names' only level.
    ///   - extensions: the description of the list of extensions.
    private func described(
        name: String = "SET:attributes",
        extensions: String,
        _ sections: String = ""
    ) throws -> Certificate {
        let description = """
            asn1=SEQUENCE:certificate
            [certificate]
            contents=SEQUENCE:contents
            algorithm=SEQUENCE:algorithm
            signature=FORMAT:HEX,BITSTRING:00
            [contents]
            version=EXPLICIT:0,INTEGER:2
            serial=INTEGER:5
            algorithm=SEQUENCE:algorithm
            issuer=SEQUENCE:name
            validity=SEQUENCE:validity
            subject=SEQUENCE:name
            key=SEQUENCE:key
            extensions=EXPLICIT:3,\(extensions)
            [algorithm]
            identifier=OID:1.3.101.112
            [name]
            level=\(name)
            [attributes]
            one=SEQUENCE:common
            two=SEQUENCE:unit
            [common]
            type=OID:2.5.4.3
            value=UTF8:b
            [unit]
            type=OID:2.5.4.11
            value=UTF8:a
            [validity]
            from=UTCTIME:260101000000Z
            to=UTCTIME:360101000000Z
            [key]
            algorithm=SEQUENCE:algorithm
            key=FORMAT:HEX,BITSTRING:\(String(repeating: "5A", count: 32))
            \(sections)
            """
        try openssl.folder.write(description + "\n", to: "description")
        try openssl("asn1parse", "-genconf", "description", "-noout", "-out", "c")
        let octets = try openssl.folder.read("c")
        let certificate = try PKIXTests.certificate(der: octets)
        #expect(certificate.encoding == octets)
        return certificate
    }

    /// What openssl says of the certificate of the last call.
    private func text() throws -> String {
        try openssl("x509", "-inform", "DER", "-in", "c", "-noout", "-text")
    }

    @Test("A key usage that ends in zeros is the usage that it has")
    func trailingZeros() throws {
        let certificate = try certificate("keyUsage=critical,DER:03:03:07:06:00")
        #expect(certificate.extensions.keyUsage == [.keyCertSign, .crlSign])
        #expect(try text().contains("Certificate Sign, CRL Sign"))
    }

    @Test("cA FALSE and critical FALSE may be written out")
    func writtenDefaults() throws {
        #expect(
            try certificate("basicConstraints=critical,DER:30:03:01:01:00").extensions.basicConstraints
                == .endEntity
        )
        #expect(try text().contains("CA:FALSE"))
        let certificate = try described(
            extensions: "SEQUENCE:extensions",
            """
            [extensions]
            one=SEQUENCE:usage
            [usage]
            identifier=OID:2.5.29.15
            critical=BOOLEAN:FALSE
            value=FORMAT:HEX,OCTETSTRING:03020780
            """
        )
        #expect(certificate.extensions.keyUsage == .digitalSignature)
        #expect(certificate.extensions[KeyUsage.identifier]?.isCritical == false)
        #expect(try text().contains("X509v3 Key Usage: \n"))
    }

    @Test("A list of extensions may be empty")
    func noExtensions() throws {
        #expect(try described(extensions: "SEQUENCE").extensions.isEmpty)
        #expect(try text().contains("Version: 3"))
    }

    @Test("Half a reference to the authority's certificate is read, and names none")
    func halfReferences() throws {
        let issuer = "A1:10:A4:0E:30:0C:31:0A:30:08:06:03:55:04:03:0C:01:78"
        let halves: [(value: String, shown: String)] = [
            ("30:12:" + issuer, "DirName:/CN=x"), ("30:03:82:01:07", "serial:07"),
        ]
        for (value, shown) in halves {
            let certificate = try certificate("authorityKeyIdentifier=DER:" + value)
            let identifier = try #require(certificate.extensions.authorityKeyIdentifier)
            #expect(identifier.certificate == nil && identifier.keyIdentifier == nil)
            #expect((identifier.certificateIssuer == nil) != (identifier.certificateSerialNumber == nil))
            #expect(try text().contains(shown))
        }
        let whole = try certificate("authorityKeyIdentifier=DER:30:15:\(issuer):82:01:07")
        #expect(whole.extensions.authorityKeyIdentifier?.certificate?.serialNumber.isPositive == true)
    }

    @Test("The attributes of a level may stand in any order, in which they are written again")
    func unsortedNames() throws {
        let sorted = try described(extensions: "SEQUENCE")
        let unsorted = try described(
            name: "IMPLICIT:17U,SEQUENCE:turned",
            extensions: "SEQUENCE",
            Self.turned
        )
        #expect(try text().contains("Subject: OU = a + CN = b\n"))
        let (one, other) = (sorted.subject.relativeNames[0], unsorted.subject.relativeNames[0])
        #expect(one.attributes == other.attributes.reversed())
        let encoding = unsorted.subject.encoding
        let octets = try openssl.folder.read("c")
        #expect(octets.indices.contains { octets[$0...].starts(with: encoding) })
    }

    /// Deviations that openssl takes and others refuse: the description of the name's only level, and of an extension.
    private static let differing: [(what: String, level: String, extensions: String)] = [
        (
            "a Boolean that is 01", "SET:attributes",
            """
            one=SEQUENCE:usage
            [usage]
            identifier=OID:2.5.29.15
            critical=IMPLICIT:1U,FORMAT:HEX,OCTETSTRING:01
            value=FORMAT:HEX,OCTETSTRING:03020780
            """
        ),
        ("an umlaut in a PrintableString", "SET:foreign", foreign(tag: 19)),
        ("an umlaut in an IA5String", "SET:foreign", foreign(tag: 22)),
        (
            "an umlaut in a domain name", "SET:attributes",
            """
            one=SEQUENCE:names
            [names]
            identifier=OID:2.5.29.17
            value=FORMAT:HEX,OCTETSTRING:300882066BC3BC2E6465
            """
        ),
        (
            "an extension that stands twice", "SET:attributes",
            """
            one=SEQUENCE:usage
            two=SEQUENCE:usage
            [usage]
            identifier=OID:2.5.29.15
            value=FORMAT:HEX,OCTETSTRING:03020780
            """
        ),
        (
            "one that nobody knows and that stands twice", "SET:attributes",
            """
            one=SEQUENCE:unknown
            two=SEQUENCE:unknown
            [unknown]
            identifier=OID:1.2.3.4
            value=FORMAT:HEX,OCTETSTRING:0500
            """
        ),
    ]

    private static func foreign(tag: Int) -> String {
        """
        one=SEQUENCE:usage
        [usage]
        identifier=OID:2.5.29.15
        value=FORMAT:HEX,OCTETSTRING:03020780
        [foreign]
        one=SEQUENCE:odd
        [odd]
        type=OID:2.5.4.3
        value=IMPLICIT:\(tag)U,FORMAT:HEX,OCTETSTRING:C3BC
        """
    }

    @Test("What readers differ about is refused, though openssl reads it")
    func differing() throws {
        for (what, level, extensions) in Self.differing {
            #expect(throws: PKIXError.self, "\(what)") {
                _ = try described(
                    name: level,
                    extensions: "SEQUENCE:extensions",
                    "[extensions]\n" + extensions
                )
            }
            #expect(try text().contains("Version: 3"), "\(what)")
        }
    }

    @Test("OpenSSL's own form of a certificate is passed over")
    func trusted() throws {
        let certificate = try certificate()
        try openssl("x509", "-inform", "DER", "-in", "c", "-trustout", "-out", "trusted")
        let trusted = try openssl.folder.read("trusted")
        #expect(throws: PKIXError.self) { try Certificate(pem: trusted.span) }
        let text = trusted + Array(certificate.pemText.utf8)
        #expect(try Certificate.all(pem: text.span) == [certificate])
    }

    private static let turned = """
        [turned]
        one=SEQUENCE:unit
        two=SEQUENCE:common
        """

    @Test("White space anywhere in the body of PEM is none of it, for keys too")
    func whiteSpace() throws {
        let certificate = try certificate()
        let pem = certificate.pemText.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init
        )
        let indented = pem.map { line in
            line.isEmpty || line.hasPrefix("-") ? line : "    \(line.prefix(20)) \t\(line.dropFirst(20)) "
        }.joined(separator: "\n")
        try openssl.folder.write(indented, to: "indented")
        #expect(try openssl("x509", "-in", "indented", "-outform", "DER", "-out", "again") == "")
        #expect(try openssl.folder.read("again") == certificate.encoding)
        let text = Array(indented.utf8)
        #expect(try Certificate(pem: text.span) == certificate)
    }
}
