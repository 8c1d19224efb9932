public import SecretMemory

/// Diffie–Hellman key agreement on curve25519 (RFC 7748, section 5 and 6.1).
public enum X25519 {
    /// The octets of a private key, a public key and a shared secret.
    public static let byteCount = 32

    /// A private key, for one agreement.
    public struct PrivateKey: ~Copyable, Sendable {
        private let scalar: SecretBytes

        /// The public key that the other party gets.
        public let publicKey: [UInt8]

        /// What a log may say of the key: nothing.
        public var description: String { "X25519.PrivateKey" }

        /// The same as ``description``.
        public var debugDescription: String { description }

        /// Makes a key.
        public init(using random: inout some RandomSource) {
            self.init(scalar: random.secretBytes(count: X25519.byteCount))
        }

        /// Takes a key by its 32 octets.
        ///
        /// Throws ``EllipticCurveError/scalarLength(byteCount:)``.
        public init(_ bytes: Span<UInt8>) throws(EllipticCurveError) {
            guard bytes.count == X25519.byteCount else { throw .scalarLength(byteCount: bytes.count) }
            self.init(scalar: SecretBytes(copying: bytes))
        }

        private init(scalar: consuming SecretBytes) {
            publicKey = X25519.baseMultiple(scalar)
            wipeStackBelow()
            self.scalar = scalar
        }

        /// The shared secret with the owner of a public key.
        ///
        /// Throws ``EllipticCurveError/pointLength(byteCount:)``; ``EllipticCurveError/coordinateOutOfRange`` for a key
        /// that is not written as the number below 2^255 − 19 that it is, which RFC 7748 takes modulo the prime and no
        /// honest party sends; and ``EllipticCurveError/smallOrder`` where the secret would be 0 (section 6.1).
        ///
        /// Leaks: which of these.
        public func sharedSecret(with other: Span<UInt8>) throws(EllipticCurveError) -> SecretBytes {
            guard other.count == X25519.byteCount else { throw .pointLength(byteCount: other.count) }
            let coordinate = FixedLimbs<4>(littleEndian: other)
            guard Residue25519(coordinate).number.equals(coordinate) != 0 else { throw .coordinateOutOfRange }
            let secret = X25519.multiple(scalar, coordinate)
            wipeStackBelow()
            guard let secret else { throw .smallOrder }
            return secret
        }
    }

    /// decodeScalar25519 of section 5: a multiple of 8 between 2^254 and 2^255.
    @inline(__always)
    private static func decoded(_ scalar: borrowing SecretBytes) -> FixedLimbs<4> {
        var bits = FixedLimbs<4>(littleEndian: scalar.span)
        bits[0] &= ~7
        bits[3] = bits[3] & (1 << 62 - 1) | 1 << 62
        return bits
    }

    /// X25519 of the base point, 9, by the table of its image on edwards25519. It is not 0: the first multiple of 8
    /// that is one of the order, too, is above 2^255.
    @inline(never)
    private static func baseMultiple(_ scalar: borrowing SecretBytes) -> [UInt8] {
        let number = EdwardsBaseWindows.shared.multiple(decoded(scalar)).montgomeryCoordinate.number
        var octets = [UInt8](repeating: 0, count: byteCount)
        var span = octets.mutableSpan
        number.write(littleEndian: &span)
        return octets
    }

    /// X25519 of section 5, by the ladder: the same steps for all scalars. `nil` where the product is 0.
    @inline(never)
    private static func multiple(_ scalar: borrowing SecretBytes, _ coordinate: FixedLimbs<4>) -> SecretBytes?
    {
        let bits = decoded(scalar)
        let x1 = Residue25519(coordinate)
        var x2 = Residue25519.one
        var z2 = Residue25519.zero
        var x3 = x1
        var z3 = Residue25519.one
        var last: UInt64 = 0
        for index in (0..<255).reversed() {
            let bit = bits.bits(from: index, width: 1)
            let mask = 0 &- (bit ^ last)
            Residue25519.exchange(&x2, &x3, where: mask)
            Residue25519.exchange(&z2, &z3, where: mask)
            last = bit
            let a = x2 + z2
            let aa = a.squared
            let b = x2 - z2
            let bb = b.squared
            let e = aa - bb
            let da = (x3 - z3) * a
            let cb = (x3 + z3) * b
            x3 = (da + cb).squared
            z3 = x1 * (da - cb).squared
            x2 = aa * bb
            z2 = e * (aa + e.times(121_665))
        }
        // The lowest bit is 0: what was exchanged is exchanged back.
        let product = (x2 * z2.inverse).number
        return product.isZero != 0 ? nil : product.secretLittleEndianOctets(count: byteCount)
    }
}
