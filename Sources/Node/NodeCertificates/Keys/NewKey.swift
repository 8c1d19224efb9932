internal import DERCoding
internal import EllipticCurves
internal import PKIX
internal import RSACryptography
internal import SecretMemory

/// A key that is to be made.
enum NewKey: Hashable {
    case rsa(bitCount: Int)
    /// For PSS alone, restricted to the same schemes as another.
    case rsaPSS(bitCount: Int, like: RSA.PSSPublicKey)
    case ecdsa(NamedCurve)

    /// One of the kind and size of a certificate's; where no such key is made here, of the nearest kind that is as
    /// strong. `nil` for a kind that is not known.
    init?(like key: SubjectPublicKeyInfo) {
        switch key.algorithm.algorithm {
        case .rsaEncryption:
            guard let key = try? RSA.PublicKey(key) else { return nil }
            self = .rsa(bitCount: key.bitCount)
        case .rsassaPSS:
            guard let key = try? RSA.PSSPublicKey(key) else { return nil }
            self = .rsaPSS(bitCount: key.key.bitCount, like: key)
        case .ecPublicKey: self = .ecdsa((try? ECDSA.PublicKey(key))?.curve == .p256 ? .p256 : .p384)
        case .ed25519: self = .ecdsa(.p256)
        case .ed448: self = .ecdsa(.p384)
        default: return nil
        }
    }

    /// The kind; `nil` of one that nobody can ask for.
    var type: KeyType? {
        switch self {
        case .rsa: .rsa
        case .rsaPSS: nil
        case .ecdsa(let curve): KeyType.allCases.first { $0.curve == curve }
        }
    }

    /// Makes the key.
    ///
    /// - Parameter preparedKey: gives a key of RSA in the place of a new one.
    func make(
        preparedKey: (@Sendable () -> RSA.PrivateKey?)?,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> SetKey {
        func makeRSA(_ bitCount: Int) throws(NodeCertificatesError) -> RSA.PrivateKey {
            if let key = preparedKey?() { return key }
            do throws(RSAError) {
                return try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
            } catch {
                throw .keyGeneration(error)
            }
        }
        switch self {
        case .rsa(let bitCount): return SetKey(.rsa(try makeRSA(bitCount)))
        case .rsaPSS(let bitCount, let other):
            return SetKey(.rsaPSS(RSA.PSSPrivateKey(try makeRSA(bitCount), restrictedAs: other)))
        case .ecdsa(let curve):
            do throws(EllipticCurveError) {
                return SetKey(.ecdsa(try ECDSA.PrivateKey(curve, using: &random)))
            } catch {
                throw .curveKeyGeneration(error)
            }
        }
    }
}
