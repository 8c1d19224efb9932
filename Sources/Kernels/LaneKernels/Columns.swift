internal import CVectorIntrinsics

/// Twenty sums of products, which are the columns of a product of two blocks of ten digits.
///
/// Everything here is unrolled and inlined, so that the twenty vectors stay in registers: with the sums in memory, or
/// in a loop over them, a product takes three times as long. A sum takes 2^12 products of 52 bits at most; what is
/// done here adds fewer than 2^9.
struct Columns {
    var c0: CLanes
    var c1: CLanes
    var c2: CLanes
    var c3: CLanes
    var c4: CLanes
    var c5: CLanes
    var c6: CLanes
    var c7: CLanes
    var c8: CLanes
    var c9: CLanes
    var c10: CLanes
    var c11: CLanes
    var c12: CLanes
    var c13: CLanes
    var c14: CLanes
    var c15: CLanes
    var c16: CLanes
    var c17: CLanes
    var c18: CLanes
    var c19: CLanes

    /// All sums zero.
    @inline(__always)
    init() {
        let zero = c_lanes_repeating(0)
        c0 = zero
        c1 = zero
        c2 = zero
        c3 = zero
        c4 = zero
        c5 = zero
        c6 = zero
        c7 = zero
        c8 = zero
        c9 = zero
        c10 = zero
        c11 = zero
        c12 = zero
        c13 = zero
        c14 = zero
        c15 = zero
        c16 = zero
        c17 = zero
        c18 = zero
        c19 = zero
    }

    /// Adds a low and a high half of one product of digits to two neighbours.
    @inline(__always)
    static func step(_ low: inout CLanes, _ high: inout CLanes, _ left: CLanes, _ right: CLanes) {
        low = c_lanes_add_low_product(low, left, right)
        high = c_lanes_add_high_product(high, left, right)
    }

    /// Adds the products of one digit with ten others.
    @inline(__always)
    static func row(
        _ c0: inout CLanes,
        _ c1: inout CLanes,
        _ c2: inout CLanes,
        _ c3: inout CLanes,
        _ c4: inout CLanes,
        _ c5: inout CLanes,
        _ c6: inout CLanes,
        _ c7: inout CLanes,
        _ c8: inout CLanes,
        _ c9: inout CLanes,
        _ c10: inout CLanes,
        _ digit: CLanes,
        _ others: UnsafePointer<CLanes>
    ) {
        unsafe step(&c0, &c1, digit, others[0])
        unsafe step(&c1, &c2, digit, others[1])
        unsafe step(&c2, &c3, digit, others[2])
        unsafe step(&c3, &c4, digit, others[3])
        unsafe step(&c4, &c5, digit, others[4])
        unsafe step(&c5, &c6, digit, others[5])
        unsafe step(&c6, &c7, digit, others[6])
        unsafe step(&c7, &c8, digit, others[7])
        unsafe step(&c8, &c9, digit, others[8])
        unsafe step(&c9, &c10, digit, others[9])
    }

    /// Adds the product of two blocks.
    @inline(__always)
    mutating func add(_ left: UnsafePointer<CLanes>, times right: UnsafePointer<CLanes>) {
        unsafe Columns.row(&c0, &c1, &c2, &c3, &c4, &c5, &c6, &c7, &c8, &c9, &c10, left[0], right)
        unsafe Columns.row(&c1, &c2, &c3, &c4, &c5, &c6, &c7, &c8, &c9, &c10, &c11, left[1], right)
        unsafe Columns.row(&c2, &c3, &c4, &c5, &c6, &c7, &c8, &c9, &c10, &c11, &c12, left[2], right)
        unsafe Columns.row(&c3, &c4, &c5, &c6, &c7, &c8, &c9, &c10, &c11, &c12, &c13, left[3], right)
        unsafe Columns.row(&c4, &c5, &c6, &c7, &c8, &c9, &c10, &c11, &c12, &c13, &c14, left[4], right)
        unsafe Columns.row(&c5, &c6, &c7, &c8, &c9, &c10, &c11, &c12, &c13, &c14, &c15, left[5], right)
        unsafe Columns.row(&c6, &c7, &c8, &c9, &c10, &c11, &c12, &c13, &c14, &c15, &c16, left[6], right)
        unsafe Columns.row(&c7, &c8, &c9, &c10, &c11, &c12, &c13, &c14, &c15, &c16, &c17, left[7], right)
        unsafe Columns.row(&c8, &c9, &c10, &c11, &c12, &c13, &c14, &c15, &c16, &c17, &c18, left[8], right)
        unsafe Columns.row(&c9, &c10, &c11, &c12, &c13, &c14, &c15, &c16, &c17, &c18, &c19, left[9], right)
    }

