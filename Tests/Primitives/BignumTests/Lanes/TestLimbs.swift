import SecretMemory
import TestSupport

/// Numbers of 64-bit limbs for tests, the least significant limb first.
enum TestLimbs {
    /// A number of exactly `bitCount` bits.
    static func odd(bitCount: Int, using random: inout SeededRandom) -> [UInt] {
        var limbs = any(bitCount: bitCount, using: &random)
        limbs[0] |= 1
        limbs[(bitCount - 1) / 64] |= 1 << UInt((bitCount - 1) % 64)
        return limbs
    }

    /// A number of `bitCount` bits at most.
    static func any(bitCount: Int, using random: inout SeededRandom) -> [UInt] {
        let octets = random.bytes(count: (bitCount + 63) / 64 * 8)
        var limbs = stride(from: 0, to: octets.count, by: 8).map { start in
            octets[start..<start + 8].reduce(0) { $0 << 8 | UInt($1) }
        }
        if !bitCount.isMultiple(of: 64) { limbs[limbs.count - 1] &= 1 << UInt(bitCount % 64) - 1 }
        return limbs
    }

    /// The number as Python reads it.
    static func text(_ limbs: some Sequence<UInt>) -> String {
        let digits = limbs.reversed().map { limb in
            let digits = String(limb, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return "0x" + digits.joined()
    }

    /// The number that Python wrote in hexadecimal, with 16 digits for each limb.
    static func limbs(_ text: some StringProtocol) -> [UInt] {
        var limbs: [UInt] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            limbs.append(UInt(rest.suffix(16), radix: 16) ?? 0)
            rest = rest.dropLast(16)
        }
        return limbs
    }
}
