internal import SecretMemory

/// The answer to a question about secrets, as a number that no branch need look at: 1 for yes, 0 for no.
package struct SecretBit: Sendable {
    /// 1 or 0.
    package let value: UInt

    /// Takes 1 or 0.
    init(_ value: UInt) {
        self.value = value
    }

    /// Whether `limb` is zero.
    init(isZero limb: UInt) {
        // Of a number that is not zero, either itself or its negative has the top bit set.
        value = 1 ^ ((limb | (0 &- limb)) &>> UInt(UInt.bitWidth - 1))
    }

    /// Whether `left` is less than `right`.
    init(isLess left: UInt, _ right: UInt) {
        // The top bit of this is the borrow out of left − right (Hacker's Delight, section 2-13).
        value = ((~left & right) | ((~left | right) & (left &- right))) &>> UInt(UInt.bitWidth - 1)
    }

    /// The answer as something to branch upon: from here on it is public.
    package var revealed: Bool { value == 1 }

    package static func & (left: SecretBit, right: SecretBit) -> SecretBit {
        SecretBit(left.value & right.value)
    }

    package static func | (left: SecretBit, right: SecretBit) -> SecretBit {
        SecretBit(left.value | right.value)
    }

    package static prefix func ! (bit: SecretBit) -> SecretBit {
        SecretBit(1 ^ bit.value)
    }
}

extension SecretNatural {
    /// Whether this is zero.
    package func isZero() -> SecretBit {
        var union: UInt = 0
        for index in limbs.span.indices {
            union |= limbs.span[index]
        }
        return SecretBit(isZero: union)
    }

    /// Whether this is odd.
    package func isOdd() -> SecretBit {
        SecretBit(limbs.span[0] & 1)
    }

    /// Whether both are the same number, also where their counts of limbs differ.
    package func equals(_ other: borrowing SecretNatural) -> SecretBit {
        var difference: UInt = 0
        for index in 0..<max(limbCount, other.limbCount) {
            difference |= limb(index) ^ other.limb(index)
        }
        return SecretBit(isZero: difference)
    }

    /// Whether this is the small public number `value`.
    package func equals(_ value: UInt) -> SecretBit {
        var difference = limbs.span[0] ^ value
        for index in 1..<max(1, limbCount) {
            difference |= limbs.span[index]
        }
        return SecretBit(isZero: difference)
    }

    /// Whether this is less than `other`, also where their counts of limbs differ.
    package func isLess(than other: borrowing SecretNatural) -> SecretBit {
        var borrow: UInt = 0
        for index in 0..<max(limbCount, other.limbCount) {
            let left = limb(index)
            let right = other.limb(index)
            // The top bit of this is the borrow out of left − right − borrow (Hacker's Delight, section 2-13).
            let difference = left &- right &- borrow
            borrow = ((~left & right) | ((~left | right) & difference)) &>> UInt(UInt.bitWidth - 1)
        }
        return SecretBit(borrow)
    }

    /// The limb of a place, zero above the announced size.
    private func limb(_ index: Int) -> UInt {
        index < limbCount ? limbs.span[index] : 0
    }
}
