internal import DERCoding
public import EllipticCurves
internal import SecretMemory

// Private keys on elliptic curves (RFC 5915, section 3; RFC 5958, section 2).
//
//     ECPrivateKey ::= SEQUENCE {
//         version         INTEGER { ecPrivkeyVer1(1) },
//         privateKey      OCTET STRING,
//         parameters  [0] ECParameters OPTIONAL,
//         publicKey   [1] BIT STRING OPTIONAL }
extension ECDSA.PrivateKey {
    /// The label of PKCS#8 in PEM (RFC 7468, section 10).
    public static let pemLabel = PrivateKeyDocument.pkcs8Label
    /// The label of SEC 1 in PEM (RFC 5915, section 4), as OpenSSL writes it.
    public static let sec1PEMLabel = "EC PRIVATE KEY"

    /// Reads an ECPrivateKey, which must name its curve.
    ///
    /// Throws ``KeyEncodingError/publicKeyMismatch`` where the public key beside the private one is another's. Leaks:
    /// the curve, and whether the key was right and what was wrong with it.
    public init(sec1 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try KeyReader.read(octets) { reader throws(KeyEncodingError) in
            try ECDSA.PrivateKey(readingSEC1: &reader, curve: nil)
        }
    }

    /// Reads PKCS#8. An encrypted key, one of another algorithm and one whose public key is not that of the private one
    /// are refused.
    ///
    /// Leaks: the curve, and whether the key was right and what was wrong with it.
    public init(pkcs8 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try PrivateKeyInfo.read(octets) { algorithm, reader throws(KeyEncodingError) in
            try ECDSA.PrivateKey(readingSEC1: &reader, curve: algorithm.curve())
        } isPublicKey: { key, octets throws(KeyEncodingError) in
            key.publicKey.x963 == [UInt8](copying: octets)
        }
    }

    /// Reads PKCS#8 or SEC 1, whichever the octets are.
    ///
    /// Leaks: the curve, and whether the key was right and what was wrong with it.
    public init(der octets: Span<UInt8>) throws(KeyEncodingError) {
        if try PrivateKeyInfo.distinguishingTag(of: octets) == .octetString {
            try self.init(sec1: octets)
        } else {
            try self.init(pkcs8: octets)
        }
    }

    /// Reads the first private key of a PEM text, PKCS#8 or SEC 1, passing over documents that are no private keys,
    /// such as the `EC PARAMETERS` that OpenSSL writes before a key.
    ///
    /// Leaks: the text's lines and labels, the curve, and whether the key was right and what was wrong with it.
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        let document = try PrivateKeyDocument.find(in: text, of: .ecPublicKey)
        if document.label == ECDSA.PrivateKey.sec1PEMLabel {
            try self.init(sec1: document.octets.span)
        } else {
            try self.init(pkcs8: document.octets.span)
        }
    }
}

private typealias KeyReader = DERReader<KeyEncodingError>

extension ECDSA.PrivateKey {
    /// Reads an ECPrivateKey, on the curve that PKCS#8 names.
    init(
        readingSEC1 reader: inout DERReader<KeyEncodingError>,
        curve outerCurve: NamedCurve?
    ) throws(KeyEncodingError) {
        self = try reader.sequence { reader throws(KeyEncodingError) in
            let version = try reader.smallInteger()
            guard version == 1 else { throw KeyEncodingError.unknownVersion(version) }
            let scalar = try reader.octetString()
            let innerCurve = try reader.optionalSequence(.constructedField(0)) {
                reader throws(KeyEncodingError) in
                try NamedCurve(reading: &reader)
            }
            if let outerCurve, let innerCurve, outerCurve != innerCurve {
                throw KeyEncodingError.curveMismatch(outerCurve, innerCurve)
            }
            guard let curve = outerCurve ?? innerCurve else { throw KeyEncodingError.missingCurve }
            let key = try ECDSA.PrivateKey.make(curve, scalar)
            if try reader.nextIs(.constructedField(1)) {
                let isOwn = try reader.sequence(.constructedField(1)) { reader throws(KeyEncodingError) in
                    let octets = try reader.octetAlignedBitString()
                    do throws(EllipticCurveError) {
                        return try ECDSA.PublicKey(curve, x963: octets) == key.publicKey
                    } catch {
                        throw KeyEncodingError.invalidCurveKey(error)
                    }
                }
                guard isOwn else { throw KeyEncodingError.publicKeyMismatch }
            }
            return key
        }
    }

    private static func make(
        _ curve: NamedCurve,
        _ scalar: Span<UInt8>
    ) throws(KeyEncodingError) -> ECDSA.PrivateKey {
        do throws(EllipticCurveError) {
            return try ECDSA.PrivateKey(curve, scalar: scalar)
        } catch {
            throw .invalidCurveKey(error)
        }
    }
}
