internal import SecretMemory

/// A fixed-size number that a ``PrimeModulus`` is stored in: ``FixedLimbs`` of some count.
///
/// It is there since a protocol cannot name a count of its own as the argument of a generic type.
protocol LimbVector: BitwiseCopyable, Sendable {
    /// The count of limbs.
    static var limbCount: Int { get }
    /// The limb at `index`.
    subscript(index: Int) -> UInt64 { get set }

    /// Zero.
    init()
    /// A number of one limb.
    init(_ limb: UInt64)
    /// Takes a number by its big-endian octets.
    init(bigEndian octets: Span<UInt8>)
    /// Writes the number over `octets`, big-endian.
    func write(bigEndian octets: inout MutableSpan<UInt8>)
    /// The number's big-endian octets, `byteCount` of them; for what is not secret.
    func bigEndianOctets(count byteCount: Int) -> [UInt8]
    /// The same in memory that wipes itself.
    func secretBigEndianOctets(count byteCount: Int) -> SecretBytes
    /// The bits from 2^`index` on, `width` of them, fewer than 64.
    func bits(from index: Int, width: Int) -> UInt64
    /// All bits set where the number is zero.
    var isZero: Mask { get }
    /// All bits set where both are the same number.
    func equals(_ other: Self) -> Mask
    /// All bits set where this number is below `other`.
    func isLess(than other: Self) -> Mask
    /// Takes `other` where all bits of `mask` are set.
    mutating func replace(with other: Self, where mask: Mask)
    /// Exchanges two numbers where all bits of `mask` are set.
    static func exchange(_ left: inout Self, _ right: inout Self, where mask: Mask)
    /// Adds; gives the carry.
    mutating func add(_ other: Self) -> UInt64
    /// Adds `other` where all bits of `mask` are set, and drops the carry.
    mutating func add(_ other: Self, where mask: Mask)
    /// Subtracts; gives the borrow.
    mutating func subtract(_ other: Self) -> UInt64
    /// Divides by 2^`shift`, between 1 and 63, and drops the remainder.
    mutating func shiftRight(_ shift: Int)
    /// Subtracts `modulus` once if the number, with `top` as its limb beyond the last, is not below it.
    mutating func reduceOnce(_ modulus: Self, top: UInt64)
    /// Montgomery's product: self · other · R^−1 modulo `modulus`, where R is 2 to the bits of all limbs, and
    /// `negatedInverse` is −modulus^−1 modulo 2^64.
    func montgomeryProduct(_ other: Self, modulus: Self, negatedInverse: UInt64) -> Self
}

/// A prime that residues are taken modulo, by the values that Montgomery's multiplication needs.
///
/// R is 2 to the number of bits of all limbs.
protocol PrimeModulus: Sendable {
    /// What a number below the prime is stored in.
    associatedtype Limbs: LimbVector

    /// The prime.
    static var modulus: Limbs { get }
    /// The number of bits of the prime.
    static var bitCount: Int { get }
    /// −modulus^−1 modulo 2^64.
    static var negatedInverse: UInt64 { get }
    /// R modulo the prime: one, as Montgomery has it.
    static var radix: Limbs { get }
    /// R² modulo the prime, which brings a number into Montgomery's form.
    static var radixSquared: Limbs { get }

    /// left · right · R^−1 modulo the prime, for any `left` and a `right` below the prime.
    static func product(_ left: Limbs, _ right: Limbs) -> Limbs
    /// number² · R^−1 modulo the prime, for a number below it.
    static func square(_ number: Limbs) -> Limbs
}

extension PrimeModulus {
    /// The octets that a number below the prime needs.
    static var byteCount: Int { (bitCount + 7) / 8 }

    /// left · right · R^−1 modulo any prime.
    @inline(__always)
    static func product(_ left: Limbs, _ right: Limbs) -> Limbs {
        left.montgomeryProduct(right, modulus: modulus, negatedInverse: negatedInverse)
    }

    /// number² · R^−1 modulo any prime.
    @inline(__always)
    static func square(_ number: Limbs) -> Limbs { product(number, number) }
}

extension FixedLimbs: LimbVector {
    @inline(__always)
    static var limbCount: Int { count }

    /// Montgomery's product, one limb of `self` after the other (Koç, Acar and Kaliski, "Analyzing and Comparing
    /// Montgomery Multiplication Algorithms", 1996, section 5: CIOS).
    @inline(__always)
    func montgomeryProduct(
        _ other: FixedLimbs,
        modulus: FixedLimbs,
        negatedInverse: UInt64
    ) -> FixedLimbs {
        var result = FixedLimbs()
        var top: UInt64 = 0
        for row in 0..<count {
            let digit = limbs[row]
            var carry: UInt64 = 0
            for index in 0..<count {
                result.limbs[index] = productSum(result.limbs[index], digit, other.limbs[index], &carry)
            }
            var overflow: UInt64 = 0
            let next = sum(top, carry, &overflow)
            // The multiple of the modulus that makes the lowest limb zero is added, and that limb dropped.
            let factor = result.limbs[0] &* negatedInverse
            carry = 0
            _ = productSum(result.limbs[0], factor, modulus.limbs[0], &carry)
            for index in 1..<count {
                result.limbs[index - 1] =
                    productSum(result.limbs[index], factor, modulus.limbs[index], &carry)
            }
            var more: UInt64 = 0
            result.limbs[count - 1] = sum(next, carry, &more)
            top = overflow &+ more
        }
        result.reduceOnce(modulus, top: top)
        return result
    }
}
