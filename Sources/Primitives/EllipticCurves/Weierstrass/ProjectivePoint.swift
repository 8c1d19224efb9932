/// A point by homogeneous coordinates: (X : Y : Z) is (X/Z, Y/Z), and the one with Z = 0 is that at infinity.
///
/// The formulas are complete: they are right for all points, the one at infinity and equal ones included, and take the
/// same steps for all (Renes, Costello and Batina, "Complete addition formulas for prime order elliptic curves", 2015,
/// algorithms 4, 5 and 6, for a = −3).
struct ProjectivePoint<Curve: WeierstrassCurve>: BitwiseCopyable, Sendable {
    typealias Element = Residue<Curve.Prime>

    var x: Element
    var y: Element
    var z: Element

    /// The point at infinity.
    @inline(__always)
    static var infinity: ProjectivePoint { ProjectivePoint(x: .zero, y: .one, z: .zero) }

    @inline(__always)
    init(x: Element, y: Element, z: Element) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inline(__always)
    init(_ point: AffinePoint<Curve>) { self.init(x: point.x, y: point.y, z: .one) }

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: ProjectivePoint, where mask: Mask) {
        x.replace(with: other.x, where: mask)
        y.replace(with: other.y, where: mask)
        z.replace(with: other.z, where: mask)
    }

    /// The coordinates; (0, 0), which is on no curve here, for the point at infinity.
    var affine: AffinePoint<Curve> {
        let inverse = z.inverse
        return AffinePoint(x: x * inverse, y: y * inverse)
    }

    /// Algorithm 4.
    static func + (left: ProjectivePoint, right: ProjectivePoint) -> ProjectivePoint {
        let xx = left.x * right.x
        let yy = left.y * right.y
        let zz = left.z * right.z
        let xy = (left.x + left.y) * (right.x + right.y) - (xx + yy)
        let yz = (left.y + left.z) * (right.y + right.z) - (yy + zz)
        let xz = (left.x + left.z) * (right.x + right.z) - (xx + zz)
        return combined(xx: xx, yy: yy, zz: zz, xy: xy, yz: yz, xz: xz)
    }

    /// Algorithm 5.
    static func + (left: ProjectivePoint, right: AffinePoint<Curve>) -> ProjectivePoint {
        let xx = left.x * right.x
        let yy = left.y * right.y
        let xy = (right.x + right.y) * (left.x + left.y) - (xx + yy)
        let yz = right.y * left.z + left.y
        let xz = right.x * left.z + left.x
        return combined(xx: xx, yy: yy, zz: left.z, xy: xy, yz: yz, xz: xz)
    }

    /// What both additions end with: steps 19 to 43 of algorithm 4.
    @inline(__always)
    private static func combined(
        xx: Element,
        yy: Element,
        zz: Element,
        xy: Element,
        yz: Element,
        xz: Element
    ) -> ProjectivePoint {
        let first = (xz - Curve.coefficient * zz).tripled
        let below = yy - first
        let above = yy + first
        let zzTripled = zz.tripled
        let second = (Curve.coefficient * xz - zzTripled - xx).tripled
        let third = xx.tripled - zzTripled
        return ProjectivePoint(
            x: xy * above - yz * second,
            y: above * below + third * second,
            z: yz * below + xy * third
        )
    }

    /// Algorithm 6.
    var doubled: ProjectivePoint {
        let xx = x.squared
        let yy = y.squared
        let zz = z.squared
        let xyDoubled = (x * y).doubled
        let xzDoubled = (x * z).doubled
        let first = (Curve.coefficient * zz - xzDoubled).tripled
        let below = yy - first
        let above = yy + first
        let zzTripled = zz.tripled
        let second = (Curve.coefficient * xzDoubled - zzTripled - xx).tripled
        let third = xx.tripled - zzTripled
        let yzDoubled = (y * z).doubled
        return ProjectivePoint(
            x: below * xyDoubled - yzDoubled * second,
            y: below * above + third * second,
            z: (yzDoubled * yy).doubled.doubled
        )
    }
}

extension Residue {
    /// Three times the residue.
    @inline(__always)
    var tripled: Residue { self + self + self }
}
