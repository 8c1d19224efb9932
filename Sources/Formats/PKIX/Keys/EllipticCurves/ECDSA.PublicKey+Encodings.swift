internal import DERCoding
public import EllipticCurves
internal import SecretMemory

// Public keys on elliptic curves (RFC 5480, section 2).
extension ECDSA.PublicKey {
    /// The label of a SubjectPublicKeyInfo in PEM (RFC 7468, section 13).
    public static let pemLabel = "PUBLIC KEY"

    /// Takes the key of a SubjectPublicKeyInfo on one of the named curves; the point may be compressed.
    public init(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) {
        let curve = try info.algorithm.curve()
        let point = info.subjectPublicKey
        do throws(EllipticCurveError) {
            try self.init(curve, x963: point.span)
        } catch {
            throw .invalidCurveKey(error)
        }
    }

    /// Reads the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo octets: Span<UInt8>) throws(KeyEncodingError) {
        try self.init(try SubjectPublicKeyInfo(encoding: octets))
    }

    /// Reads the first public key of a PEM text, passing over documents of other labels.
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        try self.init(try SubjectPublicKeyInfo(pem: text))
    }

    /// The key as a SubjectPublicKeyInfo, with its point uncompressed.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo {
        SubjectPublicKeyInfo(algorithm: AlgorithmIdentifier(curve), subjectPublicKey: x963)
    }

    /// The key as a SubjectPublicKeyInfo in PEM.
    public var pemText: String {
        let encoding = subjectPublicKeyInfo.encoding
        return PEM.encode(encoding.span, label: ECDSA.PublicKey.pemLabel)
    }
}
