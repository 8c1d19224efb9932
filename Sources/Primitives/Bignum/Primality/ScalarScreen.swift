package import SecretMemory

/// One candidate at a time, on GMP: for processors without vector lanes.
package struct ScalarScreen: CompositenessScreen {
    package let bitCount: Int
    private let sieve: TrialDivision

    /// Prepares the screen of candidates of `bitCount` bits, with division by all odd primes below `bound`.
    package init(bitCount: Int, bound: Int? = nil) {
        self.bitCount = bitCount
        sieve = TrialDivision(bound: bound ?? ScalarScreen.bound(bitCount: bitCount))
    }

    /// Tried with keys of 2048, 3072 and 4096 bits: half and twice the bound are slower.
    private static func bound(bitCount: Int) -> Int {
        switch bitCount {
        case ...1024: 1 << 16
        case ...1536: 1 << 17
        default: 1 << 18
        }
    }

    package var candidateCount: Int { 1 }

    package var stageCount: Int { 1 }

    package func dividesOne(of limbs: Span<UInt>, stage: Int) -> UInt64 {
        bits(of: limbs) { sieve.dividesOne(of: $0.limbs.span) }
    }

    package func mayBePrime(_ limbs: Span<UInt>) -> UInt64 {
        let two = SecretNatural(Natural(2))
        return bits(of: limbs) { candidate in
            // Fermat's test to base 2.
            let exponent = candidate.clearingLowestBit()
            guard let modulus = OddModulus(secret: candidate) else { return false }
            return modulus.power(of: two, exponent, exponentBitCount: bitCount).equals(1).revealed
        }
    }

    package func isProbablyPrime(
        _ candidate: borrowing SecretNatural,
        rounds: Int,
        using random: inout some RandomSource
    ) -> Bool {
        // There is no test of numbers below 5, and no candidate is that small.
        guard let test = MillerRabin(candidate) else { return false }
        return test.isProbablyPrime(rounds: rounds, using: &random)
    }

    private func bits(of limbs: Span<UInt>, _ test: (borrowing SecretNatural) -> Bool) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<limbs.count / limbCount {
            let candidate = SecretNatural(
                copyingLimbs: limbs.extracting(index * limbCount..<(index + 1) * limbCount)
            )
            bits |= (test(candidate) ? 1 : 0) &<< UInt64(index)
        }
        return bits
    }
}
