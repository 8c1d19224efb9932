internal import SecretMemory

/// The steps of AES (FIPS 197) on four blocks at once, as operations on whole words: no branch and no address
/// depends on an octet.
///
/// Eight words are the planes: plane i holds bit i of all 64 octets, of which that of block b, row r and column c
/// (of the standard's state) stands at place 16r + 4c + b. A row is 16 bits in a word, so that turning a row is a
/// rotation within 16 bits, and reaching for the next row is a rotation of the word.
///
/// The planes are the caller's, on the heap.
enum BitslicedAES {
    static let planeCount = 8
    static let blockCount = 4
    static let blockByteCount = 16

    /// Working memory for the steps.
    static func makePlanes() -> SecretBuffer<UInt64> {
        SecretBuffer(repeating: 0, count: planeCount)
    }

    // MARK: Octets to planes and back

    /// Sets the planes to the blocks of `octets`, at most four; the others are zero.
    static func load(_ octets: Span<UInt8>, into planes: inout MutableSpan<UInt64>) {
        for index in 0..<planeCount {
            planes[index] = 0
        }
        for block in 0..<octets.count / blockByteCount {
            for column in 0..<4 {
                let start = blockByteCount * block + 4 * column
                let word =
                    UInt32(octets[start]) | UInt32(octets[start + 1]) << 8
                    | UInt32(octets[start + 2]) << 16 | UInt32(octets[start + 3]) << 24
                setColumn(word, column: column, block: block, of: &planes)
            }
        }
        transpose(&planes)
    }

    /// Writes the first `count` blocks of the planes to `octets`, from `start` on; the planes are spoilt.
    static func store(
        _ planes: inout MutableSpan<UInt64>,
        blocks count: Int,
        into octets: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        transpose(&planes)
        for block in 0..<count {
            for column in 0..<4 {
                let word = self.column(column, block: block, of: planes)
                for row in 0..<4 {
                    octets[start + blockByteCount * block + 4 * column + row] =
                        UInt8(truncatingIfNeeded: word &>> UInt32(8 * row))
                }
            }
        }
    }

    /// Before the transposition, word j holds two columns of block j modulo 4: those with the parity of j / 4,
    /// the lower one in its even octets and the higher in its odd ones.
    static func setColumn(_ word: UInt32, column: Int, block: Int, of planes: inout MutableSpan<UInt64>) {
        var spread = UInt64(word)
        spread = (spread | spread &<< 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread &<< 8) & 0x00FF_00FF_00FF_00FF
        planes[block + 4 * (column & 1)] |= spread &<< UInt64(8 * (column / 2))
    }

    /// Takes back what ``setColumn(_:column:block:of:)`` put.
    static func column(_ column: Int, block: Int, of planes: borrowing MutableSpan<UInt64>) -> UInt32 {
        var spread = planes[block + 4 * (column & 1)] &>> UInt64(8 * (column / 2))
        spread &= 0x00FF_00FF_00FF_00FF
        spread = (spread | spread &>> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: spread | spread &>> 16)
    }

    /// Exchanges bit i of octet k of word j with bit j of octet k of word i, by squares of 1, 2 and 4 bits; its
    /// own inverse.
    static func transpose(_ planes: inout MutableSpan<UInt64>) {
        for low in stride(from: 0, to: 8, by: 2) {
            exchange(low, low + 1, mask: 0x5555_5555_5555_5555, shift: 1, &planes)
        }
        for low in stride(from: 0, to: 8, by: 4) {
            exchange(low, low + 2, mask: 0x3333_3333_3333_3333, shift: 2, &planes)
            exchange(low + 1, low + 3, mask: 0x3333_3333_3333_3333, shift: 2, &planes)
        }
        for low in 0..<4 {
            exchange(low, low + 4, mask: 0x0F0F_0F0F_0F0F_0F0F, shift: 4, &planes)
        }
    }

    // MARK: The steps

    /// AddRoundKey (section 5.1.4), with the planes of the key that begin at `start`.
    static func addRoundKey(_ keys: Span<UInt64>, from start: Int, to planes: inout MutableSpan<UInt64>) {
        for index in 0..<planeCount {
            planes[index] ^= keys[start + index]
        }
    }

    /// ShiftRows (section 5.1.2): row r turns to the left by r columns.
    static func shiftRows(_ planes: inout MutableSpan<UInt64>) {
        for index in 0..<planeCount {
            let plane = planes[index]
            planes[index] =
                (plane & 0x0000_0000_0000_FFFF)
                | (plane & 0x0000_0000_FFF0_0000) &>> 4 | (plane & 0x0000_0000_000F_0000) &<< 12
                | (plane & 0x0000_FF00_0000_0000) &>> 8 | (plane & 0x0000_00FF_0000_0000) &<< 8
                | (plane & 0xF000_0000_0000_0000) &>> 12 | (plane & 0x0FFF_0000_0000_0000) &<< 4
        }
    }

