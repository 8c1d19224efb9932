/// A curve y² = x³ − 3x + b over a prime field, with a group of prime order (SP 800-186, section 2.1.1).
protocol WeierstrassCurve: Sendable {
    /// The field's prime. It is 3 modulo 4.
    associatedtype Prime: PrimeModulus
    /// The order of the group, in as many limbs as the prime.
    associatedtype Order: PrimeModulus where Order.Limbs == Prime.Limbs

    /// b.
    static var coefficient: Residue<Prime> { get }
    /// The generator.
    static var generator: AffinePoint<Self> { get }
    /// The generator's odd multiples, for a public scalar; made at their first use.
    static var baseMultiples: [AffinePoint<Self>] { get }
}

/// A curve that keys are made on, not only verified with.
protocol KeyCurve: WeierstrassCurve {
    /// The generator's multiples by windows, for a secret scalar; made at their first use.
    static var baseWindows: BaseWindows<Self> { get }
}

extension WeierstrassCurve {
    typealias Element = Residue<Prime>
    typealias Scalar = Residue<Order>
    typealias Limbs = Prime.Limbs
}

/// A point other than that at infinity, by its coordinates.
struct AffinePoint<Curve: WeierstrassCurve>: BitwiseCopyable, Sendable {
    var x: Residue<Curve.Prime>
    var y: Residue<Curve.Prime>

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: AffinePoint, where mask: Mask) {
        x.replace(with: other.x, where: mask)
        y.replace(with: other.y, where: mask)
    }

    /// Whether the coordinates fulfil the curve's equation. The group has no cofactor, so that such a point is in it.
    var isOnCurveVarTime: Bool { y.squared.equals(AffinePoint.rightSide(x)) != 0 }

    /// x³ − 3x + b.
    static func rightSide(_ x: Residue<Curve.Prime>) -> Residue<Curve.Prime> {
        x.squared * x - x.doubled - x + Curve.coefficient
    }
}
