// Inverses by division steps (Bernstein and Yang, "Fast constant-time gcd computation and modular inversion", 2019), in
// the variant that begins with δ = 1/2 (Wuille, "The safegcd implementation in libsecp256k1 explained").

extension PrimeModulus {
    /// The number by whose product with `number` the modulus leaves `factor`; 0 for 0. Both are below the modulus.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    static func quotient(_ factor: Limbs, by number: Limbs) -> Limbs {
        let inversion = Inversion<Self>(factor, by: number)
        return inversion.result
    }

    /// As many division steps as are enough for all numbers below the modulus, 62 at a time: (45907 · b + 26313) /
    /// 19929 are for b bits (Wuille, "Bounds on divsteps iterations in safegcd").
    @inline(__always)
    static var divisionStepCount: Int { ((45907 * bitCount + 26313) / 19929 + 61) / 62 * 62 }
}

/// A number by signed digits of 62 bits, the least significant first: what an intermediate result has beyond its limbs.
/// All but the highest digit are between 0 and 2^62.
private struct SignedDigits {
    static let mask: Int64 = 1 << 62 - 1

    var digits = InlineArray<9, Int64>(repeating: 0)

    /// Takes a number; `count` digits hold it.
    @inline(__always)
    init(_ number: some LimbVector, count: Int) {
        for index in 0..<count { digits[index] = Int64(number.bits(from: 62 * index, width: 62)) }
    }

    /// Zero.
    @inline(__always)
    init() {}

    @inline(__always)
    subscript(index: Int) -> Int64 {
        get { digits[index] }
        set { digits[index] = newValue }
    }
}

/// One inversion on its way.
///
/// f and g begin as the modulus and the number, d and e as 0 and the factor, and d · number = factor · f and
/// e · number = factor · g modulo the modulus throughout. Once g is 0, f is 1 or −1.
private struct Inversion<Modulus: PrimeModulus> {
    /// As many digits as the modulus and two bits more need.
    @inline(__always)
    private static var count: Int { (Modulus.bitCount + 2 + 61) / 62 }

    private var f: SignedDigits
    private var g: SignedDigits
    private var d = SignedDigits()
    private var e: SignedDigits
    private let modulus: SignedDigits
    /// −δ − 1/2
    private var zeta: Int64 = -1

    @inline(__always)
    init(_ factor: Modulus.Limbs, by number: Modulus.Limbs) {
        modulus = SignedDigits(Modulus.modulus, count: Self.count)
        f = modulus
        g = SignedDigits(number, count: Self.count)
        e = SignedDigits(factor, count: Self.count)
        for _ in 0..<Modulus.divisionStepCount / 62 {
            let matrix = steps()
            updateNumbers(by: matrix)
            updateFactors(by: matrix)
        }
    }

    /// What 62 steps do to f and g, times 2^62.
    private struct Matrix {
        var u: Int64 = 1
        var v: Int64 = 0
        var q: Int64 = 0
        var r: Int64 = 1
    }

    /// 62 division steps on the lowest digits of f and g, which decide on them.
    @inline(__always)
    private mutating func steps() -> Matrix {
        var matrix = Matrix()
        var f = self.f[0]
        var g = self.g[0]
        for _ in 0..<62 {
            // g is added to where it is odd: f, or −f where δ is positive.
            let isPositive = zeta >> 63
            let isOdd = 0 &- (g & 1)
            g = g &+ ((f ^ isPositive) &- isPositive) & isOdd
            matrix.q = matrix.q &+ ((matrix.u ^ isPositive) &- isPositive) & isOdd
            matrix.r = matrix.r &+ ((matrix.v ^ isPositive) &- isPositive) & isOdd
            // Where both are so, f becomes what g was, which is f + (g − f), and δ changes its sign.
            let exchanges = isPositive & isOdd
            zeta = (zeta ^ exchanges) &- 1
            f = f &+ g & exchanges
            matrix.u = matrix.u &+ matrix.q & exchanges
            matrix.v = matrix.v &+ matrix.r & exchanges
            g >>= 1
            matrix.u <<= 1
            matrix.v <<= 1
        }
        return matrix
    }

