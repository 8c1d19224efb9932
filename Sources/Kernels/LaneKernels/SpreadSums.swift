internal import CVectorIntrinsics

/// Sums of products of numbers that are spread over the lanes.
///
/// `count`, how many vectors a number takes, is 5, 8 or 10, and known when this is compiled: everything is inlined, and
/// the sums stay in registers.
struct SpreadSums {
    var v0: CLanes
    var v1: CLanes
    var v2: CLanes
    var v3: CLanes
    var v4: CLanes
    var v5: CLanes
    var v6: CLanes
    var v7: CLanes
    var v8: CLanes
    var v9: CLanes

    /// All sums zero.
    @inline(__always)
    init() {
        let zero = c_lanes_repeating(0)
        v0 = zero
        v1 = zero
        v2 = zero
        v3 = zero
        v4 = zero
        v5 = zero
        v6 = zero
        v7 = zero
        v8 = zero
        v9 = zero
    }

    /// Adds the product of a digit and a number, and moves the sums down by one digit that a multiple of the modulus
    /// has made zero: one row of Montgomery's multiplication.
    ///
    /// `products` are the sums of the products alone, and these ones the rest: what belongs to the next rows' products
    /// waits for no factor, and is done while one is found.
    @inline(__always)
    mutating func row(
        _ products: inout SpreadSums,
        _ count: Int,
        _ digit: CLanes,
        _ number: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ one: CLanes,
        _ spread: SpreadLayout
    ) {
        let zero = c_lanes_repeating(0)
        var topOfProducts = zero
        unsafe products.v0 = c_lanes_add_low_product(products.v0, digit, number[0])
        unsafe products.addLow(count, digit, number)
        unsafe products.addHigh(count, digit, number, &topOfProducts)
        // What waits for what is v0, the factor, and the next v0: all that can be done beside it is kept out of it.
        let part = c_lanes_add_low_product(zero, products.v0, inverse)
        let factor = spread.repeatFirst(c_lanes_add_low_product(part, v0, inverse))
        let top = unsafe SpreadSums.addHighOfLast(count, factor, modulus, zero)
        v0 = unsafe c_lanes_add_low_product(c_lanes_add(v0, products.v0), factor, modulus[0])
        unsafe addLow(count, factor, modulus)
        let high = unsafe c_lanes_add_high_product(zero, factor, modulus[0])
        unsafe addHighOfInner(count, factor, modulus)
        moveDown(count, top, high, one, spread)
        products.moveDown(count, last: topOfProducts, first: products.v1)
    }

    /// Adds other sums.
    @inline(__always)
    mutating func add(_ other: SpreadSums, _ count: Int) {
        v0 = c_lanes_add(v0, other.v0)
        v1 = c_lanes_add(v1, other.v1)
        v2 = c_lanes_add(v2, other.v2)
        v3 = c_lanes_add(v3, other.v3)
        v4 = c_lanes_add(v4, other.v4)
        guard count > 5 else { return }
        v5 = c_lanes_add(v5, other.v5)
        v6 = c_lanes_add(v6, other.v6)
        v7 = c_lanes_add(v7, other.v7)
        guard count > 8 else { return }
        v8 = c_lanes_add(v8, other.v8)
        v9 = c_lanes_add(v9, other.v9)
    }

    /// Adds the low halves of the products of a digit and all digits of a number but those in the first vector.
    @inline(__always)
    private mutating func addLow(_ count: Int, _ digit: CLanes, _ number: UnsafePointer<CLanes>) {
        unsafe v1 = c_lanes_add_low_product(v1, digit, number[1])
        unsafe v2 = c_lanes_add_low_product(v2, digit, number[2])
        unsafe v3 = c_lanes_add_low_product(v3, digit, number[3])
        unsafe v4 = c_lanes_add_low_product(v4, digit, number[4])
        guard count > 5 else { return }
        unsafe v5 = c_lanes_add_low_product(v5, digit, number[5])
        unsafe v6 = c_lanes_add_low_product(v6, digit, number[6])
        unsafe v7 = c_lanes_add_low_product(v7, digit, number[7])
        guard count > 8 else { return }
        unsafe v8 = c_lanes_add_low_product(v8, digit, number[8])
        unsafe v9 = c_lanes_add_low_product(v9, digit, number[9])
    }

    /// Adds the high halves of the products of a digit and the digits of a number, each to the sum of the next digit.
    ///
    /// What belongs to the first vector, one lane further up, goes to `top`: that vector's sums when they have moved
    /// down.
    @inline(__always)
    private mutating func addHigh(
        _ count: Int,
        _ digit: CLanes,
        _ number: UnsafePointer<CLanes>,
        _ top: inout CLanes
    ) {
        unsafe v1 = c_lanes_add_high_product(v1, digit, number[0])
        unsafe addHighOfInner(count, digit, number)
        unsafe top = SpreadSums.addHighOfLast(count, digit, number, top)
    }