    /// Adds the products of each two different digits of a block: half of what its square has beside
    /// ``addSquares(_:)``.
    @inline(__always)
    mutating func addPairs(_ block: UnsafePointer<CLanes>) {
        unsafe Columns.step(&c1, &c2, block[0], block[1])
        unsafe Columns.step(&c2, &c3, block[0], block[2])
        unsafe Columns.step(&c3, &c4, block[0], block[3])
        unsafe Columns.step(&c4, &c5, block[0], block[4])
        unsafe Columns.step(&c5, &c6, block[0], block[5])
        unsafe Columns.step(&c6, &c7, block[0], block[6])
        unsafe Columns.step(&c7, &c8, block[0], block[7])
        unsafe Columns.step(&c8, &c9, block[0], block[8])
        unsafe Columns.step(&c9, &c10, block[0], block[9])
        unsafe Columns.step(&c3, &c4, block[1], block[2])
        unsafe Columns.step(&c4, &c5, block[1], block[3])
        unsafe Columns.step(&c5, &c6, block[1], block[4])
        unsafe Columns.step(&c6, &c7, block[1], block[5])
        unsafe Columns.step(&c7, &c8, block[1], block[6])
        unsafe Columns.step(&c8, &c9, block[1], block[7])
        unsafe Columns.step(&c9, &c10, block[1], block[8])
        unsafe Columns.step(&c10, &c11, block[1], block[9])
        unsafe Columns.step(&c5, &c6, block[2], block[3])
        unsafe Columns.step(&c6, &c7, block[2], block[4])
        unsafe Columns.step(&c7, &c8, block[2], block[5])
        unsafe Columns.step(&c8, &c9, block[2], block[6])
        unsafe Columns.step(&c9, &c10, block[2], block[7])
        unsafe Columns.step(&c10, &c11, block[2], block[8])
        unsafe Columns.step(&c11, &c12, block[2], block[9])
        unsafe Columns.step(&c7, &c8, block[3], block[4])
        unsafe Columns.step(&c8, &c9, block[3], block[5])
        unsafe Columns.step(&c9, &c10, block[3], block[6])
        unsafe Columns.step(&c10, &c11, block[3], block[7])
        unsafe Columns.step(&c11, &c12, block[3], block[8])
        unsafe Columns.step(&c12, &c13, block[3], block[9])
        unsafe Columns.step(&c9, &c10, block[4], block[5])
        unsafe Columns.step(&c10, &c11, block[4], block[6])
        unsafe Columns.step(&c11, &c12, block[4], block[7])
        unsafe Columns.step(&c12, &c13, block[4], block[8])
        unsafe Columns.step(&c13, &c14, block[4], block[9])
        unsafe Columns.step(&c11, &c12, block[5], block[6])
        unsafe Columns.step(&c12, &c13, block[5], block[7])
        unsafe Columns.step(&c13, &c14, block[5], block[8])
        unsafe Columns.step(&c14, &c15, block[5], block[9])
        unsafe Columns.step(&c13, &c14, block[6], block[7])
        unsafe Columns.step(&c14, &c15, block[6], block[8])
        unsafe Columns.step(&c15, &c16, block[6], block[9])
        unsafe Columns.step(&c15, &c16, block[7], block[8])
        unsafe Columns.step(&c16, &c17, block[7], block[9])
        unsafe Columns.step(&c17, &c18, block[8], block[9])
    }

