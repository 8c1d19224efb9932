public import MessageDigests
public import SecretMemory

extension ECDSA {
    /// A private key on P-256 or P-384.
    ///
    /// The secret lies on the heap and is wiped when the key is dropped; moving a key copies none of it.
    public struct PrivateKey: ~Copyable, Sendable {
        /// The public key.
        public let publicKey: PublicKey

        let scalar: SecretScalar

        /// The curve.
        public var curve: NamedCurve { scalar.curve }

        /// What a log may say of the key: its curve.
        public var description: String { "ECDSA.PrivateKey(\(curve))" }

        /// The same as ``description``.
        public var debugDescription: String { description }

        /// Makes a key (FIPS 186-5, appendix A.2.2).
        ///
        /// ```swift
        /// var random = OperatingSystemRandom()
        /// let key = try ECDSA.PrivateKey(.p256, using: &random)
        /// ```
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
            publicKey = PublicKey(PublicPoint(scalar.curve, computed: scalar.publicPoint))
            self.scalar = scalar
        }

        /// The private number, big-endian in as many octets as the curve's order.
        public var scalarBytes: SecretBytes { scalar.bytes.copy() }

        /// A signature of `message`: r ‖ s.
        ///
        /// The nonce is that of RFC 6979 with 32 octets of `random` besides (section 3.6), so that neither a bad source
        /// of randomness nor a fault in one of two equal computations gives the key away.
        ///
        /// Leaks: the count of `message`, and how many nonces were refused, which is none but once in 2^32 signatures
        /// on P-256.
        public func sign(
            _ message: Span<UInt8>,
            digest: DigestAlgorithm,
            using random: inout some RandomSource
        ) -> [UInt8] {
            let hedge = random.secretBytes(count: 32)
            return signature(of: message, digest: digest, hedge: hedge.span)
        }

        /// The one signature of `message` that RFC 6979, section 3.2, gives, for those who need the same each time.
        ///
        /// Leaks: as ``sign(_:digest:using:)``.
        public func signDeterministically(_ message: Span<UInt8>, digest: DigestAlgorithm) -> [UInt8] {
            signature(of: message, digest: digest, hedge: Span())
        }

        private func signature(
            of message: Span<UInt8>,
            digest: DigestAlgorithm,
            hedge: Span<UInt8>
        ) -> [UInt8] {
            let hash = digest.hash(message)
            let signature =
                switch curve {
                case .p256: P256.signature(forDigest: hash.span, digest, by: scalar, hedge: hedge)
                default: P384.signature(forDigest: hash.span, digest, by: scalar, hedge: hedge)
                }
            wipeStackBelow()
            return signature
        }
    }
}

extension KeyCurve {
    @inline(never)
    fileprivate static func signature(
        forDigest hash: Span<UInt8>,
        _ digest: DigestAlgorithm,
        by scalar: borrowing SecretScalar,
        hedge: Span<UInt8>
    ) -> [UInt8] {
        switch digest {
        case .sha224: signature(forDigest: hash, SHA224.self, by: scalar, hedge: hedge)
        case .sha256: signature(forDigest: hash, SHA256.self, by: scalar, hedge: hedge)
        case .sha384: signature(forDigest: hash, SHA384.self, by: scalar, hedge: hedge)
        case .sha512: signature(forDigest: hash, SHA512.self, by: scalar, hedge: hedge)
        }
    }

    /// FIPS 186-5, section 6.4.1.
    private static func signature<Digest: MessageDigest & ~Copyable>(
        forDigest hash: Span<UInt8>,
        _ digest: Digest.Type,
        by scalar: borrowing SecretScalar,
        hedge: Span<UInt8>
    ) -> [UInt8] {
        let e = Scalar(digest: hash, on: Self.self)
        let reduced = e.number
        let d = Scalar(Limbs(bigEndian: scalar.bytes.span))
        var nonces = Nonces<Digest>(
            key: scalar.bytes.span,
            reducedDigest: reduced.bigEndianOctets(count: Order.byteCount).span,
            hedge: hedge
        )
        while true {
            nonces.next()
            if let signature = signature(of: e, by: d, nonce: nonces.candidate.span) { return signature }
        }
    }

    /// The signature with one nonce, as many octets as the order has; `nil` where it must be another.
    static func signature(of e: Scalar, by d: Scalar, nonce: Span<UInt8>) -> [UInt8]? {
        // 3. k, between 1 and n − 1.
        guard isScalar(nonce) else { return nil }
        let k = Limbs(bigEndian: nonce)
        // 5. to 8. r is the x of k · G modulo n.
        var r = baseWindows.multiple(k).affineX.number
        r.reduceOnce(Order.modulus, top: 0)
        // 9. s = k^−1 · (e + r · d)
        let s = (Scalar(k).inverse * (e + Scalar(r) * d)).number
        // 11. r and s, which are public now, must not be 0.
        guard (r.isZero | s.isZero) == 0 else { return nil }
        return r.bigEndianOctets(count: Order.byteCount) + s.bigEndianOctets(count: Order.byteCount)
    }
}
