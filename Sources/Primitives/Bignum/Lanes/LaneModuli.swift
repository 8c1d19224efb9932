internal import SecretMemory

/// Up to eight odd moduli of the same number of bits, and powers modulo them, all at once.
///
/// Numbers are limbs of 64 bits, the least significant first, and lie one after another. Everything may be a secret:
/// the number of bits, the counts and the answers leak, and nothing else. All memory is wiped when dropped.
struct LaneModuli: ~Copyable, Sendable {
    /// How many of the lanes hold a modulus of their own.
    let count: Int

    /// How many bits each modulus has.
    let bitCount: Int

    private let limbCount: Int
    private let blockCount: Int
    private var memory: LaneNumbers
    private let isForPowers: Bool
    private let hasLongTail: Bool
    private let kernel: LaneKernel

    /// Whether moduli of that many bits can be computed with, on a kernel that may be missing.
    static func supports(bitCount: Int, kernel: LaneKernel? = .quickest) -> Bool {
        kernel?.isAvailable == true && bitCount >= 512 && bitCount <= 8192
    }

    /// Takes one to eight moduli, odd and of exactly `bitCount` bits; `nil` where ``supports(bitCount:kernel:)`` says
    /// so.
    ///
    /// Moduli that are not for powers are for Fermat's test alone, which needs less memory.
    init?(
        _ limbs: Span<UInt>,
        bitCount: Int,
        forPowers: Bool = true,
        kernel: LaneKernel? = .quickest
    ) {
        guard let kernel, LaneModuli.supports(bitCount: bitCount, kernel: kernel) else { return nil }
        self.kernel = kernel
        limbCount = (bitCount + 63) / 64
        // The digits hold at least eight bits more than a modulus has.
        blockCount = (bitCount + 8 + 519) / 520
        count = limbs.count / limbCount
        self.bitCount = bitCount
        isForPowers = forPowers
        var hasLongTail = false
        for lane in 0..<count {
            hasLongTail = limbs[lane * limbCount] & (1 << 32 - 2) == 0 || hasLongTail
        }
        self.hasLongTail = hasLongTail
        #if VectorLanes && arch(x86_64)
            memory = LaneNumbers(
                vectorCount: kernel.vectorCount(blockCount: blockCount, forPowers: forPowers)
            )
            memory.write(limbs, limbCount: limbCount, digitCount: 10 * blockCount, at: 0)
        #else
            // Not reached: no size is supported.
            memory = LaneNumbers(vectorCount: 0)
        #endif
    }

    /// Fermat's test to base 2: bit i is set where 2^(n − 1) = 1 modulo the modulus n of lane i.
    mutating func passesFermatTest() -> UInt8 {
        #if VectorLanes && arch(x86_64)
            let (kernel, blockCount, bitCount) = (kernel, blockCount, bitCount)
            let passes = memory.withVectors { vectors in
                unsafe kernel.passesFermatTest(
                    vectors,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            }
            return passes & UInt8(truncatingIfNeeded: 1 << count - 1)
        #else
            return 0
        #endif
    }

    /// One round of the Miller–Rabin test (FIPS 186-5, appendix B.3.1) of the modulus w of each lane with the base of
    /// that lane, above 1 and below w − 1: bit i is set where the w of lane i passes. A single modulus takes up to
    /// eight bases.
    ///
    /// `nil` where 2^32 divides w − 1 for one of them, which tells what is too rare to be met.
    mutating func passesMillerRabin(bases: Span<UInt>) -> UInt8? {
        #if VectorLanes && arch(x86_64)
            precondition(isForPowers, "the moduli must be made for powers")
            guard !hasLongTail else { return nil }
            let (kernel, blockCount, bitCount) = (kernel, blockCount, bitCount)
            memory.write(bases, limbCount: limbCount, digitCount: 10 * blockCount, at: 10 * blockCount)
            let passes = memory.withVectors { vectors in
                unsafe kernel.passesMillerRabin(
                    vectors,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            }
            return passes & UInt8(truncatingIfNeeded: 1 << (bases.count / limbCount) - 1)
        #else
            return nil
        #endif
    }

    /// The powers of numbers below 2^bitCount, each with the exponent of its lane, of `exponentBitCount` bits at most.
    ///
    /// The exponents lie in as many limbs as `exponentBitCount` asks for. A single modulus takes up to eight bases; a
    /// single exponent serves all lanes. The powers are less than the moduli.
    mutating func power(
        bases: Span<UInt>,
        exponents: Span<UInt>,
        exponentBitCount: Int
    ) -> SecretBuffer<UInt> {
        #if VectorLanes && arch(x86_64)
            precondition(isForPowers, "the moduli must be made for powers")
            var powers = SecretBuffer<UInt>(repeating: 0, count: bases.count)
            let (kernel, blockCount, bitCount) = (kernel, blockCount, bitCount)
            let digitCount = 10 * blockCount
            let exponentLimbCount = (exponentBitCount + 63) / 64
            precondition(
                exponentBitCount <= 52 * digitCount,
                "the exponent must not have more digits than a modulus"
            )
            memory.write(bases, limbCount: limbCount, digitCount: digitCount, at: digitCount)
            memory.write(exponents, limbCount: exponentLimbCount, digitCount: digitCount, at: 2 * digitCount)
            memory.withVectors { vectors in
                unsafe kernel.power(
                    vectors,
                    blockCount: blockCount,
                    bitCount: bitCount,
                    exponentBitCount: exponentBitCount
                )
            }
            var span = powers.mutableSpan
            memory.read(limbCount: limbCount, digitCount: digitCount, at: digitCount, into: &span)
            return powers
        #else
            return SecretBuffer(repeating: 0, count: bases.count)
        #endif
    }
}
