/// A point by Jacobian coordinates: (X : Y : Z) is (X/Z², Y/Z³), and the one with Z = 0 is that at infinity.
///
/// Its doubling is right for all points, since no point of a group of odd order has Y = 0. Its addition has cases of
/// its own, for equal and opposite points and the one at infinity: `addVarTime` tells them apart, for public points,
/// and what is done with secrets is such that they do not occur (see `JacobianPoint+SecretMultiples.swift`).
struct JacobianPoint<Curve: WeierstrassCurve>: BitwiseCopyable, Sendable {
    typealias Element = Residue<Curve.Prime>

    private(set) var x: Element
    private(set) var y: Element
    private(set) var z: Element

    /// The point at infinity.
    @inline(__always)
    static var infinity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

    @inline(__always)
    private init(x: Element, y: Element, z: Element) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inline(__always)
    init(_ point: AffinePoint<Curve>) { self.init(x: point.x, y: point.y, z: .one) }

    /// All bits set where this is the point at infinity.
    @inline(__always)
    var isInfinity: Mask { z.isZero }

    /// The negative.
    @inline(__always)
    var negated: JacobianPoint { JacobianPoint(x: x, y: y.negated, z: z) }

    /// Takes the negative where all bits of `mask` are set.
    @inline(__always)
    mutating func negate(where mask: Mask) { y.replace(with: y.negated, where: mask) }

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: JacobianPoint, where mask: Mask) {
        x.replace(with: other.x, where: mask)
        y.replace(with: other.y, where: mask)
        z.replace(with: other.z, where: mask)
    }

    /// The affine coordinates; (0, 0), which is on no curve here, for the point at infinity.
    var affine: AffinePoint<Curve> { affine(inverseOfZ: z.inverse) }

    /// The affine x; 0 for the point at infinity.
    var affineX: Element { x * z.inverse.squared }

    @inline(__always)
    private func affine(inverseOfZ inverse: Element) -> AffinePoint<Curve> {
        let square = inverse.squared
        return AffinePoint(x: x * square, y: y * square * inverse)
    }

    /// The affine coordinates of points none of which is at infinity, with one inversion in all.
    static func affine(_ points: [JacobianPoint]) -> [AffinePoint<Curve>] {
        var inverses = points.map(\.z)
        Residue.invertAll(&inverses)
        return zip(points, inverses).map { point, inverse in point.affine(inverseOfZ: inverse) }
    }

    /// The tangent at the point (Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography", 2004,
    /// algorithm 3.21).
    mutating func double() {
        let zz = z.squared
        // 2·Y² and 4·X·Y²
        let yy = y.squared.doubled
        let xyy = (x * yy).doubled
        let slope = ((x - zz) * (x + zz)).tripled
        z = (y * z).doubled
        x = slope.squared - xyy.doubled
        y = slope * (xyy - x) - yy.squared.doubled
    }

    /// What the chord through two points needs of them (the same, algorithm 3.22): the first one's coordinates over the
    /// common denominator, the differences of the second one's to them, and the product of both denominators.
    struct Chord {
        fileprivate let x: Element
        fileprivate let y: Element
        let run: Element
        let rise: Element
        fileprivate let z: Element

        @inline(__always)
        init(_ first: JacobianPoint, _ second: AffinePoint<Curve>) {
            let zz = first.z.squared
            x = first.x
            y = first.y
            run = second.x * zz - first.x
            rise = second.y * (zz * first.z) - first.y
            z = first.z
        }

        @inline(__always)
        init(_ first: JacobianPoint, _ second: JacobianPoint) {
            let zz = first.z.squared
            let secondZZ = second.z.squared
            x = first.x * secondZZ
            y = first.y * (secondZZ * second.z)
            run = second.x * zz - x
            rise = second.y * (zz * first.z) - y
            z = first.z * second.z
        }
    }

    /// The sum of the two points of a chord, which must not be equal, opposite or at infinity.
    @inline(__always)
    init(_ chord: Chord) {
        let square = chord.run.squared
        let cube = square * chord.run
        let column = chord.x * square
        let sumX = chord.rise.squared - cube - column.doubled
        self.init(
            x: sumX,
            y: chord.rise * (column - sumX) - chord.y * cube,
            z: chord.z * chord.run
        )
    }
}

extension Residue {
    /// Three times the residue.
    @inline(__always)
    var tripled: Residue { doubled + self }
}
