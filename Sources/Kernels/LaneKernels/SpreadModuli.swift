internal import CVectorIntrinsics

/// What numbers that are spread over the lanes are multiplied modulo, in Montgomery's way: one modulus in all lanes, or
/// one in each half.
///
/// R is 2^(52 · ``rowCount(bitCount:count:laneCount:)``), the modulus is odd and at least 8 bits shorter, and factors
/// are below R / 2^8; so are results, which are not above the modulus where a factor is 1.
@safe
struct SpreadModuli {
    private let digits: UnsafePointer<CLanes>
    private let inverse: CLanes
    /// How many vectors a number takes: 5, 8 or 10.
    private let count: Int
    private let rowCount: Int
    private let spread: SpreadLayout

    /// How many digits a multiplication reduces by, for moduli of `bitCount` bits at most: all that there are, but for
    /// 8 vectors, in which moduli of 1536 and 3072 bits have digits to spare. With 5 and 10 nothing is to be had.
    @inline(__always)
    static func rowCount(bitCount: Int, count: Int, laneCount: Int) -> Int {
        count == 8 ? (bitCount &+ 8 &+ 51) / 52 : count &* laneCount
    }

    @inline(__always)
    init(_ digits: UnsafePointer<CLanes>, bitCount: Int, count: Int, laneCount: Int) {
        unsafe self.digits = digits
        self.count = count
        rowCount = SpreadModuli.rowCount(bitCount: bitCount, count: count, laneCount: laneCount)
        spread = SpreadLayout(laneCount: laneCount)
        unsafe inverse = SpreadModuli.inverse(digits[0], spread)
    }

    /// Writes the number 1.
    @inline(__always)
    func storeOne(_ number: UnsafeMutablePointer<CLanes>) {
        unsafe number.update(repeating: c_lanes_repeating(0), count: count)
        unsafe number.pointee = spread.unit
    }

    /// result = left · right / R. The result may lie where a factor does.
    @inline(__always)
    func multiply(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>
    ) {
        switch (spread.laneCount, count) {
        case (4, 5): unsafe SpreadModuli.multiply4x5(result, left, right, digits, inverse)
        case (4, 8): unsafe SpreadModuli.multiply4x8(result, left, right, digits, inverse, rowCount)
        case (4, _): unsafe SpreadModuli.multiply4x10(result, left, right, digits, inverse)
        case (_, 5): unsafe SpreadModuli.multiply8x5(result, left, right, digits, inverse)
        case (_, 8): unsafe SpreadModuli.multiply8x8(result, left, right, digits, inverse, rowCount)
        default: unsafe SpreadModuli.multiply8x10(result, left, right, digits, inverse)
        }
    }

    @inline(never)
    private static func multiply4x5(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiply(result, left, right, modulus, inverse, 20, 5, SpreadLayout(laneCount: 4))
    }

    @inline(never)
    private static func multiply4x8(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ rowCount: Int
    ) {
        unsafe multiply(result, left, right, modulus, inverse, rowCount, 8, SpreadLayout(laneCount: 4))
    }

    @inline(never)
    private static func multiply4x10(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiply(result, left, right, modulus, inverse, 40, 10, SpreadLayout(laneCount: 4))
    }

    @inline(never)
    private static func multiply8x5(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiply(result, left, right, modulus, inverse, 40, 5, SpreadLayout(laneCount: 8))
    }

    @inline(never)
    private static func multiply8x8(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ rowCount: Int
    ) {
        unsafe multiply(result, left, right, modulus, inverse, rowCount, 8, SpreadLayout(laneCount: 8))
    }

    @inline(never)
    private static func multiply8x10(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes
    ) {
        unsafe multiply(result, left, right, modulus, inverse, 80, 10, SpreadLayout(laneCount: 8))
    }

    @inline(__always)
    private static func multiply(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>,
        _ modulus: UnsafePointer<CLanes>,
        _ inverse: CLanes,
        _ rowCount: Int,
        _ count: Int,
        _ spread: SpreadLayout
    ) {
        var sums = SpreadSums()
        var products = SpreadSums()
        // The digits of the left factor from the lowest up: all vectors for the first lane of a number, then for the
        // next.
        var order = spread.firstLanes
        let one = c_lanes_repeating(1)
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        for _ in 0..<rowCount / count {
            for place in 0..<count {
                let digit = unsafe c_lanes_permute(order, left[place])
                unsafe sums.row(&products, count, digit, right, modulus, inverse, one, spread)
            }
            order = c_lanes_add(order, one)
        }
        for place in 0..<rowCount % count {
            let digit = unsafe c_lanes_permute(order, left[place])
            unsafe sums.row(&products, count, digit, right, modulus, inverse, one, spread)
        }
        sums.add(products, count)
        sums.normalize(count, mask, spread)
        unsafe sums.store(count, result)
    }

    /// −1 / modulus modulo 2^52, in all lanes of a number, from the digits that start with the lowest one: Newton's
    /// iteration.
    @inline(__always)
    private static func inverse(_ digits: CLanes, _ spread: SpreadLayout) -> CLanes {
        let low = spread.repeatFirst(digits)
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
}
