/// A digit of a scalar written by signed windows (Booth's recoding): the scalar is the sum of digit_i · 2^(w·i), each
/// digit between −2^(w−1) and 2^(w−1).
struct SignedWindow {
    /// All bits set where the digit is negative.
    let isNegative: Mask
    /// The digit's absolute value.
    let magnitude: UInt64

    /// The digit of window `index`.
    @inline(__always)
    init(_ scalar: some LimbVector, _ index: Int, width: Int) {
        // The window's bits and the one below, which a negative digit there has borrowed.
        let bits =
            index == 0
            ? scalar.bits(from: 0, width: width) << 1
            : scalar.bits(from: width * index - 1, width: width + 1)
        isNegative = 0 &- (bits >> UInt64(width))
        let complement = (1 << UInt64(width + 1)) &- bits &- 1
        let folded = (complement & isNegative) | (bits & ~isNegative)
        magnitude = (folded >> 1) &+ (folded & 1)
    }

    /// How many windows a scalar of so many bits has.
    static func count(bitCount: Int, width: Int) -> Int { bitCount / width + 1 }
}

extension AffinePoint {
    /// The multiple that a digit asks for, out of the multiples 1, 2, … of a point, with a pass over all of them; any
    /// point where the digit is 0.
    @inline(__always)
    init(_ digit: SignedWindow, of multiples: Span<AffinePoint>) {
        var found = multiples[0]
        for index in multiples.indices.dropFirst() {
            found.replace(with: multiples[index], where: isZeroMask(digit.magnitude ^ UInt64(index + 1)))
        }
        found.y.replace(with: found.y.negated, where: digit.isNegative)
        self = found
    }
}

extension JacobianPoint {
    /// The multiple that a digit asks for, out of the multiples 1, 2, … of a point, with a pass over all of them; any
    /// point where the digit is 0.
    @inline(__always)
    init(_ digit: SignedWindow, of multiples: Span<JacobianPoint>) {
        var found = multiples[0]
        for index in multiples.indices.dropFirst() {
            found.replace(with: multiples[index], where: isZeroMask(digit.magnitude ^ UInt64(index + 1)))
        }
        found.negate(where: digit.isNegative)
        self = found
    }
}
