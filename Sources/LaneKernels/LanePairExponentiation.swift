internal import CVectorIntrinsics

/// Powers of two numbers at once, for one operation with an RSA key: its two halves modulo p and q, one in each half of
/// the vectors, the digits of a number spread over four lanes.
///
/// A number is 4 · `count` digits of 52 bits, where `count` is 5, 8 or 10: digit i in vector i mod count, in lane
/// i / count of its half. `memory` is the caller's, who wipes it, at an address that is a multiple of 64. It starts with
/// four numbers: the moduli, odd and at least 8 bits shorter than the digits; R² modulo the moduli, with R for
/// 2^(208 · count); the bases, below R / 2^8; and what is overwritten. The exponents follow, a vector for each digit with
/// the digit in all lanes of a half.
///
/// The time, and the addresses that are touched, depend on the counts alone. Only for a processor with AVX-512 F and IFMA.
package enum LanePairExponentiation {
    /// How many vectors the numbers and exponents take.
    package static func operandVectorCount(count: Int) -> Int { 4 * count + 4 * count }

    /// How many vectors a computation takes.
    package static func vectorCount(count: Int) -> Int {
        operandVectorCount(count: count) + (tableCount + 2) * count
    }

    private static var windowBitCount: Int { 5 }
    private static var tableCount: Int { 1 &<< windowBitCount }

    /// Replaces the bases by their powers, which are no more than the moduli; the exponents have `exponentBitCount` bits
    /// at most.
    package static func power(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        count: Int,
        exponentBitCount: Int
    ) {
        switch count {
        case 5: unsafe power(memory, exactCount: 5, exponentBitCount)
        case 8: unsafe power(memory, exactCount: 8, exponentBitCount)
        default: unsafe power(memory, exactCount: 10, exponentBitCount)
        }
    }

    @inline(__always)
    private static func power(
        _ memory: UnsafeMutablePointer<CLanes>,
        exactCount count: Int,
        _ exponentBitCount: Int
    ) {
        let square = unsafe memory + count
        let base = unsafe memory + 2 &* count
        let power = unsafe memory + 3 &* count
        let exponent = unsafe memory + 4 &* count
        let table = unsafe memory + 8 &* count
        let chosen = unsafe table + tableCount &* count
        let unit = unsafe chosen + count
        let inverse = unsafe inverse(memory[0])
        let zero = c_lanes_repeating(0)

        for place in 0..<count {
            unsafe unit[place] = zero
        }
        unsafe unit[0] = c_lanes_choose_where_equal(
            c_lanes_lane_numbers(),
            c_lanes_halves(0, 4),
            c_lanes_repeating(1),
            zero
        )
        // Montgomery's form of 1 and of the base, and from these all powers that a window may ask for.
        unsafe multiply(table, unit, square, memory, inverse, count)
        unsafe multiply(table + count, base, square, memory, inverse, count)
        for value in 2..<tableCount {
            let entry = unsafe table + value &* count
            unsafe multiply(entry, entry - count, table + count, memory, inverse, count)
        }

        unsafe power.update(from: table, count: count)
        var position = (exponentBitCount &- 1) / windowBitCount &* windowBitCount
        while position >= 0 {
            for _ in 0..<windowBitCount {
                unsafe multiply(power, power, power, memory, inverse, count)
            }
            let window = unsafe window(position, exponent, 4 &* count)
            for place in 0..<count {
                unsafe chosen[place] = table[place]
            }
            for value in 1..<tableCount {
                let here = c_lanes_repeating(UInt64(value))
                let entry = unsafe table + value &* count
                for place in 0..<count {
                    unsafe chosen[place] = c_lanes_choose_where_equal(
                        window,
                        here,
                        entry[place],
                        chosen[place]
                    )
                }
            }
            unsafe multiply(power, power, chosen, memory, inverse, count)
            position &-= windowBitCount
        }
        unsafe multiply(base, power, unit, memory, inverse, count)
    }

    /// result = left · right / R modulo the moduli. The result may lie where a factor does.
    @inline(__always)
    private static func multiply(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ count: Int
    ) {
        switch count {
        case 5: unsafe multiply5(result, left, right, modulus, inverse)
        case 8: unsafe multiply8(result, left, right, modulus, inverse)
        default: unsafe multiply10(result, left, right, modulus, inverse)
        }
    }

    @inline(never)
    private static func multiply5(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiplyInline(result, left, right, modulus, inverse, 5)
    }

    @inline(never)
    private static func multiply8(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiplyInline(result, left, right, modulus, inverse, 8)
    }

    @inline(never)
    private static func multiply10(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiplyInline(result, left, right, modulus, inverse, 10)
    }

    @inline(__always)
    private static func multiplyInline(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ count: Int
    ) {
        var sums = PairSums()
        // The digits of the left factor from the lowest up: all vectors for the first lane of a half, then for the next.
        var order = c_lanes_halves(0, 4)
        let one = c_lanes_repeating(1)
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        for _ in 0..<4 {
            for place in 0..<count {
                let digit = unsafe c_lanes_permute(order, left[place])
                unsafe sums.row(count, digit, right, modulus, inverse, mask)
            }
            order = c_lanes_add(order, one)
        }
        sums.normalize(count, mask)
        unsafe sums.store(count, result)
    }

    /// −1 / modulus modulo 2^52, in all lanes of a half, from the digits that start with the lowest one: Newton's iteration.
    private static func inverse(_ digits: CLanes) -> CLanes {
        let low = c_lanes_repeat_first(digits)
        let zero = c_lanes_repeating(0)
        var inverse = c_lanes_subtract(zero, low)
        for _ in 0..<5 {
            inverse = c_lanes_add_low_product(
                zero,
                inverse,
                c_lanes_add_low_product(c_lanes_repeating(2), low, inverse)
            )
        }
        return c_lanes_and(inverse, c_lanes_repeating(1 &<< 52 &- 1))
    }

    /// The bits of the exponents from the one of weight 2^`position` up, as many as a window has.
    private static func window(
        _ position: Int,
        _ exponent: UnsafePointer<CLanes>,
        _ digitCount: Int
    ) -> CLanes {
        let (place, count) = position.quotientAndRemainder(dividingBy: 52)
        var bits = unsafe c_lanes_shift_right(exponent[place], c_lanes_repeating(UInt64(count)))
        if place &+ 1 < digitCount {
            let above = unsafe exponent[place &+ 1]
            bits = c_lanes_or(bits, c_lanes_shift_left(above, c_lanes_repeating(UInt64(52 &- count))))
        }
        return c_lanes_and(bits, c_lanes_repeating(UInt64(tableCount) &- 1))
    }
}