    /// Adds the squares of the digits of a block.
    @inline(__always)
    mutating func addSquares(_ block: UnsafePointer<CLanes>) {
        unsafe Columns.step(&c0, &c1, block[0], block[0])
        unsafe Columns.step(&c2, &c3, block[1], block[1])
        unsafe Columns.step(&c4, &c5, block[2], block[2])
        unsafe Columns.step(&c6, &c7, block[3], block[3])
        unsafe Columns.step(&c8, &c9, block[4], block[4])
        unsafe Columns.step(&c10, &c11, block[5], block[5])
        unsafe Columns.step(&c12, &c13, block[6], block[6])
        unsafe Columns.step(&c14, &c15, block[7], block[7])
        unsafe Columns.step(&c16, &c17, block[8], block[8])
        unsafe Columns.step(&c18, &c19, block[9], block[9])
    }

    /// Doubles all sums.
    @inline(__always)
    mutating func double() {
        c0 = c_lanes_add(c0, c0)
        c1 = c_lanes_add(c1, c1)
        c2 = c_lanes_add(c2, c2)
        c3 = c_lanes_add(c3, c3)
        c4 = c_lanes_add(c4, c4)
        c5 = c_lanes_add(c5, c5)
        c6 = c_lanes_add(c6, c6)
        c7 = c_lanes_add(c7, c7)
        c8 = c_lanes_add(c8, c8)
        c9 = c_lanes_add(c9, c9)
        c10 = c_lanes_add(c10, c10)
        c11 = c_lanes_add(c11, c11)
        c12 = c_lanes_add(c12, c12)
        c13 = c_lanes_add(c13, c13)
        c14 = c_lanes_add(c14, c14)
        c15 = c_lanes_add(c15, c15)
        c16 = c_lanes_add(c16, c16)
        c17 = c_lanes_add(c17, c17)
        c18 = c_lanes_add(c18, c18)
        c19 = c_lanes_add(c19, c19)
    }

    /// Adds what the block below has left for this one to the lower ten sums.
    @inline(__always)
    mutating func addCarried(_ carried: UnsafePointer<CLanes>) {
        unsafe c0 = c_lanes_add(c0, carried[0])
        unsafe c1 = c_lanes_add(c1, carried[1])
        unsafe c2 = c_lanes_add(c2, carried[2])
        unsafe c3 = c_lanes_add(c3, carried[3])
        unsafe c4 = c_lanes_add(c4, carried[4])
        unsafe c5 = c_lanes_add(c5, carried[5])
        unsafe c6 = c_lanes_add(c6, carried[6])
        unsafe c7 = c_lanes_add(c7, carried[7])
        unsafe c8 = c_lanes_add(c8, carried[8])
        unsafe c9 = c_lanes_add(c9, carried[9])
    }

    /// Leaves the upper ten sums for the block above.
    @inline(__always)
    func storeCarried(_ carried: UnsafeMutablePointer<CLanes>) {
        unsafe carried[0] = c10
        unsafe carried[1] = c11
        unsafe carried[2] = c12
        unsafe carried[3] = c13
        unsafe carried[4] = c14
        unsafe carried[5] = c15
        unsafe carried[6] = c16
        unsafe carried[7] = c17
        unsafe carried[8] = c18
        unsafe carried[9] = c19
    }

