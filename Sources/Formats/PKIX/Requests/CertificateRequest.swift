public import DERCoding
internal import SecretMemory

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
/// A value is a request that was read, with its exact octets; reading says nothing about its signature.
public struct CertificateRequest: Sendable {
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

    /// The exact octets.
    public let encoding: [UInt8]
    /// The exact octets of what is signed.
    public let infoEncoding: [UInt8]
    /// Whose certificate is asked for.
    public let subject: DistinguishedName
    /// The subject's key.
    public let subjectPublicKeyInfo: SubjectPublicKeyInfo
    /// All attributes, in their order.
    public let attributes: [Attribute]
    /// The extensions that are asked for.
    public let extensions: Extensions
    /// How the request is signed.
    public let signatureAlgorithm: SignatureAlgorithm
    /// The signature's octets.
    public let signature: [UInt8]

    /// Reads a request; nothing may follow it.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        let parts = try PKIXReader.read(octets) { reader throws(PKIXError) in
            try reader.sequence { reader throws(PKIXError) in
                let (info, infoEncoding) = try reader.withEncoding { reader throws(PKIXError) in
                    try CertificationRequestInfo(reading: &reader)
                }
                let algorithm = try AlgorithmIdentifier(reading: &reader)
                return (info, infoEncoding, algorithm, [UInt8](copying: try reader.octetAlignedBitString()))
            }
        }
        let info = parts.0
        encoding = [UInt8](copying: octets)
        infoEncoding = parts.1
        signatureAlgorithm = SignatureAlgorithm(parts.2)
        signature = parts.3
        subject = info.subject
        subjectPublicKeyInfo = info.subjectPublicKeyInfo
        attributes = info.attributes
        extensions = try info.requestedExtensions()
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

extension CertificateRequest: Hashable {
    /// Requests are equal where their octets are.
    public static func == (left: CertificateRequest, right: CertificateRequest) -> Bool {
        left.encoding == right.encoding
    }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(encoding)
    }
}
