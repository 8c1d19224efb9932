internal import MessageDigests

/// Signatures on edwards25519 (RFC 8032, section 5.1): verified only.
public enum Ed25519 {
    /// The octets of a public key.
    public static let keyByteCount = 32
    /// The octets of a signature.
    public static let signatureByteCount = 64

    /// A public key.
    public struct PublicKey: Sendable, Hashable {
        /// The point, encoded (section 5.1.2).
        public let bytes: [UInt8]

        /// Takes an encoded point.
        ///
        /// Throws ``EllipticCurveError/pointLength(byteCount:)``, ``EllipticCurveError/coordinateOutOfRange`` where the
        /// encoding is not the one that the point has, ``EllipticCurveError/notOnCurve``, and
        /// ``EllipticCurveError/smallOrder``: such a key would have valid signatures of anybody's.
        public init(_ bytes: Span<UInt8>) throws(EllipticCurveError) {
            guard bytes.count == Ed25519.keyByteCount else { throw .pointLength(byteCount: bytes.count) }
            guard !(try EdwardsPoint(bytes).hasSmallOrderVarTime) else { throw .smallOrder }
            self.bytes = bytes.indices.map { bytes[$0] }
        }

        /// Whether `signature` is one of `message` by this key.
        ///
        /// The equation is that without the cofactor, and S must be below the order (section 5.1.7). Everything here is
        /// public; the time depends on all of it.
        public func isValidSignature(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
            guard signature.count == Ed25519.signatureByteCount, let point = try? EdwardsPoint(bytes.span)
            else {
                return false
            }
            // 1. S is a number below the order.
            let s = FixedLimbs<4>(littleEndian: signature.extracting(32..<64))
            guard s.isLess(than: Order25519.modulus) != 0 else { return false }
            // 2. k = SHA-512(R ‖ A ‖ M)
            var digest = SHA512()
            digest.update(signature.extracting(0..<32))
            digest.update(bytes.span)
            digest.update(message)
            let hash = digest.finalize()
            let k = Residue<Order25519>(wide: hash.span)
            // 3. S · B = R + k · A. That R is decoded as it is encoded follows from comparing octets.
            let sum = EdwardsPoint.sumOfMultiplesVarTime(s, k.number, point.negated)
            let encoded = sum.octets
            return encoded.indices.allSatisfy { encoded[$0] == signature[$0] }
        }
    }
}

extension Residue<Order25519> {
    /// The residue of a number of 64 little-endian octets.
    init(wide octets: Span<UInt8>) {
        // R is 2^256.
        let low = Residue(FixedLimbs<4>(littleEndian: octets.extracting(0..<32)))
        let high = Residue(FixedLimbs<4>(littleEndian: octets.extracting(32..<64)))
        self = low + high * Residue(montgomeryForm: Order25519.radixSquared)
    }
}
