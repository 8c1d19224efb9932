internal import EllipticCurves
internal import SecretMemory

/// A key of one group, for one agreement (RFC 8446, section 4.2.8). It is wiped with the last owner.
final class KeyShare {
    private enum Key: ~Copyable {
        case x25519(X25519.PrivateKey)
        case curve(ECDH.PrivateKey)
    }

    let group: NamedGroup
    private let key: Key

    /// Draws a key.
    init(_ group: NamedGroup, using random: inout some RandomSource) {
        self.group = group
        switch group {
        case .x25519: key = .x25519(X25519.PrivateKey(using: &random))
        case .p256: key = .curve(KeyShare.key(.p256, using: &random))
        case .p384: key = .curve(KeyShare.key(.p384, using: &random))
        }
    }

    /// What the server gets.
    var publicKey: [UInt8] {
        switch key {
        case .x25519(let key): key.publicKey
        case .curve(let key): key.publicKey
        }
    }

    /// The secret with the owner of `other`, which must be an uncompressed point where the group has points.
    ///
    /// Leaks: what is wrong with `other`.
    func sharedSecret(with other: Span<UInt8>) throws(TLSError) -> SecretBytes {
        do throws(EllipticCurveError) {
            switch key {
            case .x25519(let key): return try key.sharedSecret(with: other)
            case .curve(let key):
                guard other.count == publicKey.count else {
                    throw EllipticCurveError.pointLength(byteCount: other.count)
                }
                return try key.sharedSecret(with: other)
            }
        } catch {
            throw .wrongKeyShare(error)
        }
    }

    private static func key(_ curve: NamedCurve, using random: inout some RandomSource) -> ECDH.PrivateKey {
        do throws(EllipticCurveError) {
            return try ECDH.PrivateKey(curve, using: &random)
        } catch {
            preconditionFailure("there are private keys on \(curve)")
        }
    }
}
