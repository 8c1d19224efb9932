import DERCoding

@testable import PKIX

/// A certificate as one reads it who makes a value of every part at once, in the order of the standard: what
/// ``Certificate`` is held against, which checks the parts first and makes them when they are asked for.
struct EagerCertificate {
    var contents: [UInt8] = []
    var version = Certificate.Version.v1
    let serialNumber: SerialNumber
    let issuer: DistinguishedName
    let validity: Validity
    let subject: DistinguishedName
    let subjectPublicKeyInfo: SubjectPublicKeyInfo
    var extensions: [CertificateExtension] = []
    var known = Known()
    let algorithm: AlgorithmIdentifier
    let signature: [UInt8]

    struct Known: Equatable {
        var basicConstraints: BasicConstraints?
        var keyUsage: KeyUsage?
        var extendedKeyUsage: ExtendedKeyUsage?
        var subjectAlternativeName: SubjectAlternativeName?
        var subjectKeyIdentifier: SubjectKeyIdentifier?
        var authorityKeyIdentifier: AuthorityKeyIdentifier?
        var crlDistributionPoints: CRLDistributionPoints?
        var authorityInformationAccess: AuthorityInformationAccess?
    }

    init(der octets: [UInt8]) throws(PKIXError) {
        self = try PKIXReader.read(octets.span) { (reader) throws(PKIXError) in
            try reader.sequence { (reader) throws(PKIXError) in try EagerCertificate(fields: &reader) }
        }
    }

    private init(fields outer: inout PKIXReader) throws(PKIXError) {
        let (fields, encoding) = try outer.withEncoding { (reader) throws(PKIXError) in
            try reader.sequence { (reader) throws(PKIXError) in try Contents(reading: &reader) }
        }
        contents = encoding
        (version, serialNumber, issuer, validity) = (
            fields.version, fields.serialNumber, fields.issuer, fields.validity
        )
        (subject, subjectPublicKeyInfo) = (fields.subject, fields.subjectPublicKeyInfo)
        (extensions, known) = (fields.extensions, fields.known)
        algorithm = try AlgorithmIdentifier(reading: &outer)
        guard algorithm == fields.algorithm else { throw .signatureAlgorithmMismatch }
        signature = array(try outer.octetAlignedBitString())
    }

    private struct Contents {
        var version = Certificate.Version.v1
        let serialNumber: SerialNumber
        let algorithm: AlgorithmIdentifier
        let issuer: DistinguishedName
        let validity: Validity
        let subject: DistinguishedName
        let subjectPublicKeyInfo: SubjectPublicKeyInfo
        var extensions: [CertificateExtension] = []
        var known = Known()

        init(reading reader: inout PKIXReader) throws(PKIXError) {
            if try reader.nextIs(.constructedField(0)) {
                let offset = reader.offset
                let number = try reader.sequence(.constructedField(0)) { (reader) throws(PKIXError) in
                    try reader.smallInteger()
                }
                guard let found = Certificate.Version(rawValue: number) else { throw .unknownVersion(number) }
                guard found != .v1 else { throw .malformed(.encodedDefault(offset: offset)) }
                version = found
            }
            serialNumber = try SerialNumber(reading: &reader)
            algorithm = try AlgorithmIdentifier(reading: &reader)
            issuer = try DistinguishedName(reading: &reader)
            validity = try Validity(reading: &reader)
            subject = try DistinguishedName(reading: &reader)
            subjectPublicKeyInfo = try SubjectPublicKeyInfo(reading: &reader)
            for number: UInt32 in [1, 2] where try reader.nextIs(.field(number)) {
                guard version != .v1 else { throw .fieldOfLaterVersion(version) }
                _ = try reader.bitString(.field(number))
            }
            guard try reader.nextIs(.constructedField(3)) else { return }
            let version = version
            (extensions, known) = try reader.sequence(.constructedField(3)) { (reader) throws(PKIXError) in
                guard version == .v3 else { throw .fieldOfLaterVersion(version) }
                var all: [CertificateExtension] = []
                try reader.sequenceOf { (reader) throws(PKIXError) in
                    all.append(try CertificateExtension(reading: &reader))
                }
                var seen: Set<ObjectIdentifier> = []
                for one in all where !seen.insert(one.identifier).inserted {
                    throw .duplicateExtension(one.identifier)
                }
                return (all, try Known(all))
            }
        }
    }
}

extension EagerCertificate.Known {
    fileprivate init(_ all: [CertificateExtension]) throws(PKIXError) {
        func find<Contents: ExtensionContents>(_ type: Contents.Type) throws(PKIXError) -> Contents? {
            guard let one = all.first(where: { $0.identifier == Contents.identifier }) else { return nil }
            return try one.read(type)
        }
        basicConstraints = try find(BasicConstraints.self)
        keyUsage = try find(KeyUsage.self)
        extendedKeyUsage = try find(ExtendedKeyUsage.self)
        subjectAlternativeName = try find(SubjectAlternativeName.self)
        subjectKeyIdentifier = try find(SubjectKeyIdentifier.self)
        authorityKeyIdentifier = try find(AuthorityKeyIdentifier.self)
        crlDistributionPoints = try find(CRLDistributionPoints.self)
        authorityInformationAccess = try find(AuthorityInformationAccess.self)
    }

    /// The same of a certificate that was checked.
    init(_ extensions: Extensions) {
        basicConstraints = extensions.basicConstraints
        keyUsage = extensions.keyUsage
        extendedKeyUsage = extensions.extendedKeyUsage
        subjectAlternativeName = extensions.subjectAlternativeName
        subjectKeyIdentifier = extensions.subjectKeyIdentifier
        authorityKeyIdentifier = extensions.authorityKeyIdentifier
        crlDistributionPoints = extensions.crlDistributionPoints
        authorityInformationAccess = extensions.authorityInformationAccess
    }
}

private func array(_ octets: Span<UInt8>) -> [UInt8] {
    octets.indices.map { octets[$0] }
}
