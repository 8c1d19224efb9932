internal import CVectorIntrinsics

/// Powers of two numbers at once, for one operation with an RSA key: its two halves modulo p and q, one in each half of
/// the vectors, the digits of a number spread over four lanes.
///
/// A number is 4 · `count` digits of 52 bits, where `count` is 5, 8 or 10: digit i in vector i mod count, in lane
/// i / count of its half. `memory` is the caller's, who wipes it, at an address that is a multiple of 64. It starts
/// with four numbers: the moduli, odd and of `bitCount` bits at most, 8 fewer than the digits; R² modulo the moduli,
/// with R for 2 to the power of ``radixBitCount(bitCount:count:)``; the bases, below R / 2^8; and what is overwritten.
/// The exponents follow, a vector for each digit with the digit in all lanes of a half.
///
/// The time, and the addresses that are touched, depend only on the counts. Only for a processor with AVX-512 F and
/// IFMA.
package enum SpreadPairExponentiation {
    /// How many vectors the numbers and exponents take.
    package static func operandVectorCount(count: Int) -> Int { 4 * count + 4 * count }

    /// How many vectors a computation takes.
    package static func vectorCount(count: Int) -> Int {
        operandVectorCount(count: count) + (tableCount + 2) * count
    }

    private static var windowBitCount: Int { 5 }
    private static var tableCount: Int { 1 &<< windowBitCount }

    /// The number of bits of R.
    package static func radixBitCount(bitCount: Int, count: Int) -> Int {
        52 &* SpreadModuli.rowCount(bitCount: bitCount, count: count, laneCount: 4)
    }

    /// Replaces the bases by their powers, which are no more than the moduli; the exponents have `bitCount` bits
    /// at most, too.
    package static func power(
        _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
        count: Int,
        bitCount: Int
    ) {
        switch count {
        case 5: unsafe power(memory, exactCount: 5, bitCount)
        case 8: unsafe power(memory, exactCount: 8, bitCount)
        default: unsafe power(memory, exactCount: 10, bitCount)
        }
    }

    @inline(__always)
    private static func power(
        _ memory: UnsafeMutablePointer<CLanes>,
        exactCount count: Int,
        _ bitCount: Int
    ) {
        let square = unsafe memory + count
        let base = unsafe memory + 2 &* count
        let power = unsafe memory + 3 &* count
        let exponent = unsafe memory + 4 &* count
        let table = unsafe memory + 8 &* count
        let chosen = unsafe table + tableCount &* count
        let unit = unsafe chosen + count
        let modulus = unsafe SpreadModuli(memory, bitCount: bitCount, count: count, laneCount: 4)
        unsafe modulus.storeOne(unit)
        // Montgomery's form of 1 and of the base, and from these all powers that a window may ask for.
        unsafe modulus.multiply(table, unit, square)
        unsafe modulus.multiply(table + count, base, square)
        for value in 2..<tableCount {
            let entry = unsafe table + value &* count
            unsafe modulus.multiply(entry, entry - count, table + count)
        }

        unsafe power.update(from: table, count: count)
        var position = (bitCount &- 1) / windowBitCount &* windowBitCount
        while position >= 0 {
            for _ in 0..<windowBitCount {
                unsafe modulus.multiply(power, power, power)
            }
            let window = unsafe window(position, exponent, 4 &* count)
            unsafe choose(chosen, from: table, window, count: count)
            unsafe modulus.multiply(power, power, chosen)
            position &-= windowBitCount
        }
        unsafe modulus.multiply(base, power, unit)
    }

    /// The entry of the table that `window` counts; all of the table is read.
    @inline(__always)
    private static func choose(
        _ chosen: UnsafeMutablePointer<CLanes>,
        from table: UnsafePointer<CLanes>,
        _ window: CLanes,
        count: Int
    ) {
        // Four or five vectors stay in registers while the table passes.
        let width = count == 8 ? 4 : 5
        var place = 0
        while place < count {
            let first = unsafe table + place
            var (d0, d1, d2, d3) = unsafe (first[0], first[1], first[2], first[3])
            var d4 = unsafe first[width &- 1]
            for value in 1..<tableCount {
                let here = c_lanes_repeating(UInt64(value))
                let entry = unsafe first + value &* count
                unsafe d0 = c_lanes_choose_where_equal(window, here, entry[0], d0)
                unsafe d1 = c_lanes_choose_where_equal(window, here, entry[1], d1)
                unsafe d2 = c_lanes_choose_where_equal(window, here, entry[2], d2)
                unsafe d3 = c_lanes_choose_where_equal(window, here, entry[3], d3)
                guard width > 4 else { continue }
                unsafe d4 = c_lanes_choose_where_equal(window, here, entry[4], d4)
            }
            unsafe (chosen[place], chosen[place &+ 1]) = (d0, d1)
            unsafe (chosen[place &+ 2], chosen[place &+ 3]) = (d2, d3)
            if width > 4 { unsafe chosen[place &+ 4] = d4 }
            place &+= width
        }
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
