internal import CVectorIntrinsics

/// Division of eight numbers at once by small primes: what `LaneTrialDivision` of `LaneKernels` is, on other
/// processors.
///
/// All digits, inverses and quotients are between −2^51 and 2^51, and doubles are rounded to the nearest: a product
/// added to 1.5 · 2^104 is then rounded to a multiple of 2^52, and what that leaves of the product is exact, and
/// between the same bounds again. No double here is ever infinite, subnormal or no number.
package enum FloatingTrialDivision {
    /// How many groups of primes are divided by side by side.
    package static var groupCount: Int { 8 }

    /// Rewrites numbers, which are digits of 52 bits with some bits to spare in the last one, as ``divides`` wants
    /// them: as doubles between −2^51 and 2^51.
    package static func convert(_ numbers: UnsafeMutablePointer<SIMD8<UInt64>>, digitCount: Int) {
        let rounding = c_floats_round_to_nearest()
        defer {
            c_floats_restore_rounding(rounding)
            c_half_lanes_wipe_registers()
        }
        unsafe convert(FloatingDigits(numbers, half: 0), digitCount)
        unsafe convert(FloatingDigits(numbers, half: 1), digitCount)
    }

    @inline(never)
    private static func convert(_ digits: FloatingDigits, _ digitCount: Int) {
        let (nearest, negated) = (c_floats_repeating(0x1.8p104), c_floats_repeating(-0x1.8p104))
        var carry = c_floats_repeating(0)
        for place in 0..<digitCount {
            let digit = FloatingDigits.float(c_floats_bits(digits[place]))
            let whole = c_floats_subtract_product(digit, carry, c_floats_repeating(-0x1p-52))
            carry = c_floats_subtract(c_floats_subtract(whole, negated), nearest)
            digits[place] = c_floats_subtract(whole, carry)
        }
    }

    /// Whether one of the primes divides a number: bit i is set where it does for lane i.
    ///
    /// A group is a product of odd primes below 2^52, the inverse of the product modulo 2^52, and `primeCount` times
    /// a prime's inverse modulo 2^52 and 2^51 by the prime, rounded down: a prime divides what is left of a number
    /// just where that times the inverse is no more than the quotient, or no less than its negative (Granlund and
    /// Montgomery, "Division by Invariant Integers using Multiplication", section 9). `groups` holds `groupCount` of
    /// them, all products first, then all inverses, then the primes group after group, as the bits of doubles.
    package static func divides(
        _ numbers: UnsafeMutablePointer<SIMD8<UInt64>>,
        digitCount: Int,
        groups: UnsafePointer<UInt64>,
        primeCount: Int
    ) -> UInt8 {
        let rounding = c_floats_round_to_nearest()
        defer {
            c_floats_restore_rounding(rounding)
            c_half_lanes_wipe_registers()
        }
        let low = unsafe divides(
            FloatingDigits(numbers, half: 0),
            digitCount,
            groups,
            primeCount
        )
        let high = unsafe divides(
            FloatingDigits(numbers, half: 1),
            digitCount,
            groups,
            primeCount
        )
        return low | high &<< 4
    }

    @inline(never)
    private static func divides(
        _ digits: FloatingDigits,
        _ digitCount: Int,
        _ groups: UnsafePointer<UInt64>,
        _ primeCount: Int
    ) -> UInt8 {
        let zero = c_floats_repeating(0)
        var (b0, b1, b2, b3) = (zero, zero, zero, zero)
        var (b4, b5, b6, b7) = (zero, zero, zero, zero)
        for place in 0..<digitCount {
            let digit = digits[place]
            unsafe step(&b0, digit, groups[0], groups[8])
            unsafe step(&b1, digit, groups[1], groups[9])
            unsafe step(&b2, digit, groups[2], groups[10])
            unsafe step(&b3, digit, groups[3], groups[11])
            unsafe step(&b4, digit, groups[4], groups[12])
            unsafe step(&b5, digit, groups[5], groups[13])
            unsafe step(&b6, digit, groups[6], groups[14])
            unsafe step(&b7, digit, groups[7], groups[15])
        }
        let primes = unsafe groups + 16
        let stride = 2 &* primeCount
        var divides = unsafe isDivisible(b0, primes, primeCount)
        unsafe divides = c_half_lanes_or(divides, isDivisible(b1, primes + stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b2, primes + 2 &* stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b3, primes + 3 &* stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b4, primes + 4 &* stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b5, primes + 5 &* stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b6, primes + 6 &* stride, primeCount))
        unsafe divides = c_half_lanes_or(divides, isDivisible(b7, primes + 7 &* stride, primeCount))
        return c_half_lanes_top_bits(divides)
    }

    /// One digit of an exact division from the low end: what is left to borrow from the next digit, times 2^52.
    ///
    /// After the last digit it is 2^52 times the number times a power of two, modulo the product and negated, which is
    /// divisible by what the number is divisible by.
    @inline(__always)
    private static func step(_ borrow: inout CFloats, _ digit: CFloats, _ product: UInt64, _ inverse: UInt64)
    {
        let difference = c_floats_subtract_product(digit, borrow, c_floats_repeating(0x1p-52))
        let quotient = lowHalf(difference, repeating(inverse))
        borrow = c_floats_multiply_subtract(quotient, repeating(product), difference)
    }

    /// The double of these bits in all lanes.
    @inline(__always)
    private static func repeating(_ bits: UInt64) -> CFloats {
        c_floats_of_bits(c_half_lanes_repeating(bits))
    }

    /// What a product is modulo 2^52, between −2^51 and 2^51.
    @inline(__always)
    private static func lowHalf(_ left: CFloats, _ right: CFloats) -> CFloats {
        let nearest = c_floats_repeating(0x1.8p104)
        let high = c_floats_multiply_add(left, right, nearest)
        return c_floats_multiply_add(left, right, c_floats_subtract(nearest, high))
    }

    @inline(__always)
    private static func isDivisible(
        _ borrow: CFloats,
        _ primes: UnsafePointer<UInt64>,
        _ primeCount: Int
    ) -> CHalfLanes {
        let rest = c_floats_subtract_product(
            c_floats_repeating(0),
            borrow,
            c_floats_repeating(-0x1p-52)
        )
        var divides = c_half_lanes_repeating(0)
        for place in 0..<primeCount {
            let inverse = unsafe repeating(primes[2 &* place])
            let most = unsafe repeating(primes[2 &* place &+ 1])
            divides = c_half_lanes_or(divides, c_floats_lie_within(lowHalf(rest, inverse), most))
        }
        return divides
    }
}
