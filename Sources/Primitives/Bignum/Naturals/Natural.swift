/// A natural number that everybody may know: a modulus, a public exponent, a serial number.
///
/// Never put a secret into one: it lies in an `Array`, is not wiped, and the time of all that is done with it
/// depends on its value. Secrets go into `SecretNatural`.
public struct Natural: Sendable, Hashable {
    /// The limbs, the least significant first; the last one is not zero, and zero has none.
    var limbs: [UInt]

    /// Takes limbs in the order of `mpn` and drops leading zeros.
    init(limbs: [UInt]) {
        self.limbs = limbs
        while self.limbs.last == 0 {
            self.limbs.removeLast()
        }
    }

    /// Makes the number `value`.
    public init(_ value: UInt) {
        self.init(limbs: [value])
    }

    /// Makes a number from its octets, the most significant first (OS2IP of RFC 8017, section 4.2).
    ///
    /// Leading zeros are accepted, and no octets at all are zero.
    public init(bigEndian octets: Span<UInt8>) {
        var limbs = [UInt](repeating: 0, count: Limbs.count(bits: octets.count * 8))
        var span = limbs.mutableSpan
        // The limbs were counted for these octets, so that they fit.
        _ = Limbs.read(bigEndian: octets, into: &span)
        self.init(limbs: limbs)
    }

    /// The octets, the most significant first, without leading zeros; zero has none.
    public var bigEndianBytes: [UInt8] {
        bigEndianBytes(count: (bitCount + 7) / 8) ?? []
    }

    /// The octets, the most significant first, filled up with leading zeros to `count` (I2OSP of RFC 8017,
    /// section 4.1); `nil` where the number does not fit.
    public func bigEndianBytes(count: Int) -> [UInt8]? {
        guard bitCount <= count * 8 else { return nil }
        return [UInt8](capacity: count) { output in
            for position in (0..<count).reversed() {
                output.append(Limbs.octet(at: position, of: limbs.span))
            }
        }
    }

    /// The number of bits without leading zeros; 0 for zero.
    public var bitCount: Int { Limbs.bitCountVarTime(of: limbs.span) }

    /// Whether this is zero.
    public var isZero: Bool { limbs.isEmpty }

    /// Whether this is odd.
    public var isOdd: Bool { limbs.first.map { $0 & 1 == 1 } ?? false }

    /// The number of zero bits below the lowest bit that is set; 0 for zero.
    var trailingZeroBitCount: Int {
        guard let index = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
        return index * UInt.bitWidth + limbs[index].trailingZeroBitCount
    }
}

extension Natural: Comparable {
    /// Whether `left` is the smaller one.
    public static func < (left: Natural, right: Natural) -> Bool {
        guard left.limbs.count == right.limbs.count else { return left.limbs.count < right.limbs.count }
        for (leftLimb, rightLimb) in zip(left.limbs, right.limbs).reversed() where leftLimb != rightLimb {
            return leftLimb < rightLimb
        }
        return false
    }
}

extension Natural: CustomStringConvertible {
    /// The number in hexadecimal, with `0x` before it and without leading zeros.
    public var description: String {
        guard let top = limbs.last else { return "0x0" }
        var text = "0x" + String(top, radix: 16)
        for limb in limbs.dropLast().reversed() {
            let digits = String(limb, radix: 16)
            text += String(repeating: "0", count: UInt.bitWidth / 4 - digits.count) + digits
        }
        return text
    }
}
