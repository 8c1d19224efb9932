/// The multiples 1 to 32 of 2^(6·i) times the generator, for every window i of a scalar: with them, a multiple of the
/// generator takes one addition a window and no doubling. They are public.
struct BaseWindows<Curve: KeyCurve>: Sendable {
    static var width: Int { 6 }
    static var multiplesPerWindow: Int { 32 }

    let multiples: [AffinePoint<Curve>]

    /// Makes the table, with one inversion in all.
    init() {
        let count = SignedWindow.count(bitCount: Curve.Order.bitCount, width: Self.width)
        var points: [JacobianPoint<Curve>] = []
        points.reserveCapacity(count * Self.multiplesPerWindow)
        var base = JacobianPoint(Curve.generator)
        for _ in 0..<count {
            var multiple = base
            points.append(multiple)
            for _ in 1..<Self.multiplesPerWindow {
                multiple.addVarTime(base)
                points.append(multiple)
            }
            multiple.double()
            base = multiple
        }
        multiples = JacobianPoint.affine(points)
    }
}
