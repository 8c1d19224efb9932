internal import DERCoding

/// What of a certificate is signed, to be written (RFC 5280, section 4.1).
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
/// The unique identifiers of old certificates are never written.
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

extension TBSCertificate: SignableContents {
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
