internal import SecretMemory

/// A point on a named curve, checked to be on it.
struct PublicPoint: Hashable, Sendable {
    let curve: NamedCurve
    /// 04 and both coordinates (SEC 1, section 2.3.3).
    let x963: [UInt8]

    /// Reads a point, uncompressed or compressed.
    init(_ curve: NamedCurve, x963 octets: Span<UInt8>) throws(EllipticCurveError) {
        self.curve = curve
        x963 =
            switch curve {
            case .p256: try AffinePoint<P256>(x963: octets).x963
            case .p384: try AffinePoint<P384>(x963: octets).x963
            case .p521: try AffinePoint<P521>(x963: octets).x963
            }
    }

    /// Takes what was just computed.
    init(_ curve: NamedCurve, computed x963: [UInt8]) {
        self.curve = curve
        self.x963 = x963
    }

    /// 02 or 03, and the first coordinate.
    var compressed: [UInt8] {
        [2 | x963[x963.count - 1] & 1] + x963[1...curve.byteCount]
    }
}

extension AffinePoint {
    /// Takes the octets of a point that was checked.
    init(checked point: PublicPoint) {
        let width = Curve.Prime.byteCount
        let octets = point.x963.span
        self.init(
            x: Residue(Curve.Limbs(bigEndian: octets.extracting(1..<1 + width))),
            y: Residue(Curve.Limbs(bigEndian: octets.extracting(1 + width..<1 + 2 * width)))
        )
    }
}
