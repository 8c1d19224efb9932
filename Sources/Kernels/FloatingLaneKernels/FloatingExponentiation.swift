internal import CVectorIntrinsics

/// Powers of eight numbers at once, one in each lane of the vectors, each with its own modulus: what
/// `LaneExponentiation` of `LaneKernels` is, on other processors.
///
/// A number is `10 · blockCount` digits of 52 bits, the least significant first, each digit a vector of eight lanes.
/// The moduli are odd and have exactly `bitCount` bits, which are at least 8 fewer than the digits hold. `memory` is
/// the caller's, who wipes it: it starts with three numbers, for the moduli, the bases and the exponents, and has as
/// many vectors as ``vectorCount(blockCount:)`` says, at an address that is a multiple of 64.
///
/// The time, and the addresses that are touched, depend on the counts alone: no double here is ever infinite, subnormal
/// or no number. Only for a processor with AVX2 and FMA.
package enum FloatingExponentiation {
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
        let rounding = c_floats_round_toward_zero()
        defer {
            c_floats_restore_rounding(rounding)
            c_half_lanes_wipe_registers()
        }
        return moduli.passesFermatTest()
    }

    /// One round of the Miller–Rabin test (FIPS 186-5, appendix B.3.1) of the modulus w of each lane, with the base of
    /// the lane, above 1 and below w − 1: bit i is set where the w of lane i passes.
    ///
    /// Where 2^32 divides w − 1, the answer of that lane means nothing.
    package static func passesMillerRabin(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        blockCount: Int,
        bitCount: Int
    ) -> UInt8 {
        let moduli = unsafe LaneModuli(memory, blockCount: blockCount, bitCount: bitCount)
        let rounding = c_floats_round_toward_zero()
        defer {
            c_floats_restore_rounding(rounding)
            c_half_lanes_wipe_registers()
        }
        return moduli.passesMillerRabin()
    }

    /// Replaces the bases, which have `bitCount` + 1 bits at most, by their powers, less than the moduli; the exponents
    /// have `exponentBitCount` bits at most.
    package static func power(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        blockCount: Int,
        bitCount: Int,
        exponentBitCount: Int
    ) {
        let moduli = unsafe LaneModuli(memory, blockCount: blockCount, bitCount: bitCount)
        let rounding = c_floats_round_toward_zero()
        defer {
            c_floats_restore_rounding(rounding)
            c_half_lanes_wipe_registers()
        }
        moduli.replaceByPower(exponentBitCount: exponentBitCount)
    }
}
