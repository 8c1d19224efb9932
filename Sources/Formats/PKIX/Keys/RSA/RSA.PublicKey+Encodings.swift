internal import Bignum
internal import DERCoding
public import RSACryptography

// RSA public keys (RFC 8017, appendix A.1.1; RFC 3279, section 2.3.1).
//
//     RSAPublicKey ::= SEQUENCE {
//         modulus         INTEGER,
//         publicExponent  INTEGER }
extension RSA.PublicKey {
    /// The label of a SubjectPublicKeyInfo in PEM (RFC 7468, section 13).
    public static let pemLabel = "PUBLIC KEY"
    /// The label of PKCS#1 in PEM, as OpenSSL writes it.
    public static let pkcs1PEMLabel = "RSA PUBLIC KEY"

    /// Reads PKCS#1.
    public init(pkcs1 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try DERReader<KeyEncodingError>.read(octets) { reader throws(KeyEncodingError) in
            try reader.sequence { reader throws(KeyEncodingError) in
                let modulus = Natural(bigEndian: try reader.unsignedInteger())
                let publicExponent = Natural(bigEndian: try reader.unsignedInteger())
                do throws(RSAError) {
                    return try RSA.PublicKey(modulus: modulus, publicExponent: publicExponent)
                } catch {
                    throw KeyEncodingError.invalidKey(error)
                }
            }
        }
    }

    /// Takes the RSA key of a SubjectPublicKeyInfo; a key of another algorithm, or for PSS alone, is refused.
    public init(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) {
        try info.algorithm.requireRSA()
        let key = info.subjectPublicKey
        try self.init(pkcs1: key.span)
    }

    /// Reads the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo octets: Span<UInt8>) throws(KeyEncodingError) {
        try self.init(try SubjectPublicKeyInfo(encoding: octets))
    }

    /// Reads the first public key of a PEM text, of either label, passing over documents of other labels.
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        let document = try PEMDocument(
            firstIn: text,
            labelled: [RSA.PublicKey.pemLabel, RSA.PublicKey.pkcs1PEMLabel]
        )
        let octets = document.octets
        if document.label == RSA.PublicKey.pemLabel {
            try self.init(subjectPublicKeyInfo: octets.span)
        } else {
            try self.init(pkcs1: octets.span)
        }
    }

    /// The key as PKCS#1.
    public var pkcs1Encoding: [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.unsignedInteger(modulus.bigEndianBytes.span)
                writer.unsignedInteger(publicExponent.bigEndianBytes.span)
            }
        }
    }

    /// The key as a SubjectPublicKeyInfo.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo {
        SubjectPublicKeyInfo(algorithm: .rsaEncryption, subjectPublicKey: pkcs1Encoding)
    }

    /// The key as a SubjectPublicKeyInfo in PEM.
    public var pemText: String {
        let encoding = subjectPublicKeyInfo.encoding
        return PEM.encode(encoding.span, label: RSA.PublicKey.pemLabel)
    }
}

extension AlgorithmIdentifier {
    /// `rsaEncryption` with its parameters, NULL (RFC 3279, section 2.3.1).
    public static let rsaEncryption = AlgorithmIdentifier(
        algorithm: .rsaEncryption,
        parameters: AlgorithmIdentifier.nullParameters
    )

    func requireRSA() throws(KeyEncodingError) {
        guard algorithm == .rsaEncryption else { throw .otherAlgorithm(algorithm, needed: .rsaEncryption) }
        guard parameters == AlgorithmIdentifier.nullParameters else {
            throw .unexpectedParameters(.rsaEncryption)
        }
    }

    /// As ``requireRSA()``, but for private keys, beside which every reader takes parameters that are absent too.
    func requireRSAOfPKCS8() throws(KeyEncodingError) {
        if algorithm == .rsaEncryption, parameters == nil { return }
        try requireRSA()
    }
}
