import DERCoding
import PKIX
import Testing

@Suite("Malformed certificates are refused, each with its own reason")
struct MalformedCertificateTests {
    /// The parts of a small certificate, each to be replaced.
    struct Parts {
        var version: [UInt8] = [0xA0, 3, 2, 1, 2]
        var serialNumber: [UInt8] = [2, 1, 1]
        var algorithm: [UInt8] = [0x30, 5, 6, 3, 0x2B, 0x65, 0x70]
        var name: [UInt8] = [0x30, 0]
        var uniqueIdentifiers: [UInt8] = []
        var extensions: [CertificateExtension] = []
        var outerAlgorithm: [UInt8] = [0x30, 5, 6, 3, 0x2B, 0x65, 0x70]
        var rest: [UInt8] = []

        var encoding: [UInt8] {
            DERWriter.octets { writer in
                writer.sequence { writer in
                    writer.sequence { writer in
                        for part in [version, serialNumber, algorithm, name] { writer.encoded(part.span) }
                        writer.sequence { writer in
                            try? writer.time(DERTime(secondsSince1970: 0))
                            try? writer.time(.latest)
                        }
                        writer.encoded(name.span)
                        writer.encoded([0x30, 10, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 1, 0].span)
                        writer.encoded(uniqueIdentifiers.span)
                        if !extensions.isEmpty {
                            writer.element(.constructedField(3)) { writer in
                                writer.sequence { writer in
                                    for one in extensions {
                                        writer.sequence { writer in
                                            writer.objectIdentifier(one.identifier)
                                            if one.isCritical { writer.boolean(true) }
                                            writer.octetString(one.contents.span)
                                        }
                                    }
                                }
                            }
                        }
                    }
                    writer.encoded(outerAlgorithm.span)
                    writer.bitString([1, 2].span)
                    writer.encoded(rest.span)
                }
            }
        }
    }

    private func read(_ change: (inout Parts) -> Void) throws(PKIXError) -> Certificate {
        var parts = Parts()
        change(&parts)
        return try certificate(der: parts.encoding)
    }

    private func read(_ identifier: ObjectIdentifier, _ contents: [UInt8]) throws(PKIXError) -> Certificate {
        try read {
            $0.extensions = [
                CertificateExtension(identifier: identifier, isCritical: false, contents: contents)
            ]
        }
    }

    @Test("the certificate that the others change is read")
    func unchanged() throws {
        let certificate = try read { _ in }
        #expect(certificate.version == .v3)
        #expect(certificate.subject.isEmpty)
    }

    @Test("versions that no standard has, and fields that a version has not")
    func versions() throws {
        #expect(throws: PKIXError.unknownVersion(3)) { try read { $0.version = [0xA0, 3, 2, 1, 3] } }
        #expect(throws: PKIXError.self) { try read { $0.version = [0xA0, 3, 2, 1, 0] } }
        #expect(try read { $0.version = [] }.version == .v1)
        let identifier: [UInt8] = [0x81, 2, 0, 1]
        #expect(throws: PKIXError.fieldOfLaterVersion(.v1)) {
            try read {
                $0.version = []; $0.uniqueIdentifiers = identifier
            }
        }
        #expect(
            try read {
                $0.version = [0xA0, 3, 2, 1, 1]; $0.uniqueIdentifiers = identifier
            }.version == .v2
        )
        let constraints = CertificateExtension(BasicConstraints.endEntity, isCritical: true)
        #expect(throws: PKIXError.fieldOfLaterVersion(.v2)) {
            try read {
                $0.version = [0xA0, 3, 2, 1, 1]; $0.extensions = [constraints]
            }
        }
    }

    @Test("an extension that stands twice")
    func duplicates() {
        let usage = CertificateExtension(KeyUsage.digitalSignature, isCritical: true)
        #expect(throws: PKIXError.duplicateExtension(KeyUsage.identifier)) {
            try read { $0.extensions = [usage, usage] }
        }
    }

    @Test("two signature algorithms, one inside and another outside")
    func algorithms() {
        #expect(throws: PKIXError.signatureAlgorithmMismatch) {
            try read { $0.outerAlgorithm = [0x30, 5, 6, 3, 0x2B, 0x65, 0x71] }
        }
    }

    @Test("octets after the signature")
    func leftOver() {
        #expect(throws: PKIXError.self) { try read { $0.rest = [5, 0] } }
    }

    @Test("serial numbers: negative ones are read, endless ones are not")
    func serialNumbers() throws {
        #expect(try !read { $0.serialNumber = [2, 1, 0xFF] }.serialNumber.isPositive)
        #expect(try !read { $0.serialNumber = [2, 1, 0] }.serialNumber.isPositive)
        #expect(throws: PKIXError.oversizedSerialNumber(octetCount: 65)) {
            try read { $0.serialNumber = [2, 65, 1] + [UInt8](repeating: 0, count: 64) }
        }
    }

    @Test("malformed contents of known extensions")
    func contents() throws {
        #expect(throws: PKIXError.pathLengthWithoutAuthority) {
            try read(BasicConstraints.identifier, [0x30, 3, 2, 1, 0])
        }
        #expect(
            throws: PKIXError.malformedExtension(BasicConstraints.identifier, .invalidBoolean(offset: 2))
        ) { try read(BasicConstraints.identifier, [0x30, 3, 1, 1, 1]) }
        #expect(
            throws: PKIXError.malformedExtension(
                BasicConstraints.identifier,
                .trailingOctets(count: 1, offset: 2)
            )
        ) { try read(BasicConstraints.identifier, [0x30, 0, 0]) }
        #expect(throws: PKIXError.emptyKeyUsage) { try read(KeyUsage.identifier, [3, 1, 0]) }
        #expect(throws: PKIXError.emptyKeyUsage) { try read(KeyUsage.identifier, [3, 2, 0, 0]) }
        #expect(throws: PKIXError.malformedExtension(KeyUsage.identifier, .unknownNamedBits(offset: 0))) {
            try read(KeyUsage.identifier, [3, 3, 0, 0, 1])
        }
        #expect(throws: PKIXError.emptyList(offset: 0)) { try read(ExtendedKeyUsage.identifier, [0x30, 0]) }
        #expect(throws: PKIXError.emptyList(offset: 0)) {
            try read(SubjectAlternativeName.identifier, [0x30, 0])
        }
        #expect(throws: PKIXError.malformedIPAddress(octetCount: 5, offset: 2)) {
            try read(SubjectAlternativeName.identifier, [0x30, 7, 0x87, 5, 1, 2, 3, 4, 5])
        }
        #expect(throws: PKIXError.malformedString(.ia5, offset: 2)) {
            try read(SubjectAlternativeName.identifier, [0x30, 3, 0x82, 1, 0xE9])
        }
        #expect(throws: PKIXError.emptyDistributionPoint) {
            try read(CRLDistributionPoints.identifier, [0x30, 2, 0x30, 0])
        }
        #expect(try read(ObjectIdentifier(2, 5, 29, 30), [9, 9, 9]).extensions.all.count == 1)
    }
}
