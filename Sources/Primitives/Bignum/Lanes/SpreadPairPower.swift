internal import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import LaneKernels
#endif

/// Powers modulo two odd moduli at once: the two halves of an operation with an RSA key.
///
/// Everything may be a secret: the announced bits leak, and nothing else. All memory is wiped when dropped.
enum SpreadPairPower {
    /// The number of bits of R, whose square modulo the moduli ``power(moduli:squares:bases:exponents:bitCount:)``
    /// wants; `nil` where this machine has no lanes for moduli of `bitCount` bits at most.
    static func radixBitCount(bitCount: Int) -> Int? {
        #if VectorLanes && arch(x86_64)
            LaneNumbers.spreadCount(bitCount: bitCount, numberCount: 2).map { count in
                SpreadPairExponentiation.radixBitCount(bitCount: bitCount, count: count)
            }
        #else
            nil
        #endif
    }

    /// The powers of two numbers, each with its own exponent and modulus; each is at most its modulus.
    ///
    /// All are limbs of 64 bits, the least significant first: two numbers one after the other, in as many limbs each as
    /// `bitCount` bits take. The moduli are odd; `squares` are R² modulo the moduli, with R as
    /// ``radixBitCount(bitCount:)`` says, which is not `nil`.
    static func power(
        moduli: Span<UInt>,
        squares: Span<UInt>,
        bases: Span<UInt>,
        exponents: Span<UInt>,
        bitCount: Int
    ) -> SecretBuffer<UInt> {
        #if VectorLanes && arch(x86_64)
            var powers = SecretBuffer<UInt>(repeating: 0, count: bases.count)
            guard let count = LaneNumbers.spreadCount(bitCount: bitCount, numberCount: 2) else {
                return powers
            }
            var memory = LaneNumbers(vectorCount: SpreadPairExponentiation.vectorCount(count: count))
            memory.writeSpread(moduli, numberCount: 2, count: count, at: 0)
            memory.writeSpread(squares, numberCount: 2, count: count, at: count)
            memory.writeSpread(bases, numberCount: 2, count: count, at: 2 * count)
            memory.writePairDigits(exponents, digitCount: 4 * count, at: 4 * count)
            memory.withVectors { vectors in
                unsafe SpreadPairExponentiation.power(
                    vectors,
                    count: count,
                    bitCount: bitCount
                )
            }
            var span = powers.mutableSpan
            memory.readSpread(numberCount: 2, count: count, at: 2 * count, into: &span)
            return powers
        #else
            return SecretBuffer(repeating: 0, count: bases.count)
        #endif
    }
}