    /// One digit of Montgomery's reduction: the multiple of the modulus that makes `c0` divisible by 2^52 is added,
    /// and what is left of `c0` goes to `c1`. Gives the factor.
    @inline(__always)
    static func reduceRow(
        _ c0: CLanes,
        _ c1: inout CLanes,
        _ c2: inout CLanes,
        _ c3: inout CLanes,
        _ c4: inout CLanes,
        _ c5: inout CLanes,
        _ c6: inout CLanes,
        _ c7: inout CLanes,
        _ c8: inout CLanes,
        _ c9: inout CLanes,
        _ c10: inout CLanes,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ mask: CLanes
    ) -> CLanes {
        let factor = c_lanes_add_low_product(c_lanes_repeating(0), c0, inverse)
        // The low 52 bits of c0 + factor · modulus[0] are zero. What they carry is 1 just where those of c0 are not
        // all zero, which saves the product.
        c1 = c_lanes_add(c1, c_lanes_shift_right_52(c_lanes_add(c0, mask)))
        unsafe c1 = c_lanes_add_high_product(c1, factor, modulus[0])
        unsafe step(&c1, &c2, factor, modulus[1])
        unsafe step(&c2, &c3, factor, modulus[2])
        unsafe step(&c3, &c4, factor, modulus[3])
        unsafe step(&c4, &c5, factor, modulus[4])
        unsafe step(&c5, &c6, factor, modulus[5])
        unsafe step(&c6, &c7, factor, modulus[6])
        unsafe step(&c7, &c8, factor, modulus[7])
        unsafe step(&c8, &c9, factor, modulus[8])
        unsafe step(&c9, &c10, factor, modulus[9])
        return factor
    }

    /// Ten digits of Montgomery's reduction: clears the lower ten sums. The factors go to `factors`.
    @inline(__always)
    mutating func reduce(
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ mask: CLanes,
        factors: UnsafeMutablePointer<CLanes>
    ) {
        unsafe factors[0] = Columns.reduceRow(
            c0,
            &c1,
            &c2,
            &c3,
            &c4,
            &c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            modulus,
            inverse,
            mask
        )
        unsafe factors[1] = Columns.reduceRow(
            c1,
            &c2,
            &c3,
            &c4,
            &c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            modulus,
            inverse,
            mask
        )
        unsafe factors[2] = Columns.reduceRow(
            c2,
            &c3,
            &c4,
            &c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            modulus,
            inverse,
            mask
        )
        unsafe factors[3] = Columns.reduceRow(
            c3,
            &c4,
            &c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            modulus,
            inverse,
            mask
        )
        unsafe factors[4] = Columns.reduceRow(
            c4,
            &c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            modulus,
            inverse,
            mask
        )
        unsafe factors[5] = Columns.reduceRow(
            c5,
            &c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            &c15,
            modulus,
            inverse,
            mask
        )
        unsafe factors[6] = Columns.reduceRow(
            c6,
            &c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            &c15,
            &c16,
            modulus,
            inverse,
            mask
        )
        unsafe factors[7] = Columns.reduceRow(
            c7,
            &c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            &c15,
            &c16,
            &c17,
            modulus,
            inverse,
            mask
        )
        unsafe factors[8] = Columns.reduceRow(
            c8,
            &c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            &c15,
            &c16,
            &c17,
            &c18,
            modulus,
            inverse,
            mask
        )
        unsafe factors[9] = Columns.reduceRow(
            c9,
            &c10,
            &c11,
            &c12,
            &c13,
            &c14,
            &c15,
            &c16,
            &c17,
            &c18,
            &c19,
            modulus,
            inverse,
            mask
        )
    }

    /// Writes the lower ten sums as digits of 52 bits, each sum times 2 to the power of `shift` first.
    @inline(__always)
    func storeDigits(
        _ digits: UnsafeMutablePointer<CLanes>,
        _ carry: inout CLanes,
        _ shift: CLanes,
        _ mask: CLanes
    ) {
        unsafe LaneModuli.storeDigit(&digits[0], c0, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[1], c1, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[2], c2, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[3], c3, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[4], c4, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[5], c5, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[6], c6, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[7], c7, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[8], c8, &carry, shift, mask)
        unsafe LaneModuli.storeDigit(&digits[9], c9, &carry, shift, mask)
    }
}
