/// A residue modulo 2^255 − 19, as five digits of 51 bits and a little more.
///
/// The digits of a product are below 2^52, those of a sum or difference of such values below 2^54, which is what a
/// factor may have; so two sums of sums are not multiplied. Every operation takes the same time for all values, but for
/// those that end in `VarTime`. See ``FixedLimbs`` for where values lie.
struct Residue25519: BitwiseCopyable, Sendable {
    private var d0: UInt64
    private var d1: UInt64
    private var d2: UInt64
    private var d3: UInt64
    private var d4: UInt64

    private static let mask: UInt64 = 1 << 51 - 1

    /// A residue by its digits, each below 2^54.
    @inline(__always)
    init(_ d0: UInt64, _ d1: UInt64, _ d2: UInt64, _ d3: UInt64, _ d4: UInt64) {
        self.d0 = d0
        self.d1 = d1
        self.d2 = d2
        self.d3 = d3
        self.d4 = d4
    }

    /// 0.
    static var zero: Residue25519 { Residue25519(0, 0, 0, 0, 0) }

    /// 1.
    static var one: Residue25519 { Residue25519(1, 0, 0, 0, 0) }

    /// Takes a number below 2^255.
    init(_ number: FixedLimbs<4>) {
        self.init(
            number[0] & Self.mask,
            (number[0] >> 51 | number[1] << 13) & Self.mask,
            (number[1] >> 38 | number[2] << 26) & Self.mask,
            (number[2] >> 25 | number[3] << 39) & Self.mask,
            number[3] >> 12 & Self.mask
        )
    }

    /// The number, below the prime.
    var number: FixedLimbs<4> {
        var own = self
        own.carry()
        // Now below 2^255 + 2^10: adding 19 carries out of the top where the number is the prime or more.
        var quotient = (own.d0 &+ 19) >> 51
        quotient = (own.d1 &+ quotient) >> 51
        quotient = (own.d2 &+ quotient) >> 51
        quotient = (own.d3 &+ quotient) >> 51
        quotient = (own.d4 &+ quotient) >> 51
        own.d0 = own.d0 &+ 19 &* quotient
        own.d1 = own.d1 &+ own.d0 >> 51
        own.d2 = own.d2 &+ own.d1 >> 51
        own.d3 = own.d3 &+ own.d2 >> 51
        own.d4 = own.d4 &+ own.d3 >> 51
        own.d0 &= Self.mask
        own.d1 &= Self.mask
        own.d2 &= Self.mask
        own.d3 &= Self.mask
        own.d4 &= Self.mask
        return FixedLimbs([
            own.d0 | own.d1 << 51,
            own.d1 >> 13 | own.d2 << 38,
            own.d2 >> 26 | own.d3 << 25,
            own.d3 >> 39 | own.d4 << 12,
        ])
    }

    /// Carries from digit to digit once around.
    @inline(__always)
    private mutating func carry() {
        d1 = d1 &+ d0 >> 51
        d0 &= Self.mask
        d2 = d2 &+ d1 >> 51
        d1 &= Self.mask
        d3 = d3 &+ d2 >> 51
        d2 &= Self.mask
        d4 = d4 &+ d3 >> 51
        d3 &= Self.mask
        d0 = d0 &+ 19 &* (d4 >> 51)
        d4 &= Self.mask
    }

    @inline(__always)
    static func + (left: Residue25519, right: Residue25519) -> Residue25519 {
        Residue25519(
            left.d0 &+ right.d0,
            left.d1 &+ right.d1,
            left.d2 &+ right.d2,
            left.d3 &+ right.d3,
            left.d4 &+ right.d4
        )
    }

    /// Four times the prime is added, so that no digit is below 0: those of `right` must be below 2^53 − 76.
    @inline(__always)
    static func - (left: Residue25519, right: Residue25519) -> Residue25519 {
        let low: UInt64 = 1 << 53 - 76
        let other: UInt64 = 1 << 53 - 4
        return Residue25519(
            left.d0 &+ low &- right.d0,
            left.d1 &+ other &- right.d1,
            left.d2 &+ other &- right.d2,
            left.d3 &+ other &- right.d3,
            left.d4 &+ other &- right.d4
        )
    }

    @inline(__always)
    static func * (left: Residue25519, right: Residue25519) -> Residue25519 {
        @inline(__always)
        func product(_ left: UInt64, _ right: UInt64) -> UInt128 { UInt128(left) &* UInt128(right) }
        // What is 2^255 or more comes back nineteenfold.
        let (r1, r2, r3, r4) = (right.d1 &* 19, right.d2 &* 19, right.d3 &* 19, right.d4 &* 19)
        let sum0 =
            product(left.d0, right.d0) &+ product(left.d1, r4) &+ product(left.d2, r3)
            &+ product(left.d3, r2) &+ product(left.d4, r1)
        let sum1 =
            product(left.d0, right.d1) &+ product(left.d1, right.d0) &+ product(left.d2, r4)
            &+ product(left.d3, r3) &+ product(left.d4, r2)
        let sum2 =
            product(left.d0, right.d2) &+ product(left.d1, right.d1) &+ product(left.d2, right.d0)
            &+ product(left.d3, r4) &+ product(left.d4, r3)
        let sum3 =
            product(left.d0, right.d3) &+ product(left.d1, right.d2) &+ product(left.d2, right.d1)
            &+ product(left.d3, right.d0) &+ product(left.d4, r4)
        let sum4 =
            product(left.d0, right.d4) &+ product(left.d1, right.d3) &+ product(left.d2, right.d2)
            &+ product(left.d3, right.d1) &+ product(left.d4, right.d0)
        return Residue25519(carrying: sum0, sum1, sum2, sum3, sum4)
    }

