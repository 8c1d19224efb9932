public import MessageDigests

extension ECDSA {
    /// A public key: a point on a curve.
    public struct PublicKey: Sendable, Hashable {
        let point: PublicPoint

        /// The curve.
        public var curve: NamedCurve { point.curve }

        /// The key as an uncompressed point, 04 ‖ X ‖ Y (SEC 1, section 2.3.3).
        public var x963: [UInt8] { point.x963 }

        /// The key as a compressed point, 02 or 03 and X.
        public var compressedX963: [UInt8] { point.compressed }

        /// Reads a point, uncompressed or compressed (SEC 1, section 2.3.4).
        ///
        /// Throws ``EllipticCurveError/pointForm(_:)``, ``EllipticCurveError/pointLength(byteCount:)``,
        /// ``EllipticCurveError/coordinateOutOfRange`` and ``EllipticCurveError/notOnCurve``; the point at infinity and
        /// the hybrid form are refused by their first octet.
        public init(_ curve: NamedCurve, x963 octets: Span<UInt8>) throws(EllipticCurveError) {
            point = try PublicPoint(curve, x963: octets)
        }

        init(_ point: PublicPoint) { self.point = point }

        /// Whether `signature` is one of `message` by this key and digest.
        ///
        /// It is not where its count of octets is not twice the curve's ``NamedCurve/byteCount``, or where r or s is
        /// not between 1 and n − 1. Everything here is public; the time depends on all of it.
        public func isValidSignature(
            _ signature: Span<UInt8>,
            for message: Span<UInt8>,
            digest: DigestAlgorithm
        ) -> Bool {
            let hash = digest.hash(message)
            return switch curve {
            case .p256: P256.isValidVarTime(signature, forDigest: hash.span, by: point)
            case .p384: P384.isValidVarTime(signature, forDigest: hash.span, by: point)
            case .p521: P521.isValidVarTime(signature, forDigest: hash.span, by: point)
            }
        }
    }
}

extension WeierstrassCurve {
    /// FIPS 186-5, section 6.4.2.
    static func isValidVarTime(
        _ signature: Span<UInt8>,
        forDigest digest: Span<UInt8>,
        by key: PublicPoint
    ) -> Bool {
        let width = Order.byteCount
        guard signature.count == 2 * width else { return false }
        // 1. r and s are between 1 and n − 1.
        let (rOctets, sOctets) = (signature.extracting(0..<width), signature.extracting(width..<2 * width))
        guard isScalar(rOctets), isScalar(sOctets) else { return false }
        let (r, s) = (Limbs(bigEndian: rOctets), Limbs(bigEndian: sOctets))
        // 3. to 7. u = e · s^−1, v = r · s^−1, and the point u · G + v · Q.
        let inverse = Scalar(s).inverse
        let first = (Scalar(digest: digest, on: Self.self) * inverse).number
        let second = (Scalar(r) * inverse).number
        let sum = JacobianPoint<Self>.sumOfMultiplesVarTime(first, second, AffinePoint(checked: key))
        // 8. The point at infinity makes no signature valid.
        if sum.isInfinity != 0 { return false }
        // 9. and 10. x, which is X / Z², is r modulo n: it is r, or r + n where that is below the prime.
        let square = sum.z.squared
        if (Element(r) * square).equals(sum.x) != 0 { return true }
        var other = r
        guard other.add(Order.modulus) == 0, other.isLess(than: Prime.modulus) != 0 else { return false }
        return (Element(other) * square).equals(sum.x) != 0
    }
}

extension Residue {
    /// The digest of a message as a number modulo the order: its leftmost bits, as many as the order has (FIPS 186-5,
    /// section 6.4.1, step 2).
    ///
    /// No order here has a number of bits that would cut an octet of a digest in two.
    init<Curve: WeierstrassCurve>(
        digest: Span<UInt8>,
        on curve: Curve.Type
    ) where Modulus == Curve.Order {
        self.init(Modulus.Limbs(bigEndian: digest.extracting(first: min(digest.count, Modulus.bitCount / 8))))
    }
}