    @inline(__always)
    private mutating func addHighOfInner(_ count: Int, _ digit: CLanes, _ number: UnsafePointer<CLanes>) {
        unsafe v2 = c_lanes_add_high_product(v2, digit, number[1])
        unsafe v3 = c_lanes_add_high_product(v3, digit, number[2])
        unsafe v4 = c_lanes_add_high_product(v4, digit, number[3])
        guard count > 5 else { return }
        unsafe v5 = c_lanes_add_high_product(v5, digit, number[4])
        unsafe v6 = c_lanes_add_high_product(v6, digit, number[5])
        unsafe v7 = c_lanes_add_high_product(v7, digit, number[6])
        guard count > 8 else { return }
        unsafe v8 = c_lanes_add_high_product(v8, digit, number[7])
        unsafe v9 = c_lanes_add_high_product(v9, digit, number[8])
    }

    @inline(__always)
    private static func addHighOfLast(
        _ count: Int,
        _ digit: CLanes,
        _ number: UnsafePointer<CLanes>,
        _ sum: CLanes
    ) -> CLanes {
        unsafe c_lanes_add_high_product(sum, digit, number[count &- 1])
    }

    /// Moves all sums down by one digit, and adds `next` to those that come first.
    ///
    /// What the sums of the first vector have above 52 bits goes to the next digit. Of the lowest of them nothing is
    /// left then, since it is divisible by 2^52, and zero goes around to the last lane.
    @inline(__always)
    private mutating func moveDown(
        _ count: Int,
        _ top: CLanes,
        _ next: CLanes,
        _ one: CLanes,
        _ spread: SpreadLayout
    ) {
        // A product by 1 takes the low 52 bits and adds them at once.
        let last = c_lanes_add_low_product(top, spread.rotateDown(v0), one)
        let first = c_lanes_add(c_lanes_add(v1, next), c_lanes_shift_right_52(v0))
        moveDown(count, last: last, first: first)
    }

    /// Moves all sums down by one vector, with new ones for the first and the last.
    @inline(__always)
    private mutating func moveDown(_ count: Int, last: CLanes, first: CLanes) {
        v0 = first
        v1 = v2
        v2 = v3
        v3 = v4
        guard count > 5 else {
            v4 = last
            return
        }
        v4 = v5
        v5 = v6
        v6 = v7
        guard count > 8 else {
            v7 = last
            return
        }
        v7 = v8
        v8 = v9
        v9 = last
    }

    /// Brings all sums to 52 bits.
    ///
    /// A carry crosses from lane to lane one time less than a number has lanes at most, so that as many passes as lanes
    /// are enough whatever the sums are. One is enough but for a chance of 2^-40: that the others are taken says
    /// nothing of a number that is met.
    @inline(__always)
    mutating func normalize(_ count: Int, _ mask: CLanes, _ spread: SpreadLayout) {
        pass(count, mask, spread)
        if c_lanes_not_greater(v0, mask) != 0xFF {
            for _ in 1..<spread.laneCount {
                pass(count, mask, spread)
            }
        }
    }

    @inline(__always)
    private mutating func pass(_ count: Int, _ mask: CLanes, _ spread: SpreadLayout) {
        var carry = c_lanes_repeating(0)
        SpreadSums.carry(&v0, &carry, mask)
        SpreadSums.carry(&v1, &carry, mask)
        SpreadSums.carry(&v2, &carry, mask)
        SpreadSums.carry(&v3, &carry, mask)
        SpreadSums.carry(&v4, &carry, mask)
        if count > 5 {
            SpreadSums.carry(&v5, &carry, mask)
            SpreadSums.carry(&v6, &carry, mask)
            SpreadSums.carry(&v7, &carry, mask)
        }
        if count > 8 {
            SpreadSums.carry(&v8, &carry, mask)
            SpreadSums.carry(&v9, &carry, mask)
        }
        // The last digit of all has no carry: the numbers are shorter than the digits.
        v0 = c_lanes_add(v0, spread.rotateUp(carry))
    }

    @inline(__always)
    private static func carry(_ sum: inout CLanes, _ carry: inout CLanes, _ mask: CLanes) {
        let whole = c_lanes_add(sum, carry)
        sum = c_lanes_and(whole, mask)
        carry = c_lanes_shift_right_52(whole)
    }

    /// Writes the sums as a number.
    @inline(__always)
    func store(_ count: Int, _ number: UnsafeMutablePointer<CLanes>) {
        unsafe number[0] = v0
        unsafe number[1] = v1
        unsafe number[2] = v2
        unsafe number[3] = v3
        unsafe number[4] = v4
        guard count > 5 else { return }
        unsafe number[5] = v5
        unsafe number[6] = v6
        unsafe number[7] = v7
        guard count > 8 else { return }
        unsafe number[8] = v8
        unsafe number[9] = v9
    }
}
