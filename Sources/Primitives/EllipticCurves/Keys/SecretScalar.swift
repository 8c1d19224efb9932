internal import SecretMemory

/// A private key on a curve: a number between 1 and n − 1, where n is the order of the group.
struct SecretScalar: ~Copyable, Sendable {
    let curve: NamedCurve
    /// The number, big-endian, in as many octets as the order.
    let bytes: SecretBytes

    /// Takes a number that was read.
    ///
    /// Leaks: whether it is one of these numbers.
    init(_ curve: NamedCurve, bytes: Span<UInt8>) throws(EllipticCurveError) {
        guard bytes.count == curve.byteCount else { throw .scalarLength(byteCount: bytes.count) }
        let isInRange =
            switch curve {
            case .p256: P256.isScalar(bytes)
            case .p384: P384.isScalar(bytes)
            case .p521: throw EllipticCurveError.verifiedOnly(curve)
            }
        wipeStackBelow()
        guard isInRange else { throw .scalarOutOfRange }
        self.curve = curve
        self.bytes = SecretBytes(copying: bytes)
    }

    /// Draws a number, all being as likely: a draw that is too large is dropped, and the next one says nothing of it
    /// (FIPS 186-5, appendix A.2.2).
    ///
    /// Leaks: how many draws were dropped.
    init(_ curve: NamedCurve, using random: inout some RandomSource) throws(EllipticCurveError) {
        guard curve.hasPrivateKeys else { throw .verifiedOnly(curve) }
        self.curve = curve
        switch curve {
        case .p256: bytes = P256.drawScalar(using: &random)
        default: bytes = P384.drawScalar(using: &random)
        }
        wipeStackBelow()
    }

    /// The point that the number makes of the generator, uncompressed.
    var publicPoint: [UInt8] {
        let point =
            switch curve {
            case .p256: P256.basePoint(bytes.span)
            default: P384.basePoint(bytes.span)
            }
        wipeStackBelow()
        return point
    }
}

extension WeierstrassCurve {
    /// Whether `octets`, as many as the order has, are a number between 1 and n − 1.
    @inline(never)
    static func isScalar(_ octets: Span<UInt8>) -> Bool {
        let number = Limbs(bigEndian: octets)
        return number.isLess(than: Order.modulus) & ~number.isZero != 0
    }
}

extension KeyCurve {
    /// A number between 1 and n − 1.
    @inline(never)
    static func drawScalar(using random: inout some RandomSource) -> SecretBytes {
        // Both orders have a multiple of eight bits, so that a draw has as many bits as the order.
        precondition(Order.bitCount % 8 == 0)
        while true {
            var octets = random.secretBytes(count: Order.byteCount)
            // 5. If c > n − 2, draw again; 6. d = c + 1, which is 0 where it has a carry.
            var number = Limbs(bigEndian: octets.span)
            _ = number.add(Limbs(1))
            var span = octets.mutableSpan
            number.write(bigEndian: &span)
            if isScalar(octets.span) { return octets }
        }
    }

    /// The point that a scalar makes of the generator.
    @inline(never)
    static func basePoint(_ scalar: Span<UInt8>) -> [UInt8] {
        baseWindows.multiple(Limbs(bigEndian: scalar)).affine.x963
    }
}
