internal import DERCoding
internal import SecretMemory

/// An X.509 certificate of any version and any key (RFC 5280, section 4.1).
///
///     Certificate ::= SEQUENCE {
///         tbsCertificate      TBSCertificate,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// A value is a certificate that was read, with its exact octets; reading says nothing about who signed it.
public struct Certificate: Sendable {
    /// The versions, by the numbers that are written.
    public enum Version: Int, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// Neither extensions nor unique identifiers.
        case v1 = 0
        /// With unique identifiers.
        case v2 = 1
        /// With extensions too.
        case v3 = 2

        /// Such as `v3`.
        public var description: String { "v\(rawValue + 1)" }
    }

    /// The label of a certificate in PEM (RFC 7468, section 5).
    public static let pemLabel = "CERTIFICATE"

    /// The labels that are read: the standard's, and those of old tools (RFC 7468, section 5.3).
    private static let pemLabels = [pemLabel, "X509 CERTIFICATE", "X.509 CERTIFICATE"]

    /// The exact octets.
    public let encoding: [UInt8]
    /// The exact octets of what is signed.
    public let tbsEncoding: [UInt8]
    /// The version.
    public let version: Version
    /// The number that the issuer gave.
    public let serialNumber: SerialNumber
    /// How the certificate is signed.
    public let signatureAlgorithm: SignatureAlgorithm
    /// Who signed it.
    public let issuer: DistinguishedName
    /// When it is valid.
    public let validity: Validity
    /// Whose it is.
    public let subject: DistinguishedName
    /// The subject's key.
    public let subjectPublicKeyInfo: SubjectPublicKeyInfo
    /// What else it says; none below v3.
    public let extensions: Extensions
    /// The signature's octets.
    public let signature: [UInt8]

    /// Reads a certificate; nothing may follow it.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        let parts = try PKIXReader.read(octets) { reader throws(PKIXError) in
            try reader.sequence { reader throws(PKIXError) in
                let (fields, tbsEncoding) = try reader.withEncoding { reader throws(PKIXError) in
                    try TBSCertificate(reading: &reader)
                }
                let outerAlgorithm = try AlgorithmIdentifier(reading: &reader)
                guard outerAlgorithm == fields.signature else { throw PKIXError.signatureAlgorithmMismatch }
                return (fields, tbsEncoding, [UInt8](copying: try reader.octetAlignedBitString()))
            }
        }
        let fields = parts.0
        encoding = [UInt8](copying: octets)
        tbsEncoding = parts.1
        signature = parts.2
        version = fields.version
        serialNumber = fields.serialNumber
        signatureAlgorithm = SignatureAlgorithm(fields.signature)
        issuer = fields.issuer
        validity = fields.validity
        subject = fields.subject
        subjectPublicKeyInfo = fields.subjectPublicKeyInfo
        extensions = fields.extensions
    }

    /// Reads the first certificate of a PEM text, passing over documents of other labels.
    public init(pem text: Span<UInt8>) throws(PKIXError) {
        guard let first = try pemDocuments(in: text, labelled: Certificate.pemLabels).first else {
            throw .malformedPEM(.missingDocument(label: Certificate.pemLabel))
        }
        try self.init(der: first.span)
    }

    /// Reads all certificates of a PEM text, passing over documents of other labels.
    public static func all(pem text: Span<UInt8>) throws(PKIXError) -> [Certificate] {
        var certificates: [Certificate] = []
        for octets in try pemDocuments(in: text, labelled: pemLabels) {
            certificates.append(try Certificate(der: octets.span))
        }
        return certificates
    }

    /// The certificate as PEM text.
    public var pemText: String {
        PEM.encode(encoding.span, label: Certificate.pemLabel)
    }

    /// Whether issuer and subject are one, so that nobody stands above; says nothing about the signature.
    public var isSelfIssued: Bool { issuer == subject }
}

extension Certificate: Hashable {
    /// Certificates are equal where their octets are.
    public static func == (left: Certificate, right: Certificate) -> Bool {
        left.encoding == right.encoding
    }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(encoding)
    }
}

/// The octets of all documents that have one of the labels; bodies of others are not decoded.
func pemDocuments(in text: Span<UInt8>, labelled labels: [String]) throws(PKIXError) -> [[UInt8]] {
    do {
        var reader = try PEMReader(text)
        var documents: [[UInt8]] = []
        while let block = try reader.next() {
            if labels.contains(block.label) { documents.append(try block.octets()) }
        }
        return documents
    } catch {
        throw .malformedPEM(error)
    }
}
