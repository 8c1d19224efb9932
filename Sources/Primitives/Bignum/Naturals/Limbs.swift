internal import SecretMemory

/// A natural number as GMP's `mpn` layer holds it: limbs of 64 bits, the least significant first.
enum Limbs {
    /// The limbs that `bitCount` bits need; at least one, since `mpn` has no number without limbs.
    static func count(bits bitCount: Int) -> Int {
        max(1, (bitCount + UInt.bitWidth - 1) / UInt.bitWidth)
    }

    /// Reads big-endian octets into `limbs` and fills up with zeros.
    ///
    /// Gives whether the number fitted. Leaks both counts and the answer.
    static func read(bigEndian octets: Span<UInt8>, into limbs: inout MutableSpan<UInt>) -> Bool {
        for index in limbs.indices {
            limbs[index] = 0
        }
        var excess: UInt8 = 0
        var position = 0
        for index in octets.indices.reversed() {
            let (limb, octet) = position.quotientAndRemainder(dividingBy: 8)
            if limb < limbs.count {
                limbs[limb] |= UInt(octets[index]) &<< UInt(8 * octet)
            } else {
                excess |= octets[index]
            }
            position += 1
        }
        return excess == 0
    }

    /// The octet of weight 256 to the power of `position`; zero above the limbs.
    static func octet(at position: Int, of limbs: Span<UInt>) -> UInt8 {
        let (limb, octet) = position.quotientAndRemainder(dividingBy: 8)
        return limb < limbs.count ? UInt8(truncatingIfNeeded: limbs[limb] &>> UInt(8 * octet)) : 0
    }

    /// The number of bits without leading zeros. Leaks the answer.
    static func bitCountVarTime(of limbs: Span<UInt>) -> Int {
        for index in limbs.indices.reversed() where limbs[index] != 0 {
            return (index + 1) * UInt.bitWidth - limbs[index].leadingZeroBitCount
        }
        return 0
    }
}

extension SecretBuffer<UInt> {
    /// Limbs for GMP to write intermediate values to. They are wiped like all others when dropped.
    static func scratch(_ count: Int) -> SecretBuffer<UInt> {
        SecretBuffer(repeating: 0, count: max(1, count))
    }

    /// Lends the address of the first limb. There always is one: no number here has no limbs.
    ///
    /// Safe as such: what is unsafe is to pass the address on, and `body` must say so where it does.
    @safe
    borrowing func withLimbs<Result>(_ body: (UnsafePointer<UInt>) -> Result) -> Result {
        unsafe span.withUnsafeBufferPointer { buffer in
            unsafe body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }

    /// Lends the address of the first limb for writing.
    @safe
    mutating func withMutableLimbs<Result>(_ body: (UnsafeMutablePointer<UInt>) -> Result) -> Result {
        var limbs = mutableSpan
        return unsafe limbs.withUnsafeMutableBufferPointer { buffer in
            unsafe body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }
}
