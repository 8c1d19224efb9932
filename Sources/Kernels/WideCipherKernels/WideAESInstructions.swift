internal import CVectorIntrinsics

/// AES (FIPS 197) on AES instructions that take four blocks at once; only for a processor that has them and AVX-512 F.
///
/// The memory is the caller's, at addresses of any alignment, and no output may lie over an input. Nothing of a key
/// or a content is held elsewhere but in vector registers, which are wiped at the end. The time, and the addresses
/// that are touched, depend only on the counts.
package enum WideAESInstructions {
    /// The blocks that are deciphered at once.
    package static let leastBlockCount = 4

    private static let blockByteCount = 16

    /// Deciphers blocks, and adds to each the ciphertext before it (NIST SP 800-38A, section 6.2), to the first the
    /// block that lies before it in memory.
    ///
    /// `blockCount` is a multiple of ``leastBlockCount``; `roundKeys` are the equivalent inverse cipher's, of
    /// `roundCount` rounds: 10, 12 or 14.
    package static func decryptChain(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        roundKeys: UnsafeRawPointer,
        roundCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        var offset = 0
        let end = blockByteCount * blockCount
        let lastKey = unsafe c_blocks_load_one(roundKeys + blockByteCount * roundCount)
        while end - offset >= ThirtyTwoBlocks.byteCount {
            var many = unsafe ThirtyTwoBlocks(at: blocks + offset, adding: c_blocks_load_one(roundKeys))
            var round = 1
            while round < roundCount {
                unsafe many.decryptRound(c_blocks_load_one(roundKeys + blockByteCount * round))
                round += 1
            }
            many.decryptLastRound(lastKey)
            unsafe many.store(at: output + offset, adding: blocks + offset - blockByteCount)
            offset += ThirtyTwoBlocks.byteCount
        }
        while offset < end {
            var four = unsafe c_blocks_exclusive_or(
                c_blocks_load(blocks + offset),
                c_blocks_load_one(roundKeys)
            )
            var round = 1
            while round < roundCount {
                four = unsafe c_blocks_decrypt_round(
                    four,
                    c_blocks_load_one(roundKeys + blockByteCount * round)
                )
                round += 1
            }
            four = c_blocks_decrypt_last_round(four, lastKey)
            let previous = unsafe c_blocks_load(blocks + offset - blockByteCount)
            unsafe c_blocks_store(output + offset, c_blocks_exclusive_or(four, previous))
            offset += blockByteCount * leastBlockCount
        }
        c_wipe_all_vector_registers()
    }
}

// In this file, so that it is taken into the function above also where files are compiled one by one: what is called
// gets its blocks by memory, where they stay.

/// Thirty-two blocks, four to a register: an instruction of AES takes several cycles, and a processor begins one in
/// each.
private struct ThirtyTwoBlocks {
    static let byteCount = 512

    private var b0: CBlocks
    private var b1: CBlocks
    private var b2: CBlocks
    private var b3: CBlocks
    private var b4: CBlocks
    private var b5: CBlocks
    private var b6: CBlocks
    private var b7: CBlocks

    /// The blocks from an address on, with a round key added to each.
    @inline(__always)
    init(at address: UnsafePointer<UInt8>, adding key: CBlocks) {
        unsafe b0 = c_blocks_exclusive_or(c_blocks_load(address), key)
        unsafe b1 = c_blocks_exclusive_or(c_blocks_load(address + 64), key)
        unsafe b2 = c_blocks_exclusive_or(c_blocks_load(address + 128), key)
        unsafe b3 = c_blocks_exclusive_or(c_blocks_load(address + 192), key)
        unsafe b4 = c_blocks_exclusive_or(c_blocks_load(address + 256), key)
        unsafe b5 = c_blocks_exclusive_or(c_blocks_load(address + 320), key)
        unsafe b6 = c_blocks_exclusive_or(c_blocks_load(address + 384), key)
        unsafe b7 = c_blocks_exclusive_or(c_blocks_load(address + 448), key)
    }

    /// A round of the equivalent inverse cipher.
    @inline(__always)
    mutating func decryptRound(_ key: CBlocks) {
        b0 = c_blocks_decrypt_round(b0, key)
        b1 = c_blocks_decrypt_round(b1, key)
        b2 = c_blocks_decrypt_round(b2, key)
        b3 = c_blocks_decrypt_round(b3, key)
        b4 = c_blocks_decrypt_round(b4, key)
        b5 = c_blocks_decrypt_round(b5, key)
        b6 = c_blocks_decrypt_round(b6, key)
        b7 = c_blocks_decrypt_round(b7, key)
    }

    /// The last round of it.
    @inline(__always)
    mutating func decryptLastRound(_ key: CBlocks) {
        b0 = c_blocks_decrypt_last_round(b0, key)
        b1 = c_blocks_decrypt_last_round(b1, key)
        b2 = c_blocks_decrypt_last_round(b2, key)
        b3 = c_blocks_decrypt_last_round(b3, key)
        b4 = c_blocks_decrypt_last_round(b4, key)
        b5 = c_blocks_decrypt_last_round(b5, key)
        b6 = c_blocks_decrypt_last_round(b6, key)
        b7 = c_blocks_decrypt_last_round(b7, key)
    }

    /// Stores the blocks from an address on, each with one added of those from `others` on.
    @inline(__always)
    func store(at address: UnsafeMutablePointer<UInt8>, adding others: UnsafePointer<UInt8>) {
        unsafe c_blocks_store(address, c_blocks_exclusive_or(b0, c_blocks_load(others)))
        unsafe c_blocks_store(address + 64, c_blocks_exclusive_or(b1, c_blocks_load(others + 64)))
        unsafe c_blocks_store(address + 128, c_blocks_exclusive_or(b2, c_blocks_load(others + 128)))
        unsafe c_blocks_store(address + 192, c_blocks_exclusive_or(b3, c_blocks_load(others + 192)))
        unsafe c_blocks_store(address + 256, c_blocks_exclusive_or(b4, c_blocks_load(others + 256)))
        unsafe c_blocks_store(address + 320, c_blocks_exclusive_or(b5, c_blocks_load(others + 320)))
        unsafe c_blocks_store(address + 384, c_blocks_exclusive_or(b6, c_blocks_load(others + 384)))
        unsafe c_blocks_store(address + 448, c_blocks_exclusive_or(b7, c_blocks_load(others + 448)))
    }
}
