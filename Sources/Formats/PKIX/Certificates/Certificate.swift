internal import DERCoding

/// An X.509 certificate of any version and any key (RFC 5280, section 4.1).
///
///     Certificate ::= SEQUENCE {
///         tbsCertificate      TBSCertificate,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// A value is a certificate that was read, with its exact octets, and equal to another where these are; reading
/// says nothing about who signed it.
public struct Certificate: Hashable, Sendable {
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
    package static let pemLabels = [pemLabel, "X509 CERTIFICATE", "X.509 CERTIFICATE"]
    /// The label of OpenSSL's own form, in which the certificate may be followed by what it is trusted for. It is for
    /// those who tell what OpenSSL finds in a file: other readers pass over it, and so does this one.
    package static let trustedPEMLabel = "TRUSTED CERTIFICATE"

    let signed: Signed<TBSCertificate>

    init(signed: Signed<TBSCertificate>) {
        self.signed = signed
    }

    /// Reads a certificate; nothing may follow it.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        signed = try Signed(der: octets)
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
}

extension Certificate {
    /// The exact octets.
    public var encoding: [UInt8] { signed.encoding }
    /// The exact octets of what is signed.
    public var tbsEncoding: [UInt8] { signed.contentsEncoding }
    /// The version.
    public var version: Version { signed.contents.version }
    /// The number that the issuer gave.
    public var serialNumber: SerialNumber { signed.contents.serialNumber }
    /// How the certificate is signed.
    public var signatureAlgorithm: SignatureAlgorithm { signed.algorithm }
    /// Who signed it.
    public var issuer: DistinguishedName { signed.contents.issuer }
    /// When it is valid.
    public var validity: Validity { signed.contents.validity }
    /// The subject.
    public var subject: DistinguishedName { signed.contents.subject }
    /// The subject's key.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo { signed.contents.subjectPublicKeyInfo }
    /// The extensions; empty below v3.
    public var extensions: Extensions { signed.contents.extensions }
    /// The signature's octets.
    public var signature: [UInt8] { signed.signature }

    /// Whether issuer and subject are one, so that nobody stands above; says nothing about the signature.
    public var isSelfIssued: Bool { issuer == subject }
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
