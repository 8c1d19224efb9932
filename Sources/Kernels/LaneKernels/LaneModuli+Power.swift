internal import CVectorIntrinsics

extension LaneModuli {
    /// result = base^exponent, both in Montgomery's form, in each lane with its own base, exponent and modulus.
    ///
    /// The exponents lie in digits of 52 bits and have `exponentBitCount` bits at most, with leading zeros where they
    /// have fewer. Windows of a fixed width; each reads the whole table. After ``prepare()``. `result` is neither of
    /// the operands.
    func power(
        _ result: UnsafeMutablePointer<CLanes>,
        base: UnsafePointer<CLanes>,
        exponent: UnsafePointer<CLanes>,
        exponentBitCount: Int
    ) {
        let (windowBitCount, tableCount) = (LaneModuli.windowBitCount, LaneModuli.tableCount)
        let chosen = unsafe table + tableCount &* digitCount
        unsafe table.update(from: one, count: digitCount)
        unsafe (table + digitCount).update(from: base, count: digitCount)
        for value in 2..<tableCount {
            let entry = unsafe table + value &* digitCount
            if value & 1 == 0 {
                let half = unsafe table + value / 2 &* digitCount
                unsafe square(entry, half, shift: c_lanes_repeating(0))
            } else {
                unsafe multiply(entry, entry - digitCount, base)
            }
        }

        unsafe result.update(from: one, count: digitCount)
        var position = (exponentBitCount &- 1) / windowBitCount &* windowBitCount
        while position >= 0 {
            for _ in 0..<windowBitCount {
                unsafe square(result, result, shift: c_lanes_repeating(0))
            }
            let window = unsafe bits(position, windowBitCount, of: exponent)
            unsafe choose(chosen, window)
            unsafe multiply(result, result, chosen)
            position &-= windowBitCount
        }
    }

    /// In each lane `count` bits of a number, from the one of weight 2^`position` up.
    private func bits(_ position: Int, _ count: Int, of number: UnsafePointer<CLanes>) -> CLanes {
        var bits = c_lanes_repeating(0)
        for place in 0..<count where position &+ place < 52 &* digitCount {
            let bit = unsafe bit(position &+ place, of: number)
            bits = c_lanes_or(bits, c_lanes_shift_left(bit, c_lanes_repeating(UInt64(place))))
        }
        return bits
    }

    /// In each lane the entry of the table that `window` counts; all of the table is read.
    private func choose(_ chosen: UnsafeMutablePointer<CLanes>, _ window: CLanes) {
        // A block of ten digits stays in registers while the table passes.
        for block in 0..<blockCount {
            let first = unsafe table + 10 &* block
            var (d0, d1, d2, d3, d4) = unsafe (first[0], first[1], first[2], first[3], first[4])
            var (d5, d6, d7, d8, d9) = unsafe (first[5], first[6], first[7], first[8], first[9])
            for value in 1..<LaneModuli.tableCount {
                let entry = unsafe first + value &* digitCount
                let here = c_lanes_repeating(UInt64(value))
                unsafe d0 = c_lanes_choose_where_equal(window, here, entry[0], d0)
                unsafe d1 = c_lanes_choose_where_equal(window, here, entry[1], d1)
                unsafe d2 = c_lanes_choose_where_equal(window, here, entry[2], d2)
                unsafe d3 = c_lanes_choose_where_equal(window, here, entry[3], d3)
                unsafe d4 = c_lanes_choose_where_equal(window, here, entry[4], d4)
                unsafe d5 = c_lanes_choose_where_equal(window, here, entry[5], d5)
                unsafe d6 = c_lanes_choose_where_equal(window, here, entry[6], d6)
                unsafe d7 = c_lanes_choose_where_equal(window, here, entry[7], d7)
                unsafe d8 = c_lanes_choose_where_equal(window, here, entry[8], d8)
                unsafe d9 = c_lanes_choose_where_equal(window, here, entry[9], d9)
            }
            let digits = unsafe chosen + 10 &* block
            unsafe (digits[0], digits[1], digits[2], digits[3], digits[4]) = (d0, d1, d2, d3, d4)
            unsafe (digits[5], digits[6], digits[7], digits[8], digits[9]) = (d5, d6, d7, d8, d9)
        }
    }

    /// Replaces ``bases``, which are below 2^(bitCount + 1), by their powers modulo the moduli, less than the moduli.
    func replaceByPower(exponentBitCount: Int) {
        prepare()
        prepareSquare()
        let converted = unsafe others
        let power = unsafe others + digitCount
        unsafe multiply(converted, bases, square)
        unsafe self.power(power, base: converted, exponent: exponents, exponentBitCount: exponentBitCount)
        // Out of Montgomery's form, by a product with 1.
        for place in 0..<digitCount {
            unsafe converted[place] = c_lanes_repeating(place == 0 ? 1 : 0)
        }
        unsafe multiply(bases, power, converted)
        unsafe reduceOnce(bases)
    }
}
