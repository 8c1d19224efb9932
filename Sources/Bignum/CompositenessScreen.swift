internal import SecretMemory

/// A quick test that sorts out composite numbers before the rounds that a standard asks for.
///
/// The seam for vector instructions: a screen may take several candidates at once. It never refuses a prime, and
/// what it lets pass is tested again, so that which screen is used changes no result.
package protocol CompositenessScreen: Sendable {
    /// How many candidates one call takes at best.
    var candidateCount: Int { get }

    /// The bound of the trial division that pays before this screen, for candidates of `bitCount` bits.
    func trialDivisionBound(bitCount: Int) -> Int

    /// Which of the candidates may be prime: bit i stands for candidate i.
    ///
    /// The candidates are odd, of `bitCount` bits each, and lie one after another in `limbs`, each in the same
    /// count of limbs. A screen leaks the answer and the announced sizes.
    func mayBePrime(_ limbs: Span<UInt>, candidateCount: Int, bitCount: Int) -> UInt64
}

/// One candidate at a time by Fermat's test to base 2, on GMP.
package struct ScalarScreen: CompositenessScreen {
    /// Makes the screen; it holds no state.
    package init() {}

    package var candidateCount: Int { 1 }

    /// Tried with keys of 2048, 3072 and 4096 bits: half and twice the bound are slower.
    package func trialDivisionBound(bitCount: Int) -> Int {
        switch bitCount {
        case ...1024: 1 << 16
        case ...1536: 1 << 17
        default: 1 << 18
        }
    }

    package func mayBePrime(_ limbs: Span<UInt>, candidateCount: Int, bitCount: Int) -> UInt64 {
        let limbCount = Limbs.count(bits: bitCount)
        let two = SecretNatural(Natural(2))
        var answer: UInt64 = 0
        for index in 0..<candidateCount {
            let candidate = SecretNatural(
                limbs: SecretBuffer(copying: limbs.extracting(index * limbCount..<(index + 1) * limbCount))
            )
            let exponent = candidate.clearingLowestBit()
            guard let modulus = OddModulus(secret: candidate) else { continue }
            let power = modulus.power(of: two, exponent, exponentBitCount: bitCount)
            answer |= UInt64(power.equals(1).value) &<< UInt64(index)
        }
        return answer
    }
}
