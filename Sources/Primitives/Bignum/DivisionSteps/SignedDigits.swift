internal import SecretMemory

/// A number that may be negative, by digits of 62 bits, the least significant first: all but the highest one are
/// between 0 and 2^62. Wiped when dropped. Leaks the count.
struct SignedDigits: ~Copyable {
    static var width: Int { 62 }
    static var mask: Int64 { 1 << 62 - 1 }

    private var digits: SecretBuffer<Int64>

    /// How many digits hold all numbers above −2^(bitCount + 1) and below 2^(bitCount + 1).
    static func count(bitCount: Int) -> Int { (bitCount + 2 + width - 1) / width }

    /// Takes a small number.
    init(_ number: Int64, count: Int) {
        digits = SecretBuffer(repeating: 0, count: count)
        self[0] = number
    }

    /// Takes a number that fits.
    init(_ number: borrowing SecretNatural, count: Int) {
        self.init(0, count: count)
        let limbs = number.limbs.span
        for index in 0..<count {
            let (limb, shift) = (SignedDigits.width * index).quotientAndRemainder(dividingBy: UInt.bitWidth)
            var bits: UInt = 0
            if limb < limbs.count { bits = limbs[limb] &>> UInt(shift) }
            if shift > 2, limb + 1 < limbs.count {
                bits |= limbs[limb + 1] &<< UInt(UInt.bitWidth - shift)
            }
            self[index] = Int64(truncatingIfNeeded: bits) & SignedDigits.mask
        }
    }

    /// How many digits there are.
    var count: Int { digits.count }

    /// All ones where the number is negative, and zero where not.
    var sign: Int64 { digits.span[count - 1] >> 63 }

    /// The digits, for reading.
    var span: Span<Int64> {
        @_lifetime(borrow self)
        get { digits.span }
    }

    /// The digits, for reading and writing in place.
    var mutableSpan: MutableSpan<Int64> {
        @_lifetime(&self)
        mutating get { digits.mutableSpan }
    }

    private subscript(index: Int) -> Int64 {
        get { digits.span[index] }
        set {
            var span = digits.mutableSpan
            span[index] = newValue
        }
    }

    /// Adds another number of as many digits where `mask` is all ones; where it is zero, nothing.
    mutating func add(_ other: borrowing SignedDigits, where mask: Int64) {
        let addend = other.digits.span
        var sum = digits.mutableSpan
        for index in sum.indices { sum[index] = sum[index] &+ addend[index] & mask }
        carry()
    }

    /// Changes the sign where `mask` is all ones; where it is zero, nothing.
    mutating func negate(where mask: Int64) {
        var span = digits.mutableSpan
        for index in span.indices { span[index] = (span[index] ^ mask) &- mask }
        carry()
    }

    private mutating func carry() {
        var span = digits.mutableSpan
        for index in 1..<max(1, span.count) {
            span[index] = span[index] &+ span[index - 1] >> 62
            span[index - 1] &= SignedDigits.mask
        }
    }

    /// The number, which is not negative and fits.
    func natural(limbCount: Int) -> SecretNatural {
        var number = SecretNatural(zeroOfLimbCount: limbCount)
        let source = digits.span
        var limbs = number.limbs.mutableSpan
        for index in limbs.indices {
            let (digit, shift) = (UInt.bitWidth * index).quotientAndRemainder(dividingBy: SignedDigits.width)
            guard digit < source.count else { break }
            limbs[index] = UInt(bitPattern: Int(source[digit])) &>> UInt(shift)
            if digit + 1 < source.count {
                limbs[index] |=
                    UInt(bitPattern: Int(source[digit + 1])) &<< UInt(SignedDigits.width - shift)
            }
        }
        return number
    }
}
