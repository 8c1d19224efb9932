// Multiples of a point P with a secret scalar s, 0 < s < n: the same steps for all scalars.
//
// The sum of a chord is wrong for equal points, opposite ones and the one at infinity. That at infinity, and a digit
// 0, are answered by masks. The others do not occur, since a signed digit d of width w is between −2^(w−1) and
// 2^(w−1):
//
// - From the lowest window on, as for the generator: what was added up is S · P, with |S| < 2^(w·i) · 0.51, and D · P
//   is added, with D = d · 2^(w·i), d not 0. S is neither D nor −D, and both S + D and S − D are below n in magnitude
//   but for the highest window. There, S + D = s is not 0 modulo n, and S − D = s − 2·D is only for s = 2·D − j·n;
//   then S = D − j·n, which is as small as S is for j = 1 and no D but the power of two next above n, on both curves,
//   and 2·D − n is above n.
// - From the highest window on: S · P is multiplied by 2^w, and d · P is added. 2^w · S is neither d nor −d, and both
//   sums are below n in magnitude but for the lowest window. There, 2^w · S + d = s is not 0 modulo n, and
//   2^w · S − d = s − 2·d is only for s = n + 2·d, d < 0; then 2^w · S = n + d, so that −d is n modulo 2^w, which is
//   more than 2^(w−1) for both orders and w = 5.

extension BaseWindows {
    /// `scalar` times the generator.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    func multiple(_ scalar: Curve.Limbs) -> JacobianPoint<Curve> {
        var sum = JacobianPoint<Curve>.infinity
        let all = multiples.span
        for index in 0..<SignedWindow.count(bitCount: Curve.Order.bitCount, width: Self.width) {
            let start = index * Self.multiplesPerWindow
            let digit = SignedWindow(scalar, index, width: Self.width)
            let point = AffinePoint(digit, of: all.extracting(start..<start + Self.multiplesPerWindow))
            var next = JacobianPoint(JacobianPoint.Chord(sum, point))
            next.replace(with: JacobianPoint(point), where: sum.isInfinity)
            sum.replace(with: next, where: ~isZeroMask(digit.magnitude))
        }
        return sum
    }
}

extension JacobianPoint {
    /// `scalar` times the point, which is not that at infinity, by signed windows of five bits.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    func multiple(_ scalar: Curve.Limbs) -> JacobianPoint {
        let width = 5
        var multiples = InlineArray<16, JacobianPoint>(repeating: self)
        for index in 1..<16 {
            // The even ones are doubles; the odd ones are sums of unequal points.
            if index % 2 == 1 {
                multiples[index] = multiples[index / 2]
                multiples[index].double()
            } else {
                multiples[index] = JacobianPoint(Chord(multiples[index - 1], self))
            }
        }
        var sum = JacobianPoint.infinity
        for index in (0..<SignedWindow.count(bitCount: Curve.Order.bitCount, width: width)).reversed() {
            for _ in 0..<width { sum.double() }
            let digit = SignedWindow(scalar, index, width: width)
            let point = JacobianPoint(digit, of: multiples.span)
            var next = JacobianPoint(Chord(sum, point))
            next.replace(with: point, where: sum.isInfinity)
            sum.replace(with: next, where: ~isZeroMask(digit.magnitude))
        }
        return sum
    }
}
