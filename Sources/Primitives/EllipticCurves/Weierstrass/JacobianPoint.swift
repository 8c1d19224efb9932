/// A point by Jacobian coordinates: (X : Y : Z) is (X/Z², Y/Z³), and the one with Z = 0 is that at infinity.
///
/// Fewer multiplications than ``ProjectivePoint``, with cases apart for equal points and the one at infinity: for
/// public points alone.
struct JacobianPoint<Curve: WeierstrassCurve>: BitwiseCopyable, Sendable {
    typealias Element = Residue<Curve.Prime>

    private(set) var x: Element
    private(set) var y: Element
    private(set) var z: Element

    /// The point at infinity.
    static var infinity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

    private init(x: Element, y: Element, z: Element) {
        self.x = x
        self.y = y
        self.z = z
    }

    init(_ point: AffinePoint<Curve>) { self.init(x: point.x, y: point.y, z: .one) }

    /// Whether this is the point at infinity.
    var isInfinityVarTime: Bool { z.isZero != 0 }

    /// The negative.
    var negated: JacobianPoint { JacobianPoint(x: x, y: y.negated, z: z) }

    /// Bernstein and Lange, "Explicit-Formulas Database", short Weierstrass curves with a = −3, dbl-2001-b.
    mutating func doubleVarTime() {
        let delta = z.squared
        let gamma = y.squared
        let beta = x * gamma
        let alpha = ((x - delta) * (x + delta)).tripled
        let betaFour = beta.doubled.doubled
        z = (y + z).squared - gamma - delta
        x = alpha.squared - betaFour.doubled
        y = alpha * (betaFour - x) - gamma.squared.doubled.doubled.doubled
    }

    /// The same, madd-2007-bl.
    mutating func addVarTime(_ other: AffinePoint<Curve>) {
        if isInfinityVarTime {
            self = JacobianPoint(other)
            return
        }
        let zz = z.squared
        let right = other.x * zz
        let s = other.y * z * zz
        let h = right - x
        let halfR = s - y
        if h.isZero != 0 {
            addSameColumnVarTime(isEqual: halfR.isZero != 0)
            return
        }
        let hh = h.squared
        let i = hh.doubled.doubled
        let j = h * i
        let r = halfR.doubled
        let v = x * i
        let sumX = r.squared - j - v.doubled
        z = (z + h).squared - zz - hh
        y = r * (v - sumX) - (y * j).doubled
        x = sumX
    }

    /// The same, add-2007-bl.
    mutating func addVarTime(_ other: JacobianPoint) {
        if other.isInfinityVarTime { return }
        if isInfinityVarTime {
            self = other
            return
        }
        let zz = z.squared
        let otherZZ = other.z.squared
        let left = x * otherZZ
        let right = other.x * zz
        let leftS = y * other.z * otherZZ
        let rightS = other.y * z * zz
        let h = right - left
        let halfR = rightS - leftS
        if h.isZero != 0 {
            addSameColumnVarTime(isEqual: halfR.isZero != 0)
            return
        }
        let i = h.doubled.squared
        let j = h * i
        let r = halfR.doubled
        let v = left * i
        let sumX = r.squared - j - v.doubled
        z = ((z + other.z).squared - zz - otherZZ) * h
        y = r * (v - sumX) - (leftS * j).doubled
        x = sumX
    }

    /// The sum of two points of the same x: the double of equal ones, the point at infinity of opposite ones.
    private mutating func addSameColumnVarTime(isEqual: Bool) {
        if isEqual {
            doubleVarTime()
        } else {
            self = .infinity
        }
    }

    /// The odd multiples 1, 3, 5, … of a point, `count` of them.
    func oddMultiplesVarTime(_ count: Int) -> [JacobianPoint] {
        var double = self
        double.doubleVarTime()
        var multiples = [self]
        for index in 1..<count {
            var next = multiples[index - 1]
            next.addVarTime(double)
            multiples.append(next)
        }
        return multiples
    }

    /// The affine coordinates of points none of which is at infinity, with one inversion in all.
    static func affineVarTime(_ points: [JacobianPoint]) -> [AffinePoint<Curve>] {
        var inverses = points.map(\.z)
        Residue.invertAll(&inverses)
        return zip(points, inverses).map { point, inverse in
            let square = inverse.squared
            return AffinePoint(x: point.x * square, y: point.y * square * inverse)
        }
    }
}

extension JacobianPoint {
    /// The width of the digits of the scalar of the generator, whose multiples are kept.
    static var baseWidth: Int { 8 }
    /// The width of those of the other scalar, whose point's multiples are made each time.
    static var pointWidth: Int { 5 }

    /// first · G + second · point.
    static func sumOfMultiplesVarTime(
        _ first: Curve.Limbs,
        _ second: Curve.Limbs,
        _ point: AffinePoint<Curve>
    ) -> JacobianPoint {
        let multiples = JacobianPoint(point).oddMultiplesVarTime(1 << (pointWidth - 2))
        let baseMultiples = Curve.baseMultiples
        let firstDigits = SparseDigits(first, bitCount: Curve.Order.bitCount, width: baseWidth).digits
        let secondDigits = SparseDigits(second, bitCount: Curve.Order.bitCount, width: pointWidth).digits
        var sum = JacobianPoint.infinity
        for index in firstDigits.indices.reversed() {
            sum.doubleVarTime()
            let digit = Int(firstDigits[index])
            if digit > 0 {
                sum.addVarTime(baseMultiples[digit / 2])
            } else if digit < 0 {
                sum.addVarTime(baseMultiples[-digit / 2].negated)
            }
            let own = Int(secondDigits[index])
            if own > 0 {
                sum.addVarTime(multiples[own / 2])
            } else if own < 0 {
                sum.addVarTime(multiples[-own / 2].negated)
            }
        }
        return sum
    }

    /// The multiples of the generator that ``sumOfMultiplesVarTime(_:_:_:)`` takes.
    static func makeBaseMultiples() -> [AffinePoint<Curve>] {
        affineVarTime(JacobianPoint(Curve.generator).oddMultiplesVarTime(1 << (baseWidth - 2)))
    }
}

extension AffinePoint {
    /// The negative.
    var negated: AffinePoint { AffinePoint(x: x, y: y.negated) }
}
