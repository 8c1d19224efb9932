internal import CVectorIntrinsics

/// Six neighbouring sums of products of digits, which are five columns of a product of two numbers and what these
/// carry.
///
/// The digits are doubles, and doubles are rounded toward zero. A product of two digits of 52 bits, added to 2^104,
/// gives 2^104 + h · 2^52 with the high half h of the product, since a double of that size counts by 2^52. The
/// product added to 2^104 + 2^52 less that is 2^52 + l with the low half l, and exact. (Emmart, Zheng and Weems,
/// "Faster Modular Exponentiation Using Double Precision Floating Point Arithmetic on the GPU", 2018.) The bits of
/// both doubles are h and l with a number of 12 bits above them that is always the same. So they are summed as they
/// are, and what the numbers above have come to is taken off at the end, for which
/// ``correction(lowCount:highCount:)`` is. A true sum has at most 2^12 halves.
///
/// Everything here is unrolled and inlined, so that the sums stay in registers.
struct FloatingSums {
    /// The bits of 2^52 as a double, and those of 2^104.
    static var lowBits: UInt64 { 0x433 &<< 52 }
    static var highBits: UInt64 { 0x467 &<< 52 }

    var s0: CHalfLanes
    var s1: CHalfLanes
    var s2: CHalfLanes
    var s3: CHalfLanes
    var s4: CHalfLanes
    var s5: CHalfLanes

    /// All sums zero.
    @inline(__always)
    init() {
        let zero = c_half_lanes_repeating(0)
        s0 = zero
        s1 = zero
        s2 = zero
        s3 = zero
        s4 = zero
        s5 = zero
    }

    /// What is to be added to a sum that has so many low and so many high halves.
    static func correction(lowCount: Int, highCount: Int) -> UInt64 {
        0 &- (UInt64(lowCount) &* lowBits &+ UInt64(highCount) &* highBits)
    }

    /// 2^52 and the low half of a product, and 2^104 and the high one.
    @inline(__always)
    static func halves(_ left: CFloats, _ right: CFloats) -> (low: CFloats, high: CFloats) {
        let high = c_floats_multiply_add(left, right, c_floats_repeating(0x1p104))
        let rest = c_floats_subtract(c_floats_repeating(0x1p104 + 0x1p52), high)
        return (c_floats_multiply_add(left, right, rest), high)
    }

    @inline(__always)
    private static func step(
        _ low: inout CHalfLanes,
        _ high: inout CHalfLanes,
        _ left: CFloats,
        _ right: CFloats
    ) {
        let halves = halves(left, right)
        low = c_half_lanes_add(low, c_floats_bits(halves.low))
        high = c_half_lanes_add(high, c_floats_bits(halves.high))
    }

    /// Adds a product to column 0; the others likewise.
    @inline(__always)
    mutating func add0(_ left: CFloats, _ right: CFloats) { FloatingSums.step(&s0, &s1, left, right) }

    @inline(__always)
    mutating func add1(_ left: CFloats, _ right: CFloats) { FloatingSums.step(&s1, &s2, left, right) }

    @inline(__always)
    mutating func add2(_ left: CFloats, _ right: CFloats) { FloatingSums.step(&s2, &s3, left, right) }

    @inline(__always)
    mutating func add3(_ left: CFloats, _ right: CFloats) { FloatingSums.step(&s3, &s4, left, right) }

    @inline(__always)
    mutating func add4(_ left: CFloats, _ right: CFloats) { FloatingSums.step(&s4, &s5, left, right) }

    /// Adds the products of a digit with five others to the five columns.
    @inline(__always)
    mutating func addRow(_ digit: CFloats, _ others: FloatingDigits) {
        add0(digit, others[0])
        add1(digit, others[1])
        add2(digit, others[2])
        add3(digit, others[3])
        add4(digit, others[4])
    }

    /// Adds the rows of the digits `range` of a number, with those of the other one that belong to the columns from
    /// `column` up.
    @inline(__always)
    mutating func addRows(_ range: Range<Int>, of left: FloatingDigits, _ right: FloatingDigits, column: Int)
    {
        var place = range.lowerBound
        while place < range.upperBound {
            addRow(left[place], right.from(column &- place))
            place &+= 1
        }
    }

    /// Adds the rows that are cut off by the lower end of the right number: of five digits of the left one the
    /// products with the five lowest.
    @inline(__always)
    mutating func addLowEnd(_ left: FloatingDigits, _ right: FloatingDigits) {
        let (r0, r1, r2, r3) = (right[0], right[1], right[2], right[3])
        addRow(left[0], right)
        add1(left[1], r0)
        add2(left[1], r1)
        add3(left[1], r2)
        add4(left[1], r3)
        add2(left[2], r0)
        add3(left[2], r1)
        add4(left[2], r2)
        add3(left[3], r0)
        add4(left[3], r1)
        add4(left[4], r0)
    }

    /// Adds the rows that are cut off by the upper end of the right number: of four digits of the left one the
    /// products with the four highest, which the right digits are.
    @inline(__always)
    mutating func addHighEnd(_ left: FloatingDigits, _ right: FloatingDigits) {
        let (r0, r1, r2, r3) = (right[0], right[1], right[2], right[3])
        add0(left[0], r3)
        add0(left[1], r2)
        add1(left[1], r3)
        add0(left[2], r1)
        add1(left[2], r2)
        add2(left[2], r3)
        add0(left[3], r0)
        add1(left[3], r1)
        add2(left[3], r2)
        add3(left[3], r3)
    }

    /// Doubles all sums.
    @inline(__always)
    mutating func double() {
        s0 = c_half_lanes_add(s0, s0)
        s1 = c_half_lanes_add(s1, s1)
        s2 = c_half_lanes_add(s2, s2)
        s3 = c_half_lanes_add(s3, s3)
        s4 = c_half_lanes_add(s4, s4)
        s5 = c_half_lanes_add(s5, s5)
    }
}
