internal import Bignum
public import SecretMemory

extension RSA {
    /// What the search for primes is computed with. Which of them it is changes no key, only the time.
    ///
    /// For those who measure, on one machine, what a key costs on others.
    @_spi(ProcessorTiers)
    public enum ProcessorTier: String, CaseIterable, Sendable {
        /// Eight candidates at a time, in vectors of 512 bits: AVX-512 IFMA.
        case lanes512
        /// Eight candidates at a time, in vectors of 256 bits: AVX2 and FMA.
        case lanes256
        /// One candidate at a time, on GMP: any processor.
        case scalar

        /// Whether this processor, and this build of the package, search the primes of a key of `bitCount` bits with
        /// it.
        public func isAvailable(bitCount: Int) -> Bool {
            self == .scalar || screen(bitCount: bitCount) != nil
        }

        /// The screen in lanes, of the primes of a key of `bitCount` bits.
        func screen(bitCount: Int) -> LaneScreen? {
            switch self {
            case .lanes512: LaneScreen(bitCount: bitCount / 2, kernel: .integer)
            case .lanes256: LaneScreen(bitCount: bitCount / 2, kernel: .floating)
            case .scalar: nil
            }
        }

        /// The quickest one for a key of `bitCount` bits: they stand in that order.
        static func quickest(bitCount: Int) -> ProcessorTier {
            allCases.first { $0.isAvailable(bitCount: bitCount) } ?? .scalar
        }
    }
}

extension RSA.PrivateKey {
    /// The key that ``generate(bitCount:using:)`` makes of the same randomness and at the same leakage, with the primes
    /// searched on the tier that the caller names; on GMP where the tier is not available.
    @_spi(ProcessorTiers)
    public static func generate(
        bitCount: Int,
        on tier: RSA.ProcessorTier,
        using random: inout some RandomSource
    ) throws(RSAError) -> RSA.PrivateKey {
        // The search is compiled for the source that all but tests use; it holds no state that would be lost here.
        if var system = random as? OperatingSystemRandom {
            return try search(bitCount: bitCount, on: tier, using: &system)
        }
        return try search(bitCount: bitCount, on: tier, using: &random)
    }

    private static func search(
        bitCount: Int,
        on tier: RSA.ProcessorTier,
        using random: inout some RandomSource
    ) throws(RSAError) -> RSA.PrivateKey {
        if let lanes = tier.screen(bitCount: bitCount) {
            return try generate(bitCount: bitCount, screen: lanes, using: &random)
        }
        return try generate(
            bitCount: bitCount,
            screen: ScalarScreen(bitCount: bitCount / 2),
            using: &random
        )
    }
}
