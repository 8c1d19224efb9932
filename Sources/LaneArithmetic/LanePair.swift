package import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import LaneKernels
#endif

/// Powers modulo two odd moduli at once: the two halves of an operation with an RSA key.
///
/// Everything may be a secret: the announced bits leak, and nothing else. All memory is wiped when dropped.
package enum LanePair {
    /// How many vectors a number takes, for moduli of `bitCount` bits at most; `nil` where lanes cannot.
    private static func vectorCount(bitCount: Int) -> Int? {
        guard VectorLanes.areAvailable else { return nil }
        return [5, 8, 10].first { bitCount + 8 <= 208 * $0 }
    }

    /// The number of bits of R, whose square modulo the moduli ``power(moduli:squares:bases:exponents:bitCount:)`` wants;
    /// `nil` where this machine has no lanes for moduli of `bitCount` bits at most.
    package static func radixBitCount(bitCount: Int) -> Int? {
        vectorCount(bitCount: bitCount).map { 208 * $0 }
    }

    /// The powers of two numbers, each with its own exponent and modulus; each is no more than its modulus.
    ///
    /// All are limbs of 64 bits, the least significant first: two numbers one after the other, in as many limbs each as
    /// `bitCount` bits take. The moduli are odd; `squares` are R² modulo the moduli, with R as ``radixBitCount(bitCount:)``
    /// says, which is not `nil`.
    package static func power(
        moduli: Span<UInt>,
        squares: Span<UInt>,
        bases: Span<UInt>,
        exponents: Span<UInt>,
        bitCount: Int
    ) -> SecretBuffer<UInt> {
        #if VectorLanes && arch(x86_64)
            var powers = SecretBuffer<UInt>(repeating: 0, count: bases.count)
            guard let count = vectorCount(bitCount: bitCount) else { return powers }
            var memory = LaneMemory(vectorCount: LanePairExponentiation.vectorCount(count: count))
            memory.writePair(moduli, count: count, at: 0)
            memory.writePair(squares, count: count, at: count)
            memory.writePair(bases, count: count, at: 2 * count)
            memory.writePairDigits(exponents, digitCount: 4 * count, at: 4 * count)
            memory.withVectors { vectors in
                unsafe LanePairExponentiation.power(vectors, count: count, exponentBitCount: bitCount)
            }
            var span = powers.mutableSpan
            memory.readPair(count: count, at: 2 * count, into: &span)
            return powers
        #else
            return SecretBuffer(repeating: 0, count: bases.count)
        #endif
    }
}

extension LaneMemory {
    /// Writes two numbers, one into each half of the vectors: digit i into vector i mod count, lane i / count.
    fileprivate mutating func writePair(_ limbs: Span<UInt>, count: Int, at start: Int) {
        let limbCount = limbs.count / 2
        withWords { words in
            for half in 0..<2 {
                let number = limbs.extracting(half * limbCount..<(half + 1) * limbCount)
                for place in 0..<4 * count {
                    let (lane, vector) = place.quotientAndRemainder(dividingBy: count)
                    unsafe words[(start + vector) * VectorLanes.count + 4 * half + lane] =
                        LaneMemory.digit(place, of: number)
                }
            }
        }
    }

    /// Writes two numbers with each digit in all lanes of a half of a vector of its own.
    fileprivate mutating func writePairDigits(_ limbs: Span<UInt>, digitCount: Int, at start: Int) {
        let limbCount = limbs.count / 2
        withWords { words in
            for lane in 0..<VectorLanes.count {
                let half = lane / 4
                let number = limbs.extracting(half * limbCount..<(half + 1) * limbCount)
                for place in 0..<digitCount {
                    unsafe words[(start + place) * VectorLanes.count + lane] =
                        LaneMemory.digit(place, of: number)
                }
            }
        }
    }

    /// Reads what ``writePair(_:count:at:)`` has written, into limbs that are zero.
    fileprivate mutating func readPair(count: Int, at start: Int, into limbs: inout MutableSpan<UInt>) {
        let limbCount = limbs.count / 2
        withWords { words in
            for half in 0..<2 {
                for place in 0..<4 * count {
                    let (lane, vector) = place.quotientAndRemainder(dividingBy: count)
                    let digit = unsafe words[(start + vector) * VectorLanes.count + 4 * half + lane]
                    LaneMemory.add(digit, place, to: &limbs, from: half * limbCount, limbCount: limbCount)
                }
            }
        }
    }
}
