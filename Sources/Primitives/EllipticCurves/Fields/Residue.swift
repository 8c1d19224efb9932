/// A residue modulo a prime, in Montgomery's form: the number times R, below the prime.
///
/// Every operation takes the same time for all values. See ``FixedLimbs`` for where values lie.
struct Residue<Modulus: PrimeModulus>: BitwiseCopyable, Sendable {
    /// The number times R modulo the prime.
    var limbs: Modulus.Limbs

    /// Takes what is in Montgomery's form already.
    @inline(__always)
    init(montgomeryForm limbs: Modulus.Limbs) { self.limbs = limbs }

    /// Takes any number of these limbs: Montgomery's product reduces a first factor that is not below the prime.
    @inline(__always)
    init(_ number: Modulus.Limbs) { limbs = Modulus.product(number, Modulus.radixSquared) }

    /// 0.
    @inline(__always)
    static var zero: Residue { Residue(montgomeryForm: Modulus.Limbs()) }

    /// 1.
    @inline(__always)
    static var one: Residue { Residue(montgomeryForm: Modulus.radix) }

    /// The number, below the prime.
    @inline(__always)
    var number: Modulus.Limbs { Modulus.product(limbs, Modulus.Limbs(1)) }

    @inline(__always)
    static func + (left: Residue, right: Residue) -> Residue {
        var sum = left.limbs
        let carry = sum.add(right.limbs)
        sum.reduceOnce(Modulus.modulus, top: carry)
        return Residue(montgomeryForm: sum)
    }

    @inline(__always)
    static func - (left: Residue, right: Residue) -> Residue {
        var difference = left.limbs
        let borrow = difference.subtract(right.limbs)
        difference.add(Modulus.modulus, where: 0 &- borrow)
        return Residue(montgomeryForm: difference)
    }

    @inline(__always)
    static func * (left: Residue, right: Residue) -> Residue {
        Residue(montgomeryForm: Modulus.product(left.limbs, right.limbs))
    }

    /// The square.
    @inline(__always)
    var squared: Residue { Residue(montgomeryForm: Modulus.square(limbs)) }

    /// The double.
    @inline(__always)
    var doubled: Residue { self + self }

    /// The negative.
    @inline(__always)
    var negated: Residue { Residue.zero - self }

    /// All bits set where this is 0.
    @inline(__always)
    var isZero: Mask { limbs.isZero }

    /// All bits set where both are the same residue.
    @inline(__always)
    func equals(_ other: Residue) -> Mask { limbs.equals(other.limbs) }

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: Residue, where mask: Mask) {
        limbs.replace(with: other.limbs, where: mask)
    }

    /// The power with a public exponent, by windows of four bits; its time depends on the prime alone.
    func power(_ exponent: Modulus.Limbs) -> Residue {
        var powers = InlineArray<16, Residue>(repeating: .one)
        for index in 1..<16 { powers[index] = powers[index - 1] * self }
        var result = Residue.one
        var place = (Modulus.bitCount + 3) / 4 * 4
        while place > 0 {
            place -= 4
            result = result.squared.squared.squared.squared
            result = result * powers[Int(exponent.bits(from: place, width: 4))]
        }
        return result
    }

    /// The inverse; 0 for 0.
    var inverse: Residue {
        // (x · R)^−1 · R² = x^−1 · R
        Residue(montgomeryForm: Modulus.quotient(Modulus.radixSquared, by: limbs))
    }
}
