internal import SecretMemory

extension OddModulus {
    /// The inverse of a reduced number; `nil` where there is none. The modulus is above 1. Leaks which of both.
    package func inverse(of number: borrowing SecretNatural) -> SecretNatural? {
        precondition(number.limbCount == limbCount, "the number must be reduced modulo the modulus")
        var steps = DivisionSteps(value, number, bitCount: bitCount)
        var factors = InverseFactors(modulus: value, bitCount: bitCount)
        for _ in 0..<DivisionSteps.batchCount(bitCount: bitCount) {
            factors.apply(steps.advance())
        }
        let sign = steps.f.sign
        steps.f.negate(where: sign)
        guard steps.f.natural(limbCount: limbCount).equals(1).revealed else { return nil }
        return factors.takeFirst(negatedWhere: sign).natural(limbCount: limbCount)
    }
}

/// What a number is multiplied by on its way to its inverse.
///
/// Where f and g are the numbers of ``DivisionSteps`` that began with the modulus m and the number a, d · a = f and
/// e · a = g modulo m. d and e stay above −2 · m, and below m.
private struct InverseFactors: ~Copyable {
    private var d: SignedDigits
    private var e: SignedDigits
    private let modulus: SignedDigits
    /// 1 / m modulo 2^62.
    private let inverse: Int64

    init(modulus: borrowing SecretNatural, bitCount: Int) {
        let count = SignedDigits.count(bitCount: bitCount)
        self.modulus = SignedDigits(modulus, count: count)
        d = SignedDigits(0, count: count)
        e = SignedDigits(1, count: count)
        // Newton's iteration: each step doubles the number of low bits that are right, of which an odd number has three
        // as its own inverse.
        let low = Int64(truncatingIfNeeded: modulus.limbs.span[0])
        var approximation = low
        for _ in 0..<5 { approximation = approximation &* (2 &- low &* approximation) }
        inverse = approximation & SignedDigits.mask
    }

    /// d and e become u · d + v · e and q · d + r · e, divided by 2^62 modulo m.
    mutating func apply(_ matrix: DivisionSteps.Matrix) {
        InverseFactors.apply(matrix, &d, &e, modulus, inverse)
    }

    private static func apply(
        _ matrix: DivisionSteps.Matrix,
        _ d: inout SignedDigits,
        _ e: inout SignedDigits,
        _ modulus: borrowing SignedDigits,
        _ inverse: Int64
    ) {
        let (signD, signE) = (d.sign, e.sign)
        let modulus = modulus.span
        var d = d.mutableSpan
        var e = e.mutableSpan
        let last = d.count - 1
        // The modulus is added to those that are negative, and as often as the lowest 62 bits then become 0.
        var multipleD = matrix.u & signD &+ matrix.v & signE
        var multipleE = matrix.q & signD &+ matrix.r & signE
        var first = product(matrix.u, d[0]) &+ product(matrix.v, e[0])
        var second = product(matrix.q, d[0]) &+ product(matrix.r, e[0])
        multipleD =
            multipleD &- (inverse &* Int64(truncatingIfNeeded: first) &+ multipleD) & SignedDigits.mask
        multipleE =
            multipleE &- (inverse &* Int64(truncatingIfNeeded: second) &+ multipleE) & SignedDigits.mask
        first = (first &+ product(modulus[0], multipleD)) >> 62
        second = (second &+ product(modulus[0], multipleE)) >> 62
        for index in 1..<d.count {
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

    /// d, or −d where `sign` is all ones, between 0 and the modulus.
    consuming func takeFirst(negatedWhere sign: Int64) -> SignedDigits {
        d.add(modulus, where: d.sign)
        d.negate(where: sign)
        d.add(modulus, where: d.sign)
        return d
    }
}
