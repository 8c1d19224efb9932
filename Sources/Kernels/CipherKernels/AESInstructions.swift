internal import CVectorIntrinsics

/// AES (FIPS 197) on the AES instructions; only for a processor that has them.
///
/// The memory is the caller's, at addresses of any alignment, and no output may lie over an input. Nothing of a key
/// or a content is held elsewhere but in registers; those of vectors are wiped at the end. The time, and the
/// addresses that are touched, depend only on the counts.
package enum AESInstructions {
    /// The octets of a block and of a round key.
    package static let blockByteCount = 16

    /// KeyExpansion of section 5.2 for a key of `keyWordCount` words, 4, 6 or 8, and then the keys of the equivalent
    /// inverse cipher (section 5.3.5) in the order in which it takes them: eight words a round in all.
    package static func expand(
        _ key: UnsafePointer<UInt8>,
        keyWordCount: Int,
        into roundKeys: UnsafeMutablePointer<UInt32>
    ) {
        let wordCount = 4 * (keyWordCount + 7)
        let octets = unsafe UnsafeRawPointer(key)
        var index = 0
        while index < keyWordCount {
            unsafe roundKeys[index] = octets.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
            index += 1
        }
        // Rcon: the powers of x in GF(2^8).
        var roundConstant: UInt32 = 1
        while index < wordCount {
            var word = unsafe roundKeys[index - 1]
            if index % keyWordCount == 0 {
                word = c_block_substitute(word)
                word = (word &>> 8 | word &<< 24) ^ roundConstant
                roundConstant = roundConstant &<< 1 ^ (roundConstant &>> 7) &* 0x11B
            } else if keyWordCount == 8, index % 8 == 4 {
                word = c_block_substitute(word)
            }
            unsafe roundKeys[index] = roundKeys[index - keyWordCount] ^ word
            index += 1
        }
        let last = wordCount / 4 - 1
        let inverse = unsafe UnsafeMutableRawPointer(roundKeys + wordCount)
        var round = 0
        while round <= last {
            let roundKey = unsafe c_block_load(roundKeys + 4 * (last - round))
            let isOuter = round == 0 || round == last
            unsafe c_block_store(
                inverse + blockByteCount * round,
                isOuter ? roundKey : c_block_mix_columns_inversely(roundKey)
            )
            round += 1
        }
        c_wipe_vector_registers()
    }

    /// Enciphers blocks, each by itself, eight at once.
    ///
    /// `roundKeys` are the cipher's, of `roundCount` rounds: 10, 12 or 14.
    package static func encrypt(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        roundKeys: UnsafeRawPointer,
        roundCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        var offset = 0
        let end = blockByteCount * blockCount
        while end - offset >= EightBlocks.byteCount {
            var eight = unsafe EightBlocks(at: blocks + offset, adding: c_block_load(roundKeys))
            var round = 1
            while round < roundCount {
                unsafe eight.encryptRound(c_block_load(roundKeys + blockByteCount * round))
                round += 1
            }
            unsafe eight.encryptLastRound(c_block_load(roundKeys + blockByteCount * roundCount))
            unsafe eight.store(at: output + offset)
            offset += EightBlocks.byteCount
        }
        while offset < end {
            var state = unsafe c_block_exclusive_or(c_block_load(blocks + offset), c_block_load(roundKeys))
            var round = 1
            while round < roundCount {
                state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + blockByteCount * round))
                round += 1
            }
            let last = unsafe c_block_load(roundKeys + blockByteCount * roundCount)
            unsafe c_block_store(output + offset, c_block_encrypt_last_round(state, last))
            offset += blockByteCount
        }
        c_wipe_vector_registers()
    }

    /// Enciphers blocks, each after the ciphertext before it has been added to it, the first after `vector`
    /// (NIST SP 800-38A, section 6.2).
    ///
    /// `roundKeys` are the cipher's, of `roundCount` rounds: 10, 12 or 14.
    package static func encryptChain(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        after vector: UnsafePointer<UInt8>,
        roundKeys: UnsafeRawPointer,
        roundCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        guard blockCount > 0 else { return }
        let firstKey = unsafe c_block_load(roundKeys)
        let lastKey = unsafe c_block_load(roundKeys + blockByteCount * roundCount)
        let bothKeys = c_block_exclusive_or(firstKey, lastKey)
        var state = unsafe c_block_exclusive_or(c_block_load(vector), c_block_load(blocks))
        state = c_block_exclusive_or(state, firstKey)
        let last = blockByteCount * (blockCount - 1)
        var offset = 0
        while offset < last {
            state = unsafe encryptInnerRounds(state, roundKeys, roundCount)
            // What is added next waits for nothing: the next block goes into the key of the last round, and with it
            // the first key. The ciphertext by itself is computed beside the chain.
            let next = unsafe c_block_load(blocks + offset + blockByteCount)
            unsafe c_block_store(output + offset, c_block_encrypt_last_round(state, lastKey))
            state = c_block_encrypt_last_round(state, c_block_exclusive_or(next, bothKeys))
            offset += blockByteCount
        }
        state = unsafe encryptInnerRounds(state, roundKeys, roundCount)
        unsafe c_block_store(output + last, c_block_encrypt_last_round(state, lastKey))
        c_wipe_vector_registers()
    }

    /// The rounds of the cipher between the first key and the last round, without a loop: 9, 11 or 13.
    @inline(__always)
    private static func encryptInnerRounds(
        _ block: CBlock,
        _ roundKeys: UnsafeRawPointer,
        _ roundCount: Int
    ) -> CBlock {
        var state = unsafe c_block_encrypt_round(block, c_block_load(roundKeys + 16))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 32))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 48))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 64))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 80))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 96))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 112))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 128))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 144))
        guard roundCount > 10 else { return state }
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 160))
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 176))
        guard roundCount > 12 else { return state }
        state = unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 192))
        return unsafe c_block_encrypt_round(state, c_block_load(roundKeys + 208))
    }

    /// Deciphers blocks, and adds to each the ciphertext before it, to the first `vector`.
    ///
    /// `roundKeys` are the equivalent inverse cipher's, of `roundCount` rounds. No block waits for another, so eight
    /// are under way at once.
    package static func decryptChain(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        after vector: UnsafePointer<UInt8>,
        roundKeys: UnsafeRawPointer,
        roundCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        guard blockCount > 0 else { return }
        // The first block, which has the vector before it; then eight at a time, and the rest one by one.
        unsafe decrypt(blocks, after: vector, roundKeys, roundCount, into: output)
        var offset = blockByteCount
        let end = blockByteCount * blockCount
        while end - offset >= EightBlocks.byteCount {
            var eight = unsafe EightBlocks(at: blocks + offset, adding: c_block_load(roundKeys))
            var round = 1
            while round < roundCount {
                unsafe eight.decryptRound(c_block_load(roundKeys + blockByteCount * round))
                round += 1
            }
            unsafe eight.decryptLastRound(c_block_load(roundKeys + blockByteCount * roundCount))
            unsafe eight.store(at: output + offset, adding: blocks + offset - blockByteCount)
            offset += EightBlocks.byteCount
        }
        while offset < end {
            let previous = unsafe blocks + offset - blockByteCount
            unsafe decrypt(blocks + offset, after: previous, roundKeys, roundCount, into: output + offset)
            offset += blockByteCount
        }
        c_wipe_vector_registers()
    }

    @inline(__always)
    private static func decrypt(
        _ block: UnsafePointer<UInt8>,
        after previous: UnsafePointer<UInt8>,
        _ roundKeys: UnsafeRawPointer,
        _ roundCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        var state = unsafe c_block_exclusive_or(c_block_load(block), c_block_load(roundKeys))
        var round = 1
        while round < roundCount {
            state = unsafe c_block_decrypt_round(state, c_block_load(roundKeys + blockByteCount * round))
            round += 1
        }
        state = unsafe c_block_decrypt_last_round(
            state,
            c_block_load(roundKeys + blockByteCount * roundCount)
        )
        unsafe c_block_store(output, c_block_exclusive_or(state, c_block_load(previous)))
    }
}