    /// f and g become u · f + v · g and q · f + r · g, divided by 2^62 without a remainder.
    @inline(__always)
    private mutating func updateNumbers(by matrix: Matrix) {
        var first: Int128 = 0
        var second: Int128 = 0
        for index in 0..<Self.count {
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
        f[Self.count - 1] = Int64(truncatingIfNeeded: first)
        g[Self.count - 1] = Int64(truncatingIfNeeded: second)
    }

    /// d and e become the same of them modulo the modulus. They stay above −2 times the modulus, and below it.
    @inline(__always)
    private mutating func updateFactors(by matrix: Matrix) {
        let last = Self.count - 1
        // The modulus is added to those that are negative, and as often as the lowest 62 bits then become 0.
        let (signD, signE) = (d[last] >> 63, e[last] >> 63)
        var multipleD = matrix.u & signD &+ matrix.v & signE
        var multipleE = matrix.q & signD &+ matrix.r & signE
        var first = product(matrix.u, d[0]) &+ product(matrix.v, e[0])
        var second = product(matrix.q, d[0]) &+ product(matrix.r, e[0])
        let inverse = 0 &- Int64(bitPattern: Modulus.negatedInverse)
        multipleD =
            multipleD &- (inverse &* Int64(truncatingIfNeeded: first) &+ multipleD) & SignedDigits.mask
        multipleE =
            multipleE &- (inverse &* Int64(truncatingIfNeeded: second) &+ multipleE) & SignedDigits.mask
        first = (first &+ product(modulus[0], multipleD)) >> 62
        second = (second &+ product(modulus[0], multipleE)) >> 62
        for index in 1..<Self.count {
            let (own, other) = (d[index], e[index])
            first = first &+ product(matrix.u, own) &+ product(matrix.v, other)
            second = second &+ product(matrix.q, own) &+ product(matrix.r, other)
            first = first &+ product(modulus[index], multipleD)
            second = second &+ product(modulus[index], multipleE)
            d[index - 1] = Int64(truncatingIfNeeded: first) & SignedDigits.mask
            e[index - 1] = Int64(truncatingIfNeeded: second) & SignedDigits.mask
            first >>= 62
            second >>= 62
        }
        d[last] = Int64(truncatingIfNeeded: first)
        e[last] = Int64(truncatingIfNeeded: second)
    }

    /// d, negative where f is, between 0 and the modulus.
    @inline(__always)
    var result: Modulus.Limbs {
        let last = Self.count - 1
        var number = d
        let isNegated = f[last] >> 63
        add(modulus, to: &number, where: number[last] >> 63)
        for index in 0..<Self.count { number[index] = (number[index] ^ isNegated) &- isNegated }
        carry(&number)
        add(modulus, to: &number, where: number[last] >> 63)
        carry(&number)
        var result = Modulus.Limbs()
        for index in 0..<Modulus.Limbs.limbCount {
            let (digit, shift) = (64 * index / 62, UInt64(64 * index % 62))
            var limb = UInt64(bitPattern: number[digit]) >> shift
            if digit < last { limb |= UInt64(bitPattern: number[digit + 1]) << (62 - shift) }
            result[index] = limb
        }
        return result
    }

    @inline(__always)
    private func add(_ other: SignedDigits, to number: inout SignedDigits, where mask: Int64) {
        for index in 0..<Self.count { number[index] = number[index] &+ other[index] & mask }
    }

    @inline(__always)
    private func carry(_ number: inout SignedDigits) {
        for index in 1..<Self.count {
            number[index] = number[index] &+ number[index - 1] >> 62
            number[index - 1] &= SignedDigits.mask
        }
    }

    @inline(__always)
    private func product(_ left: Int64, _ right: Int64) -> Int128 { Int128(left) &* Int128(right) }
}
