internal import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import LaneKernels
#endif

/// A power with a public exponent modulo one odd modulus.
///
/// Base and modulus may be secrets: the announced bits and the exponent leak, and nothing else. All memory is wiped
/// when dropped.
enum SpreadPublicPower {
    /// The number of bits of R, whose square modulo the modulus
    /// ``power(modulus:square:base:exponent:exponentBitCount:bitCount:)`` wants; `nil` where this machine has no lanes
    /// for a modulus of `bitCount` bits.
    static func radixBitCount(bitCount: Int) -> Int? {
        #if VectorLanes && arch(x86_64)
            LaneNumbers.spreadCount(bitCount: bitCount, numberCount: 1).map { count in
                SpreadPublicExponentiation.radixBitCount(bitCount: bitCount, count: count)
            }
        #else
            nil
        #endif
    }

    /// The power of a number; it is at most the modulus.
    ///
    /// All are limbs of 64 bits, the least significant first: as many as `bitCount` bits take, and as many as the
    /// exponent needs, whose topmost bit is the one of weight 2^(`exponentBitCount` − 1). The modulus is odd; `square`
    /// is R² modulo the modulus, with R as ``radixBitCount(bitCount:)`` says, which is not `nil`.
    static func power(
        modulus: Span<UInt>,
        square: Span<UInt>,
        base: Span<UInt>,
        exponent: Span<UInt>,
        exponentBitCount: Int,
        bitCount: Int
    ) -> SecretBuffer<UInt> {
        var power = SecretBuffer<UInt>(repeating: 0, count: base.count)
        #if VectorLanes && arch(x86_64)
            guard let count = LaneNumbers.spreadCount(bitCount: bitCount, numberCount: 1) else {
                return power
            }
            precondition(exponentBitCount > 0, "the exponent must have at least one bit")
            var memory = LaneNumbers(vectorCount: SpreadPublicExponentiation.vectorCount(count: count))
            memory.writeSpread(modulus, numberCount: 1, count: count, at: 0)
            memory.writeSpread(square, numberCount: 1, count: count, at: count)
            memory.writeSpread(base, numberCount: 1, count: count, at: 2 * count)
            precondition(
                exponentBitCount <= 64 * exponent.count,
                "the exponent has the bits that were announced"
            )
            memory.withVectors { vectors in
                unsafe exponent.withUnsafeBufferPointer { limbs in
                    // There is a limb for each 64 bits of the exponent, and so an address.
                    unsafe SpreadPublicExponentiation.power(
                        vectors,
                        count: count,
                        bitCount: bitCount,
                        exponent: limbs.baseAddress.unsafelyUnwrapped,
                        exponentBitCount: exponentBitCount
                    )
                }
            }
            var span = power.mutableSpan
            memory.readSpread(numberCount: 1, count: count, at: 2 * count, into: &span)
        #endif
        return power
    }
}
