/// The multiples 1 to 32 of 2^(6·i) times the generator, for every window i of a scalar: with them, a multiple of the
/// generator takes one addition a window and no doubling. They are public.
struct BaseWindows<Curve: KeyCurve>: Sendable {
    static var width: Int { 6 }
    static var multiplesPerWindow: Int { 32 }

    private let multiples: [AffinePoint<Curve>]

    /// Makes the table, with one inversion in all.
    init() {
        let count = SignedWindow.count(bitCount: Curve.Order.bitCount, width: Self.width)
        var points: [ProjectivePoint<Curve>] = []
        points.reserveCapacity(count * Self.multiplesPerWindow)
        var base = ProjectivePoint(Curve.generator)
        for _ in 0..<count {
            var multiple = base
            points.append(multiple)
            for _ in 1..<Self.multiplesPerWindow {
                multiple = multiple + base
                points.append(multiple)
            }
            base = multiple.doubled
        }
        var inverses = points.map(\.z)
        Residue.invertAll(&inverses)
        multiples = zip(points, inverses).map { point, inverse in
            AffinePoint(x: point.x * inverse, y: point.y * inverse)
        }
    }

    /// `scalar` times the generator.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    func multiple(_ scalar: Curve.Limbs) -> ProjectivePoint<Curve> {
        var sum = ProjectivePoint<Curve>.infinity
        let all = multiples.span
        for index in 0..<SignedWindow.count(bitCount: Curve.Order.bitCount, width: Self.width) {
            let start = index * Self.multiplesPerWindow
            let digit = SignedWindow(scalar, index, width: Self.width)
            let point = AffinePoint(digit, of: all.extracting(start..<start + Self.multiplesPerWindow))
            // The mixed addition is right for all sums, but what is added must not be the point at infinity.
            sum.replace(with: sum + point, where: ~isZeroMask(digit.magnitude))
        }
        return sum
    }
}

extension ProjectivePoint {
    /// `scalar` times a point, by signed windows of five bits.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    func multiple(_ scalar: Curve.Limbs) -> ProjectivePoint {
        let width = 5
        var multiples = InlineArray<16, ProjectivePoint>(repeating: self)
        for index in 1..<16 { multiples[index] = multiples[index - 1] + self }
        var sum = ProjectivePoint.infinity
        for index in (0..<SignedWindow.count(bitCount: Curve.Order.bitCount, width: width)).reversed() {
            for _ in 0..<width { sum = sum.doubled }
            let digit = SignedWindow(scalar, index, width: width)
            sum = sum + ProjectivePoint(digit, of: multiples.span)
        }
        return sum
    }
}
