public import SecretMemory

/// Diffie–Hellman key agreement on P-256 and P-384 (SP 800-56A, section 5.7.1.2; RFC 8446, section 7.4.2).
public enum ECDH {
    /// A private key, for one agreement.
    public struct PrivateKey: ~Copyable, Sendable {
        let scalar: SecretScalar

        /// The public key that the other party gets: 04 ‖ X ‖ Y.
        public let publicKey: [UInt8]

        /// The curve.
        public var curve: NamedCurve { scalar.curve }

        /// What a log may say of the key: its curve.
        public var description: String { "ECDH.PrivateKey(\(curve))" }

        /// The same as ``description``.
        public var debugDescription: String { description }

        /// Makes a key (FIPS 186-5, appendix A.2.2).
        ///
        /// Throws ``EllipticCurveError/verifiedOnly(_:)`` for P-521. Leaks: how many draws were too large.
        public init(_ curve: NamedCurve, using random: inout some RandomSource) throws(EllipticCurveError) {
            self.init(try SecretScalar(curve, using: &random))
        }

        /// Takes a key by its number, big-endian in as many octets as the curve's order.
        ///
        /// Throws ``EllipticCurveError/scalarLength(byteCount:)``, ``EllipticCurveError/scalarOutOfRange`` and
        /// ``EllipticCurveError/verifiedOnly(_:)``. Leaks: which of these.
        public init(_ curve: NamedCurve, scalar bytes: Span<UInt8>) throws(EllipticCurveError) {
            self.init(try SecretScalar(curve, bytes: bytes))
        }

        private init(_ scalar: consuming SecretScalar) {
            publicKey = scalar.publicPoint
            self.scalar = scalar
        }

        /// The shared secret with the owner of a public key, a point of either form: the x of the product.
        ///
        /// Throws the errors of a point that is not on the curve. The group has no point of small order. Leaks: whether
        /// the other party's key is right, and what is wrong with it.
        public func sharedSecret(with other: Span<UInt8>) throws(EllipticCurveError) -> SecretBytes {
            let point = try PublicPoint(curve, x963: other)
            let secret =
                switch curve {
                case .p256: P256.sharedSecret(scalar, point)
                default: P384.sharedSecret(scalar, point)
                }
            wipeStackBelow()
            return secret
        }
    }
}

extension KeyCurve {
    @inline(never)
    fileprivate static func sharedSecret(
        _ scalar: borrowing SecretScalar,
        _ point: PublicPoint
    ) -> SecretBytes {
        let product = JacobianPoint<Self>(AffinePoint(checked: point))
            .multiple(Limbs(bigEndian: scalar.bytes.span))
        return product.affineX.number.secretBigEndianOctets(count: Prime.byteCount)
    }
}
