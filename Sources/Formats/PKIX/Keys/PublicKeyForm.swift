package import DERCoding
internal import EllipticCurves
internal import RSACryptography

/// What a public key is, by as much of it as those who verify by it have to read.
package enum PublicKeyForm: Hashable, Sendable {
    /// An RSA key for every scheme; `hasParameters` where NULL stands beside its algorithm, as it must
    /// (RFC 3279, section 2.3.1).
    case rsa(hasParameters: Bool)
    /// An RSA key for PSS alone (RFC 4055, section 1.2).
    case rsaPSS
    case p256
    case p384
    case p521
    /// A point on one of these three curves in another form than all of its coordinates (SEC 1, section 2.3.3).
    case compressedPoint
    /// A key on a curve that is not used here; without a name where its parameters are spelled out.
    case otherCurve(ObjectIdentifier?)
    case ed25519
    case ed448
    /// A key of another algorithm.
    case other(ObjectIdentifier)
    /// No key at all: it cannot be read, or is a point that is not on its curve.
    case malformed
}

extension SubjectPublicKeyInfo {
    /// What the key is.
    package var form: PublicKeyForm {
        switch algorithm.algorithm {
        case .rsaEncryption:
            isReadableRSA
                ? .rsa(hasParameters: algorithm.parameters == AlgorithmIdentifier.nullParameters) : .malformed
        case .rsassaPSS: isReadableRSA ? .rsaPSS : .malformed
        case .ecPublicKey: formOnCurve
        case .ed25519: (try? Ed25519.PublicKey(self)) == nil ? .malformed : .ed25519
        // RFC 8032, section 5.2.5.
        case .ed448: algorithm.parameters == nil && subjectPublicKey.count == 57 ? .ed448 : .malformed
        default: .other(algorithm.algorithm)
        }
    }

    /// Whether there are two numbers, be they of any use or not.
    private var isReadableRSA: Bool {
        do throws(KeyEncodingError) {
            _ = try RSA.PublicKey(pkcs1: subjectPublicKey.span)
            return true
        } catch {
            if case .invalidKey = error { return true }
            return false
        }
    }

    private var formOnCurve: PublicKeyForm {
        let curve: NamedCurve
        do throws(KeyEncodingError) {
            curve = try algorithm.curve()
        } catch {
            return switch error {
            case .explicitCurve: .otherCurve(nil)
            case .unknownCurve(let identifier): .otherCurve(identifier)
            default: .malformed
            }
        }
        var point = subjectPublicKey
        // The hybrid form of X9.62 has both coordinates behind a first octet that says the second one's parity.
        if let first = point.first, first == 6 || first == 7 { point[0] = 4 }
        guard (try? ECDSA.PublicKey(curve, x963: point.span)) != nil else { return .malformed }
        if subjectPublicKey.first != 4 { return .compressedPoint }
        return switch curve {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        }
    }
}

extension PublicKeyForm: CustomStringConvertible {
    /// As an operator calls it, to follow "a key of".
    package var description: String {
        switch self {
        case .rsa(hasParameters: true): "RSA"
        case .rsa(hasParameters: false): "RSA without NULL as its parameters"
        case .rsaPSS: "RSA-PSS"
        case .p256: "ECDSA on P-256"
        case .p384: "ECDSA on P-384"
        case .p521: "ECDSA on P-521"
        case .compressedPoint: "ECDSA with a compressed point"
        case .otherCurve(nil): "ECDSA on a curve without a name"
        case .otherCurve(let curve?): "ECDSA on \(Self.curves[curve] ?? "\(curve)")"
        case .ed25519: "Ed25519"
        case .ed448: "Ed448"
        case .other(let algorithm): algorithm == Self.dsa ? "DSA" : "\(algorithm)"
        case .malformed: "no kind"
        }
    }

    /// `id-dsa` (RFC 3279, section 2.3.2).
    package static let dsa = ObjectIdentifier(1, 2, 840, 10040, 4, 1)
    /// `secp224r1` (RFC 5480, section 2.1.1.1).
    package static let p224 = ObjectIdentifier(1, 3, 132, 0, 33)

    /// The names of curves that are only read (RFC 5480, section 2.1.1.1; SEC 2, appendix A; RFC 5639, section 4.1).
    private static let curves: [ObjectIdentifier: String] = [
        ObjectIdentifier(1, 2, 840, 10045, 3, 1, 1): "secp192r1",
        p224: "secp224r1",
        ObjectIdentifier(1, 3, 132, 0, 10): "secp256k1",
        ObjectIdentifier(1, 3, 36, 3, 3, 2, 8, 1, 1, 7): "brainpoolP256r1",
        ObjectIdentifier(1, 3, 36, 3, 3, 2, 8, 1, 1, 11): "brainpoolP384r1",
        ObjectIdentifier(1, 3, 36, 3, 3, 2, 8, 1, 1, 13): "brainpoolP512r1",
    ]
}
