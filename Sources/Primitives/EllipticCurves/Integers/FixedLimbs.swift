/// A natural number in a fixed count of limbs of 64 bits, the least significant first.
///
/// A value lies where the compiler puts it, in registers or on the stack. An operation on secrets therefore ends by
/// wiping the stack below it; what outlives the operation lies in `SecretBuffer`s. All operations take the same time
/// for all values and reach the same addresses; those that do not end in `VarTime`.
struct FixedLimbs<let count: Int>: BitwiseCopyable, Sendable {
    var limbs: InlineArray<count, UInt64>

    /// Zero.
    @inline(__always)
    init() { limbs = InlineArray(repeating: 0) }

    /// A number of one limb.
    @inline(__always)
    init(_ limb: UInt64) {
        limbs = InlineArray(repeating: 0)
        limbs[0] = limb
    }

    /// A number by its limbs, the least significant first.
    @inline(__always)
    init(_ limbs: InlineArray<count, UInt64>) { self.limbs = limbs }

    /// The limb at `index`.
    @inline(__always)
    subscript(index: Int) -> UInt64 {
        get { limbs[index] }
        set { limbs[index] = newValue }
    }

    /// The bits from 2^`index` on, `width` of them, fewer than 64; those beyond the last limb are 0.
    @inline(__always)
    func bits(from index: Int, width: Int) -> UInt64 {
        let limb = index >> 6
        let shift = UInt64(index & 63)
        guard limb < count else { return 0 }
        var value = limbs[limb] >> shift
        if shift + UInt64(width) > 64, limb + 1 < count { value |= limbs[limb + 1] << (64 - shift) }
        return value & (1 << UInt64(width) - 1)
    }
}

/// All bits of a word set, or none: what a constant-time choice is made with.
typealias Mask = UInt64

extension FixedLimbs {
    /// All bits set where the number is zero.
    @inline(__always)
    var isZero: Mask {
        var all: UInt64 = 0
        for index in 0..<count { all |= limbs[index] }
        return isZeroMask(all)
    }

    /// All bits set where both are the same number.
    @inline(__always)
    func equals(_ other: FixedLimbs) -> Mask {
        var difference: UInt64 = 0
        for index in 0..<count { difference |= limbs[index] ^ other.limbs[index] }
        return isZeroMask(difference)
    }

    /// All bits set where this number is below `other`.
    @inline(__always)
    func isLess(than other: FixedLimbs) -> Mask {
        var difference = self
        return 0 &- difference.subtract(other)
    }

    /// Takes `other` where all bits of `mask` are set, and stays where none is.
    @inline(__always)
    mutating func replace(with other: FixedLimbs, where mask: Mask) {
        for index in 0..<count { limbs[index] ^= (limbs[index] ^ other.limbs[index]) & mask }
    }

    /// Exchanges two numbers where all bits of `mask` are set.
    @inline(__always)
    static func exchange(_ left: inout FixedLimbs, _ right: inout FixedLimbs, where mask: Mask) {
        for index in 0..<count {
            let difference = (left.limbs[index] ^ right.limbs[index]) & mask
            left.limbs[index] ^= difference
            right.limbs[index] ^= difference
        }
    }

    /// Adds; gives the carry.
    @inline(__always)
    mutating func add(_ other: FixedLimbs) -> UInt64 {
        var carry: UInt64 = 0
        for index in 0..<count { limbs[index] = sum(limbs[index], other.limbs[index], &carry) }
        return carry
    }

    /// Subtracts; gives the borrow.
    @inline(__always)
    mutating func subtract(_ other: FixedLimbs) -> UInt64 {
        var borrow: UInt64 = 0
        for index in 0..<count { limbs[index] = difference(limbs[index], other.limbs[index], &borrow) }
        return borrow
    }

    /// Divides by 2^`shift`, between 1 and 63, and drops the remainder.
    @inline(__always)
    mutating func shiftRight(_ shift: Int) {
        for index in 0..<count {
            let above = index + 1 < count ? limbs[index + 1] << UInt64(64 - shift) : 0
            limbs[index] = limbs[index] >> UInt64(shift) | above
        }
    }

    /// Adds `other` where all bits of `mask` are set, and drops the carry.
    @inline(__always)
    mutating func add(_ other: FixedLimbs, where mask: Mask) {
        var carry: UInt64 = 0
        for index in 0..<count { limbs[index] = sum(limbs[index], other.limbs[index] & mask, &carry) }
    }

    /// Subtracts `modulus` once if the number, with `top` as its limb beyond the last, is not below it.
    @inline(__always)
    mutating func reduceOnce(_ modulus: FixedLimbs, top: UInt64 = 0) {
        let borrow = subtract(modulus)
        // It was below where the subtraction borrowed and there was nothing above to borrow from.
        add(modulus, where: 0 &- (borrow & (top ^ 1)))
    }
}

/// All bits set where `word` is 0.
@inline(__always)
func isZeroMask(_ word: UInt64) -> Mask {
    0 &- ((~word & (word &- 1)) >> 63)
}

/// 1 where `flag` is set. The compiler finds chains of additions with carry in such words; of `flag ? 1 : 0` it made
/// branches on carries.
@inline(__always)
private func word(_ flag: Bool) -> UInt64 { UInt64(unsafe unsafeBitCast(flag, to: UInt8.self)) }

/// left + right + carry; the carry out, 0 or 1, replaces the one in.
@inline(__always)
func sum(_ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
    let (sum, first) = left.addingReportingOverflow(right)
    let (total, second) = sum.addingReportingOverflow(carry)
    carry = word(first) | word(second)
    return total
}

/// left − right − borrow; the borrow out, 0 or 1, replaces the one in.
@inline(__always)
func difference(_ left: UInt64, _ right: UInt64, _ borrow: inout UInt64) -> UInt64 {
    let (difference, first) = left.subtractingReportingOverflow(right)
    let (total, second) = difference.subtractingReportingOverflow(borrow)
    borrow = word(first) | word(second)
    return total
}

/// addend + left · right + carry; the upper half replaces the carry.
@inline(__always)
func productSum(_ addend: UInt64, _ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
    let sum = UInt128(left) &* UInt128(right) &+ UInt128(addend) &+ UInt128(carry)
    carry = UInt64(truncatingIfNeeded: sum >> 64)
    return UInt64(truncatingIfNeeded: sum)
}
