internal import CVectorIntrinsics

/// A power with a public exponent modulo one modulus, whose digits are spread over all eight lanes: an operation with
/// the public part of an RSA key.
///
/// A number is 8 · `count` digits of 52 bits, where `count` is 5, 8 or 10: digit i in vector i mod count, in lane i /
/// count. `memory` is the caller's, at an address that is a multiple of 64. It starts with four numbers: the modulus,
/// odd and of `bitCount` bits at most, 8 fewer than the digits; R² modulo the modulus, with R for 2 to the power of
/// ``radixBitCount(bitCount:count:)``; the base, below R / 2^8; and what is overwritten.
///
/// The time, and the addresses that are touched, depend only on `count` and the exponent. Only for a processor with
/// AVX-512 F and IFMA.
package enum SpreadPublicExponentiation {
    /// How many vectors a computation takes.
    package static func vectorCount(count: Int) -> Int { 5 * count }

    /// The number of bits of R.
    package static func radixBitCount(bitCount: Int, count: Int) -> Int {
        52 &* SpreadModuli.rowCount(bitCount: bitCount, count: count, laneCount: 8)
    }

    /// Replaces the base by its power, which is at most the modulus.
    ///
    /// The exponent is words of 64 bits, the least significant first; its topmost bit that is set is the one of weight
    /// 2^(`exponentBitCount` − 1).
    package static func power(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        count: Int,
        bitCount: Int,
        exponent: UnsafePointer<UInt>,
        exponentBitCount: Int
    ) {
        let square = unsafe memory + count
        let base = unsafe memory + 2 &* count
        let power = unsafe memory + 3 &* count
        let unit = unsafe memory + 4 &* count
        let modulus = unsafe SpreadModuli(memory, bitCount: bitCount, count: count, laneCount: 8)

        unsafe modulus.multiply(base, base, square)
        unsafe power.update(from: base, count: count)
        var position = exponentBitCount &- 2
        while position >= 0 {
            unsafe modulus.multiply(power, power, power)
            if unsafe exponent[position &>> 6] &>> UInt(position & 63) & 1 == 1 {
                unsafe modulus.multiply(power, power, base)
            }
            position &-= 1
        }
        unsafe modulus.storeOne(unit)
        unsafe modulus.multiply(base, power, unit)
    }
}
