/// Products of polynomials over GF(2) by multiplications of integers, with no branch and no address that depends on
/// a coefficient.
///
/// Where only each fourth bit of both factors is kept, a place of the product is the sum of at most 16 bits: it has
/// four bits of room, and the sum's parity, which is the coefficient, stands in the lowest. (A sum of 16 is met only at
/// the uppermost place, from where the carry leaves the word.) So 16 integer products make one polynomial product.
enum CarrylessMultiplication {
    /// Multiplies `product`, two words, the lower one first, by a factor, modulo x^128 + x^7 + x^2 + x + 1, where the
    /// uppermost bit is the coefficient of x^0.
    static func multiply(_ product: inout MutableSpan<UInt64>, by factor: (low: UInt64, high: UInt64)) {
        let (low, high) = (product[0], product[1])
        // Karatsuba: three products of two words each.
        let lows = wideProduct(low, factor.low)
        let highs = wideProduct(high, factor.high)
        let both = wideProduct(low ^ high, factor.low ^ factor.high)
        let middleLow = both.low ^ lows.low ^ highs.low
        let middleHigh = both.high ^ lows.high ^ highs.high
        let (w0, w1) = (lows.low, lows.high ^ middleLow)
        let (w2, w3) = (highs.low ^ middleHigh, highs.high)
        // The bits of both factors are in the opposite order, and the product so is one bit short of its place.
        let z0 = w0 &<< 1
        var z1 = w1 &<< 1 | w0 &>> 63
        var z2 = w2 &<< 1 | w1 &>> 63
        var z3 = w3 &<< 1 | w2 &>> 63
        // x^128 is x^7 + x^2 + x + 1, for the coefficients from 192 on and then for those from 128 on.
        z2 ^= z0 ^ z0 &>> 1 ^ z0 &>> 2 ^ z0 &>> 7
        z1 ^= z0 &<< 63 ^ z0 &<< 62 ^ z0 &<< 57
        z3 ^= z1 ^ z1 &>> 1 ^ z1 &>> 2 ^ z1 &>> 7
        z2 ^= z1 &<< 63 ^ z1 &<< 62 ^ z1 &<< 57
        product[0] = z2
        product[1] = z3
    }

    /// The product of two polynomials of 64 coefficients, the lowest bit that of x^0.
    ///
    /// The upper half is the lower half of the product in the opposite order of bits.
    static func wideProduct(_ left: UInt64, _ right: UInt64) -> (low: UInt64, high: UInt64) {
        (
            lowProduct(left, right),
            reversed(lowProduct(reversed(left), reversed(right))) &>> 1
        )
    }

    /// The lower 64 coefficients of the product.
    private static func lowProduct(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let mask: UInt64 = 0x1111_1111_1111_1111
        let (l0, l1, l2, l3) = (left & mask, left & mask &<< 1, left & mask &<< 2, left & mask &<< 3)
        let (r0, r1, r2, r3) = (right & mask, right & mask &<< 1, right & mask &<< 2, right & mask &<< 3)
        let p0 = (l0 &* r0) ^ (l1 &* r3) ^ (l2 &* r2) ^ (l3 &* r1)
        let p1 = (l0 &* r1) ^ (l1 &* r0) ^ (l2 &* r3) ^ (l3 &* r2)
        let p2 = (l0 &* r2) ^ (l1 &* r1) ^ (l2 &* r0) ^ (l3 &* r3)
        let p3 = (l0 &* r3) ^ (l1 &* r2) ^ (l2 &* r1) ^ (l3 &* r0)
        return p0 & mask | p1 & mask &<< 1 | p2 & mask &<< 2 | p3 & mask &<< 3
    }

    /// The bits in the opposite order.
    private static func reversed(_ word: UInt64) -> UInt64 {
        var bits = word
        bits = (bits & 0x5555_5555_5555_5555) &<< 1 | bits &>> 1 & 0x5555_5555_5555_5555
        bits = (bits & 0x3333_3333_3333_3333) &<< 2 | bits &>> 2 & 0x3333_3333_3333_3333
        bits = (bits & 0x0F0F_0F0F_0F0F_0F0F) &<< 4 | bits &>> 4 & 0x0F0F_0F0F_0F0F_0F0F
        return bits.byteSwapped
    }
}
