internal import SecretMemory

/// Division steps on an odd number f and another number g (Bernstein and Yang, "Fast constant-time gcd computation and
/// modular inversion", 2019), in the variant that begins with δ = 1/2 (Wuille, "The safegcd implementation in
/// libsecp256k1 explained").
///
/// A step keeps the greatest common divisor of f and g, and f odd. After all of them g is 0, and f the divisor or its
/// negative. Leaks the announced bits, on which alone depends how many steps there are.
struct DivisionSteps: ~Copyable {
    /// What a batch of steps does to f and g, times 2^62.
    struct Matrix {
        var u: Int64 = 1
        var v: Int64 = 0
        var q: Int64 = 0
        var r: Int64 = 1
    }

    /// The odd number, negative or not.
    var f: SignedDigits
    private var g: SignedDigits
    /// −δ − 1/2
    private var zeta: Int64 = -1

    /// Prepares the steps of two numbers of `bitCount` bits at most, of which the first is odd.
    init(_ odd: borrowing SecretNatural, _ other: borrowing SecretNatural, bitCount: Int) {
        let count = SignedDigits.count(bitCount: bitCount)
        f = SignedDigits(odd, count: count)
        g = SignedDigits(other, count: count)
    }

    /// How many batches of steps are enough for all numbers of `bitCount` bits: (45907 · b + 30179) / 19929 steps are
    /// for f and g between 0 and 2^b (Wuille, "Generic formula for hddivsteps", of "Bounds on divsteps iterations in
    /// safegcd").
    static func batchCount(bitCount: Int) -> Int {
        ((45907 * bitCount + 30179) / 19929 + SignedDigits.width - 1) / SignedDigits.width
    }

    /// Makes as many steps as a digit has bits, and gives what they were.
    mutating func advance() -> Matrix {
        let matrix = nextSteps()
        DivisionSteps.apply(matrix, &f, &g)
        return matrix
    }

    /// The next steps: the lowest digits of f and g decide on them.
    private mutating func nextSteps() -> Matrix {
        var (u, v, q, r): (Int64, Int64, Int64, Int64) = (1, 0, 0, 1)
        var (f, g, zeta) = (self.f.span[0], self.g.span[0], self.zeta)
        for _ in 0..<SignedDigits.width {
            // g is added to where it is odd: f, or −f where δ is positive.
            let isPositive = zeta >> 63
            let isOdd = 0 &- (g & 1)
            g = g &+ ((f ^ isPositive) &- isPositive) & isOdd
            q = q &+ ((u ^ isPositive) &- isPositive) & isOdd
            r = r &+ ((v ^ isPositive) &- isPositive) & isOdd
            // Where both are so, f becomes what g was, which is f + (g − f), and δ changes its sign.
            let exchanges = isPositive & isOdd
            zeta = (zeta ^ exchanges) &- 1
            f = f &+ g & exchanges
            u = u &+ q & exchanges
            v = v &+ r & exchanges
            g >>= 1
            u <<= 1
            v <<= 1
        }
        self.zeta = zeta
        return Matrix(u: u, v: v, q: q, r: r)
    }

    /// f and g become u · f + v · g and q · f + r · g, divided by 2^62 without a remainder.
    private static func apply(_ matrix: Matrix, _ f: inout SignedDigits, _ g: inout SignedDigits) {
        var f = f.mutableSpan
        var g = g.mutableSpan
        let last = f.count - 1
        var first: Int128 = 0
        var second: Int128 = 0
        for index in 0...last {
            let (own, other) = (f[index], g[index])
            first = first &+ product(matrix.u, own) &+ product(matrix.v, other)
            second = second &+ product(matrix.q, own) &+ product(matrix.r, other)
            if index > 0 {
                f[index - 1] = Int64(truncatingIfNeeded: first) & SignedDigits.mask
                g[index - 1] = Int64(truncatingIfNeeded: second) & SignedDigits.mask
            }
            first >>= 62
            second >>= 62
        }
        f[last] = Int64(truncatingIfNeeded: first)
        g[last] = Int64(truncatingIfNeeded: second)
    }
}

/// The product of two digits.
@inline(__always)
func product(_ left: Int64, _ right: Int64) -> Int128 { Int128(left) &* Int128(right) }
