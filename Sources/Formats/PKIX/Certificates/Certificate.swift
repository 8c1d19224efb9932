internal import DERCoding
internal import SecretMemory

/// An X.509 certificate of any version and any key (RFC 5280, section 4.1).
///
///     Certificate ::= SEQUENCE {
///         tbsCertificate      TBSCertificate,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// A value is a certificate that was read, with its exact octets, and equal to another where these are; reading
/// says nothing about who signed it.
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
    package static let pemLabels = [pemLabel, "X509 CERTIFICATE", "X.509 CERTIFICATE"]
    /// The label of OpenSSL's own form, in which the certificate may be followed by what it is trusted for. It is for
    /// those who tell what OpenSSL finds in a file: other readers pass over it, and so does this one.
    package static let trustedPEMLabel = "TRUSTED CERTIFICATE"

    /// The exact octets.
    public let encoding: [UInt8]
    private(set) var place = Place()

    /// Reads a certificate; nothing may follow it.
    ///
    /// All of it is checked, and nothing of it copied but the octets: a name, a key or an extension is made when it is
    /// asked for.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        try place.read(octets, limits: DERLimits())
        encoding = [UInt8](copying: octets)
    }

    /// Reads a certificate that was made here, as long as it may be.
    init(issued octets: [UInt8]) throws(PKIXError) {
        try place.read(octets.span, limits: .own(octets))
        encoding = octets
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
    /// The exact octets of what is signed.
    public var tbsEncoding: [UInt8] { copy(place.contents) }
    /// The version.
    public var version: Version { place.version }
    /// The number that the issuer gave.
    public var serialNumber: SerialNumber {
        read(place.serialNumber) { reader throws(PKIXError) in try SerialNumber(reading: &reader) }
    }
    /// How the certificate is signed.
    public var signatureAlgorithm: SignatureAlgorithm {
        SignatureAlgorithm(
            read(place.algorithm) { reader throws(PKIXError) in try AlgorithmIdentifier(reading: &reader) }
        )
    }
    /// How the certificate is signed, by the algorithm's identifier alone.
    var signatureIdentifier: ObjectIdentifier {
        read(place.algorithm) { reader throws(PKIXError) in
            let place = try AlgorithmIdentifier.place(&reader)
            return ObjectIdentifier(checked: reader.octets(place.algorithm))
        }
    }
    /// Who signed it.
    public var issuer: DistinguishedName {
        read(place.issuer) { reader throws(PKIXError) in try DistinguishedName(reading: &reader) }
    }
    /// When it is valid.
    public var validity: Validity { place.validity }
    /// The subject.
    public var subject: DistinguishedName {
        read(place.subject) { reader throws(PKIXError) in try DistinguishedName(reading: &reader) }
    }
    /// The subject's key.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo {
        read(place.subjectPublicKeyInfo) { reader throws(PKIXError) in
            try SubjectPublicKeyInfo(reading: &reader)
        }
    }
    /// The extensions; empty below v3.
    public var extensions: Extensions { Extensions(octets: encoding, place: place.extensions) }
    /// The signature's octets.
    public var signature: [UInt8] { copy(place.signature) }

    /// Whether issuer and subject are one, so that nobody stands above; says nothing about the signature.
    public var isSelfIssued: Bool { areEqual(octets(place.issuer), octets(place.subject)) }

    /// Whether `other` has the name that this certificate gives its issuer.
    package func namesIssuer(_ other: Certificate) -> Bool {
        areEqual(octets(place.issuer), other.octets(other.place.subject))
    }

    /// The octets of a part.
    @_lifetime(borrow self)
    func octets(_ part: Stretch) -> Span<UInt8> {
        encoding.span.extracting(part.range)
    }

    private func copy(_ part: Stretch) -> [UInt8] { Array(encoding[part.range]) }

    private func read<Value>(
        _ part: Stretch,
        _ body: (inout PKIXReader) throws(PKIXError) -> Value
    ) -> Value {
        PKIXReader.reread(encoding.span, part.range, body)
    }
}

// Values are equal where their octets are.
extension Certificate: Hashable {
    /// Whether the octets of both are the same.
    public static func == (left: Certificate, right: Certificate) -> Bool { left.encoding == right.encoding }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) { hasher.combine(octets: encoding) }
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