    /// InvShiftRows (section 5.3.1): row r turns to the right by r columns.
    static func shiftRowsInversely(_ planes: inout MutableSpan<UInt64>) {
        for index in 0..<planeCount {
            let plane = planes[index]
            planes[index] =
                (plane & 0x0000_0000_0000_FFFF)
                | (plane & 0x0000_0000_0FFF_0000) &<< 4 | (plane & 0x0000_0000_F000_0000) &>> 12
                | (plane & 0x0000_00FF_0000_0000) &<< 8 | (plane & 0x0000_FF00_0000_0000) &>> 8
                | (plane & 0x000F_0000_0000_0000) &<< 12 | (plane & 0xFFF0_0000_0000_0000) &>> 4
        }
    }

    /// MixColumns (section 5.1.3): with d the sum of an octet and the one a row below, each octet becomes
    /// 2d, plus the octet a row below, plus the d two rows below.
    static func mixColumns(_ planes: inout MutableSpan<UInt64>) {
        let (a0, a1, a2, a3) = (planes[0], planes[1], planes[2], planes[3])
        let (a4, a5, a6, a7) = (planes[4], planes[5], planes[6], planes[7])
        let (n0, n1, n2, n3) = (below(a0), below(a1), below(a2), below(a3))
        let (n4, n5, n6, n7) = (below(a4), below(a5), below(a6), below(a7))
        let (d0, d1, d2, d3) = (a0 ^ n0, a1 ^ n1, a2 ^ n2, a3 ^ n3)
        let (d4, d5, d6, d7) = (a4 ^ n4, a5 ^ n5, a6 ^ n6, a7 ^ n7)
        // Doubling moves each bit up by one, and folds the highest into the bits 0, 1, 3 and 4 (section 4.2).
        planes[0] = d7 ^ n0 ^ twoBelow(d0)
        planes[1] = d0 ^ d7 ^ n1 ^ twoBelow(d1)
        planes[2] = d1 ^ n2 ^ twoBelow(d2)
        planes[3] = d2 ^ d7 ^ n3 ^ twoBelow(d3)
        planes[4] = d3 ^ d7 ^ n4 ^ twoBelow(d4)
        planes[5] = d4 ^ n5 ^ twoBelow(d5)
        planes[6] = d5 ^ n6 ^ twoBelow(d6)
        planes[7] = d6 ^ n7 ^ twoBelow(d7)
    }

    /// InvMixColumns (section 5.3.3).
    ///
    /// Its polynomial is that of MixColumns times 4x^2 + 5, so that each octet first gains four times the sum of
    /// itself and the one two rows below.
    static func mixColumnsInversely(_ planes: inout MutableSpan<UInt64>) {
        let (a0, a1, a2, a3) = (planes[0], planes[1], planes[2], planes[3])
        let (a4, a5, a6, a7) = (planes[4], planes[5], planes[6], planes[7])
        let (u0, u1, u2, u3) = (a0 ^ twoBelow(a0), a1 ^ twoBelow(a1), a2 ^ twoBelow(a2), a3 ^ twoBelow(a3))
        let (u4, u5, u6, u7) = (a4 ^ twoBelow(a4), a5 ^ twoBelow(a5), a6 ^ twoBelow(a6), a7 ^ twoBelow(a7))
        planes[0] = a0 ^ u6
        planes[1] = a1 ^ u6 ^ u7
        planes[2] = a2 ^ u0 ^ u7
        planes[3] = a3 ^ u1 ^ u6
        planes[4] = a4 ^ u2 ^ u6 ^ u7
        planes[5] = a5 ^ u3 ^ u7
        planes[6] = a6 ^ u4
        planes[7] = a7 ^ u5
        mixColumns(&planes)
    }

    /// Each row takes the place of the one above it.
    private static func below(_ plane: UInt64) -> UInt64 {
        plane &>> 16 | plane &<< 48
    }

    private static func twoBelow(_ plane: UInt64) -> UInt64 {
        plane &>> 32 | plane &<< 32
    }

    private static func exchange(
        _ low: Int,
        _ high: Int,
        mask: UInt64,
        shift: UInt64,
        _ planes: inout MutableSpan<UInt64>
    ) {
        let difference = ((planes[low] &>> shift) ^ planes[high]) & mask
        planes[high] ^= difference
        planes[low] ^= difference &<< shift
    }
}