    /// Carries sums of products, the last of which is below 2^111.
    @inline(__always)
    private init(carrying sum0: UInt128, _ sum1: UInt128, _ sum2: UInt128, _ sum3: UInt128, _ sum4: UInt128) {
        @inline(__always)
        func low(_ sum: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: sum) & Residue25519.mask }
        let sum1 = sum1 &+ sum0 >> 51
        let sum2 = sum2 &+ sum1 >> 51
        let sum3 = sum3 &+ sum2 >> 51
        let sum4 = sum4 &+ sum3 >> 51
        let first = low(sum0) &+ UInt64(truncatingIfNeeded: sum4 >> 51) &* 19
        self.init(first & Self.mask, low(sum1) &+ first >> 51, low(sum2), low(sum3), low(sum4))
    }

    /// The square.
    @inline(__always)
    var squared: Residue25519 {
        @inline(__always)
        func product(_ left: UInt64, _ right: UInt64) -> UInt128 { UInt128(left) &* UInt128(right) }
        let (twice0, twice1) = (d0 &* 2, d1 &* 2)
        let (r3, r4) = (d3 &* 19, d4 &* 19)
        let sum0 = product(d0, d0) &+ product(twice1, r4) &+ product(d2 &* 2, r3)
        let sum1 = product(twice0, d1) &+ product(d2 &* 2, r4) &+ product(d3, r3)
        let sum2 = product(twice0, d2) &+ product(d1, d1) &+ product(d3 &* 2, r4)
        let sum3 = product(twice0, d3) &+ product(twice1, d2) &+ product(d4, r4)
        let sum4 = product(twice0, d4) &+ product(twice1, d3) &+ product(d2, d2)
        return Residue25519(carrying: sum0, sum1, sum2, sum3, sum4)
    }

    /// `count` squares, one of the other.
    func squared(times count: Int) -> Residue25519 {
        var result = self
        for _ in 0..<count { result = result.squared }
        return result
    }

    /// The product with a number below 2^20.
    @inline(__always)
    func times(_ factor: UInt64) -> Residue25519 {
        @inline(__always)
        func product(_ digit: UInt64) -> UInt128 { UInt128(digit) &* UInt128(factor) }
        return Residue25519(carrying: product(d0), product(d1), product(d2), product(d3), product(d4))
    }

    /// The negative, with the digits of a product.
    var negated: Residue25519 { (.zero - times(1)).times(1) }

    /// The power with 2^250 − 1, and the eleventh power, which both exponents here begin with.
    private var longPower: (long: Residue25519, eleventh: Residue25519) {
        let ninth = squared.squared.squared * self
        let eleventh = ninth * squared
        let bits5 = eleventh.squared * ninth
        let bits10 = bits5.squared(times: 5) * bits5
        let bits20 = bits10.squared(times: 10) * bits10
        let bits40 = bits20.squared(times: 20) * bits20
        let bits50 = bits40.squared(times: 10) * bits10
        let bits100 = bits50.squared(times: 50) * bits50
        let bits200 = bits100.squared(times: 100) * bits100
        return (bits200.squared(times: 50) * bits50, eleventh)
    }

    /// The inverse; 0 for 0. By Fermat's little theorem: the power with p − 2 = (2^250 − 1) · 2^5 + 11.
    var inverse: Residue25519 {
        let (long, eleventh) = longPower
        return long.squared(times: 5) * eleventh
    }

    /// The power with (p − 5) / 8 = (2^250 − 1) · 2^2 + 1, for square roots (RFC 8032, section 5.1.3).
    var powerForRoot: Residue25519 { longPower.long.squared(times: 2) * self }

    /// Whether both are the same residue.
    func equalsVarTime(_ other: Residue25519) -> Bool { number.equals(other.number) != 0 }

    /// Whether this is 0.
    var isZeroVarTime: Bool { number.isZero != 0 }

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: Residue25519, where mask: Mask) {
        d0 ^= (d0 ^ other.d0) & mask
        d1 ^= (d1 ^ other.d1) & mask
        d2 ^= (d2 ^ other.d2) & mask
        d3 ^= (d3 ^ other.d3) & mask
        d4 ^= (d4 ^ other.d4) & mask
    }

    /// Exchanges two residues where all bits of `mask` are set.
    @inline(__always)
    static func exchange(_ left: inout Residue25519, _ right: inout Residue25519, where mask: Mask) {
        @inline(__always)
        func exchange(_ left: inout UInt64, _ right: inout UInt64) {
            let difference = (left ^ right) & mask
            left ^= difference
            right ^= difference
        }
        exchange(&left.d0, &right.d0)
        exchange(&left.d1, &right.d1)
        exchange(&left.d2, &right.d2)
        exchange(&left.d3, &right.d3)
        exchange(&left.d4, &right.d4)
    }
}
