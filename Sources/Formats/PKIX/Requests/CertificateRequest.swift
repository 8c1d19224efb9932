public import DERCoding

/// A request for a certificate (PKCS#10; RFC 2986, section 4).
///
///     CertificationRequest ::= SEQUENCE {
///         certificationRequestInfo  CertificationRequestInfo,
///         signatureAlgorithm        AlgorithmIdentifier,
///         signature                 BIT STRING }
///
///     CertificationRequestInfo ::= SEQUENCE {
///         version        INTEGER { v1(0) },
///         subject        Name,
///         subjectPKInfo  SubjectPublicKeyInfo,
///         attributes     [0] IMPLICIT SET OF Attribute }
///
/// A value is a request that was read, with its exact octets, and equal to another where these are; reading
/// says nothing about its signature.
public struct CertificateRequest: Hashable, Sendable {
    /// An attribute of a request, its values as they stand.
    public struct Attribute: Hashable, Sendable {
        /// Which attribute.
        public let type: ObjectIdentifier
        /// The DER encoding of each value.
        public let values: [[UInt8]]
    }

    /// `extensionRequest`, the extensions that the certificate shall have (RFC 2985, section 5.4.2).
    public static let extensionRequest = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 14)

    /// The label of a request in PEM (RFC 7468, section 7).
    public static let pemLabel = "CERTIFICATE REQUEST"

    let signed: Signed<CertificationRequestInfo>

    /// Reads a request; nothing may follow it.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        signed = try Signed(der: octets)
    }

    /// Reads the first request of a PEM text; the label `NEW CERTIFICATE REQUEST` of old tools is taken too.
    public init(pem text: Span<UInt8>) throws(PKIXError) {
        let labels = [CertificateRequest.pemLabel, "NEW CERTIFICATE REQUEST"]
        guard let first = try pemDocuments(in: text, labelled: labels).first else {
            throw .malformedPEM(.missingDocument(label: CertificateRequest.pemLabel))
        }
        try self.init(der: first.span)
    }

    /// The request as PEM text.
    public var pemText: String {
        PEM.encode(encoding.span, label: CertificateRequest.pemLabel)
    }
}

extension CertificateRequest {
    /// The exact octets.
    public var encoding: [UInt8] { signed.encoding }
    /// The exact octets of what is signed.
    public var infoEncoding: [UInt8] { signed.contentsEncoding }
    /// Whose certificate is asked for.
    public var subject: DistinguishedName { signed.contents.subject }
    /// The subject's key.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo { signed.contents.subjectPublicKeyInfo }
    /// All attributes, in their order.
    public var attributes: [Attribute] { signed.contents.attributes }
    /// The extensions that are asked for.
    public var extensions: Extensions { signed.contents.extensions }
    /// How the request is signed.
    public var signatureAlgorithm: SignatureAlgorithm { signed.algorithm }
    /// The signature's octets.
    public var signature: [UInt8] { signed.signature }
}
