/// Powers of eight numbers at once, one in each lane of the vectors, each with its own modulus.
///
/// A number is `10 · blockCount` digits of 52 bits, the least significant first, each digit a vector of eight lanes.
/// The moduli are odd and have exactly `bitCount` bits, which are at least 8 fewer than the digits hold. `memory` is
/// the caller's, who wipes it: it starts with three numbers, for the moduli, the bases and the exponents, and has as
/// many vectors as ``vectorCount(blockCount:forPowers:)`` says, at an address that is a multiple of 64.
///
/// The time, and the addresses that are touched, depend only on the counts. Only for a processor with AVX-512 F and
/// IFMA.
package enum LaneExponentiation {
    /// How many vectors a computation takes; Fermat's test takes fewer than what needs powers to any base.
    package static func vectorCount(blockCount: Int, forPowers: Bool) -> Int {
        LaneModuli.vectorCount(blockCount: blockCount, withTable: forPowers)
    }

    /// Fermat's test to base 2: bit i is set where 2^(n − 1) = 1 modulo the modulus n of lane i.
    package static func passesFermatTest(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        blockCount: Int,
        bitCount: Int
    ) -> UInt8 {
        let moduli = unsafe LaneModuli(memory, blockCount: blockCount, bitCount: bitCount)
        return moduli.passesFermatTest()
    }

    /// One round of the Miller–Rabin test (FIPS 186-5, appendix B.3.1) of the modulus w of each lane, with the base of
    /// the lane, above 1 and below w − 1: bit i is set where the w of lane i passes.
    ///
    /// Where 2^``millerRabinTail`` divides w − 1, the answer of that lane means nothing.
    package static func passesMillerRabin(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        blockCount: Int,
        bitCount: Int
    ) -> UInt8 {
        let moduli = unsafe LaneModuli(memory, blockCount: blockCount, bitCount: bitCount)
        return moduli.passesMillerRabin()
    }

    /// How many of the low bits of w − 1 are treated as a secret of their own by
    /// ``passesMillerRabin(_:blockCount:bitCount:)``.
    package static var millerRabinTail: Int { LaneModuli.millerRabinTail }

    /// Replaces the bases, which have ``bitCount`` + 1 bits at most, by their powers, less than the moduli; the
    /// exponents have `exponentBitCount` bits at most.
    package static func power(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        blockCount: Int,
        bitCount: Int,
        exponentBitCount: Int
    ) {
        let moduli = unsafe LaneModuli(memory, blockCount: blockCount, bitCount: bitCount)
        moduli.replaceByPower(exponentBitCount: exponentBitCount)
    }
}
