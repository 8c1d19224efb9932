internal import CVectorIntrinsics

/// GHASH (NIST SP 800-38D, section 6.4) on carry-less multiplication; only for a processor that has it.
///
/// A block is read as one number of 128 bits, its first octet uppermost, as in `GHASH`. The memory is the caller's, at
/// addresses of any alignment. Nothing of a key or a content is held elsewhere but in registers; those of vectors are
/// wiped at the end. The time, and the addresses that are touched, depend only on the count.
package enum CarrylessHash {
    /// The octets of a block and of a power.
    package static let blockByteCount = 16

    /// Adds blocks to the state, of two words, the lower one first.
    ///
    /// `powers` are those of the hash key from the first to the one of `powerCount`, in the same form. As many blocks
    /// are multiplied, each by the power that what follows makes of its factor, before the sum is reduced once.
    package static func absorb(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        powers: UnsafeRawPointer,
        powerCount: Int,
        into state: UnsafeMutableRawPointer
    ) {
        var sum = unsafe c_polynomial_load(state)
        var offset = 0
        var left = blockCount
        while left > 0 {
            let count = left < powerCount ? left : powerCount
            // The coefficients of the product from 0 on, from 64 on and from 128 on.
            var (low, middle, high) = (CPolynomial(0, 0), CPolynomial(0, 0), CPolynomial(0, 0))
            var power = count
            while power > 0 {
                let block = unsafe c_polynomial_reverse_octets(c_polynomial_load(blocks + offset))
                let factor = c_polynomial_add(sum, block)
                // Only the first of the blocks has the state added to it.
                sum = CPolynomial(0, 0)
                let key = unsafe c_polynomial_load(powers + blockByteCount * (power - 1))
                low = c_polynomial_add(low, c_polynomial_multiply_lower(factor, key))
                high = c_polynomial_add(high, c_polynomial_multiply_upper(factor, key))
                // Karatsuba: the product of the sums of both halves has those of the halves in it, too.
                let halves = c_polynomial_add(factor, c_polynomial_exchange_halves(factor))
                let keyHalves = c_polynomial_add(key, c_polynomial_exchange_halves(key))
                middle = c_polynomial_add(middle, c_polynomial_multiply_lower(halves, keyHalves))
                offset += blockByteCount
                power -= 1
            }
            middle = c_polynomial_add(middle, c_polynomial_add(low, high))
            sum = reduce(low, middle, high)
            left -= count
        }
        unsafe c_polynomial_store(state, sum)
        c_wipe_vector_registers()
    }

    /// The remainder modulo x^128 + x^7 + x^2 + x + 1 of a product whose factors had their bits in the opposite order.
    @inline(__always)
    private static func reduce(
        _ low: CPolynomial,
        _ middle: CPolynomial,
        _ high: CPolynomial
    ) -> CPolynomial {
        // The product is one bit short of where the opposite order has it.
        let word0 = low.x
        let word1 = low.y ^ middle.x
        let word2 = high.x ^ middle.y
        let word3 = high.y
        let z0 = word0 &<< 1
        var z1 = word1 &<< 1 | word0 &>> 63
        var (z2, z3) = (word2 &<< 1 | word1 &>> 63, word3 &<< 1 | word2 &>> 63)
        z2 ^= z0 ^ z0 &>> 1 ^ z0 &>> 2 ^ z0 &>> 7
        z1 ^= z0 &<< 63 ^ z0 &<< 62 ^ z0 &<< 57
        z3 ^= z1 ^ z1 &>> 1 ^ z1 &>> 2 ^ z1 &>> 7
        z2 ^= z1 &<< 63 ^ z1 &<< 62 ^ z1 &<< 57
        return CPolynomial(z2, z3)
    }
}
