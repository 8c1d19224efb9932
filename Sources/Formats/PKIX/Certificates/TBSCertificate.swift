internal import DERCoding

/// What of a certificate is signed (RFC 5280, section 4.1).
///
///     TBSCertificate ::= SEQUENCE {
///         version          [0]  EXPLICIT Version DEFAULT v1,
///         serialNumber          CertificateSerialNumber,
///         signature             AlgorithmIdentifier,
///         issuer                Name,
///         validity              Validity,
///         subject               Name,
///         subjectPublicKeyInfo  SubjectPublicKeyInfo,
///         issuerUniqueID   [1]  IMPLICIT UniqueIdentifier OPTIONAL,
///         subjectUniqueID  [2]  IMPLICIT UniqueIdentifier OPTIONAL,
///         extensions       [3]  EXPLICIT Extensions OPTIONAL }
///
/// The unique identifiers of old certificates are passed over when read, and never written.
struct TBSCertificate {
    var version: Certificate.Version
    var serialNumber: SerialNumber
    var signature: AlgorithmIdentifier
    var issuer: DistinguishedName
    var validity: Validity
    var subject: DistinguishedName
    var subjectPublicKeyInfo: SubjectPublicKeyInfo
    var extensions: Extensions
}

extension TBSCertificate: SignedContents {
    var namedAlgorithm: AlgorithmIdentifier? { signature }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let version = try TBSCertificate.version(&reader)
            let serialNumber = try SerialNumber(reading: &reader)
            let signature = try AlgorithmIdentifier(reading: &reader)
            let issuer = try DistinguishedName(reading: &reader)
            let validity = try Validity(reading: &reader)
            let subject = try DistinguishedName(reading: &reader)
            let key = try SubjectPublicKeyInfo(reading: &reader)
            for number: UInt32 in [1, 2] where try reader.nextIs(.field(number)) {
                guard version != .v1 else { throw PKIXError.fieldOfLaterVersion(version) }
                _ = try reader.bitString(.field(number))
            }
            let extensions = try reader.optionalSequence(.constructedField(3)) { reader throws(PKIXError) in
                guard version == .v3 else { throw PKIXError.fieldOfLaterVersion(version) }
                return try Extensions(reading: &reader)
            }
            return TBSCertificate(
                version: version,
                serialNumber: serialNumber,
                signature: signature,
                issuer: issuer,
                validity: validity,
                subject: subject,
                subjectPublicKeyInfo: key,
                extensions: extensions ?? .none
            )
        }
    }

    private static func version(_ reader: inout PKIXReader) throws(PKIXError) -> Certificate.Version {
        let offset = reader.offset
        let number = try reader.optionalSequence(.constructedField(0)) { reader throws(PKIXError) in
            try reader.smallInteger()
        }
        guard let number else { return .v1 }
        guard let version = Certificate.Version(rawValue: number) else { throw .unknownVersion(number) }
        guard version != .v1 else { throw .malformed(.encodedDefault(offset: offset)) }
        return version
    }

    func encoding() throws(PKIXError) -> [UInt8] {
        try DERWriter.octets { writer throws(PKIXError) in
            try writer.sequence { writer throws(PKIXError) in
                if version != .v1 {
                    writer.element(.constructedField(0)) { $0.integer(version.rawValue) }
                }
                serialNumber.write(to: &writer)
                signature.write(to: &writer)
                issuer.write(to: &writer)
                try validity.write(to: &writer)
                subject.write(to: &writer)
                subjectPublicKeyInfo.write(to: &writer)
                if !extensions.isEmpty {
                    writer.element(.constructedField(3)) { extensions.write(to: &$0) }
                }
            }
        }
    }
}
