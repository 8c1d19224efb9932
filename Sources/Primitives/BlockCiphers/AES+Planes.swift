internal import SecretMemory

/// AES in portable Swift, on the planes of ``BitslicedAES``.
extension AES {
    /// Four blocks are enciphered at once.
    func encryptBlocksPortably(_ blocks: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        var planes = BitslicedAES.makePlanes()
        for start in stride(from: 0, to: blocks.count, by: BitslicedAES.blockCount * AES.blockByteCount) {
            let end = min(start + BitslicedAES.blockCount * AES.blockByteCount, blocks.count)
            encrypt(blocks: blocks.extracting(start..<end), into: &output, at: start, planes: &planes)
        }
    }

    /// Each block is enciphered after the ciphertext before it has been added to it, so they go one by one.
    func encryptChainPortably(
        _ plaintext: Span<UInt8>,
        after vector: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        var planes = BitslicedAES.makePlanes()
        var block = SecretBytes(copying: vector)
        for start in stride(from: 0, to: plaintext.count, by: AES.blockByteCount) {
            var sum = block.mutableSpan
            for index in sum.indices {
                sum[index] ^= plaintext[start + index]
            }
            encrypt(blocks: block.span, into: &output, at: start, planes: &planes)
            var next = block.mutableSpan
            for index in next.indices {
                next[index] = output[start + index]
            }
        }
    }

    /// Four blocks are deciphered at once.
    func decryptChainPortably(
        _ ciphertext: Span<UInt8>,
        after vector: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        var planes = BitslicedAES.makePlanes()
        for start in stride(from: 0, to: ciphertext.count, by: BitslicedAES.blockCount * AES.blockByteCount) {
            let end = min(start + BitslicedAES.blockCount * AES.blockByteCount, ciphertext.count)
            decrypt(blocks: ciphertext.extracting(start..<end), into: &output, at: start, planes: &planes)
        }
        for index in ciphertext.indices {
            output[index] ^=
                index < AES.blockByteCount ? vector[index] : ciphertext[index - AES.blockByteCount]
        }
    }

    // MARK: Up to four blocks at once

    /// Cipher of section 5.1: writes what `blocks`, one to four, are enciphered to over the octets of `output`
    /// that begin at `start`.
    private func encrypt(
        blocks: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        at start: Int,
        planes: inout SecretBuffer<UInt64>
    ) {
        var state = planes.mutableSpan
        let keys = roundKeys.span
        BitslicedAES.load(blocks, into: &state)
        BitslicedAES.addRoundKey(keys, from: 0, to: &state)
        for round in 1..<roundCount {
            BitslicedAES.substitute(&state)
            BitslicedAES.shiftRows(&state)
            BitslicedAES.mixColumns(&state)
            BitslicedAES.addRoundKey(keys, from: BitslicedAES.planeCount * round, to: &state)
        }
        BitslicedAES.substitute(&state)
        BitslicedAES.shiftRows(&state)
        BitslicedAES.addRoundKey(keys, from: BitslicedAES.planeCount * roundCount, to: &state)
        BitslicedAES.store(&state, blocks: blocks.count / AES.blockByteCount, into: &output, at: start)
    }

    /// InvCipher of section 5.3: writes what `blocks`, one to four, are deciphered to over the octets of `output`
    /// that begin at `start`.
    private func decrypt(
        blocks: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        at start: Int,
        planes: inout SecretBuffer<UInt64>
    ) {
        var state = planes.mutableSpan
        let keys = roundKeys.span
        BitslicedAES.load(blocks, into: &state)
        BitslicedAES.addRoundKey(keys, from: BitslicedAES.planeCount * roundCount, to: &state)
        for round in (1..<roundCount).reversed() {
            BitslicedAES.shiftRowsInversely(&state)
            BitslicedAES.substituteInversely(&state)
            BitslicedAES.addRoundKey(keys, from: BitslicedAES.planeCount * round, to: &state)
            BitslicedAES.mixColumnsInversely(&state)
        }
        BitslicedAES.shiftRowsInversely(&state)
        BitslicedAES.substituteInversely(&state)
        BitslicedAES.addRoundKey(keys, from: 0, to: &state)
        BitslicedAES.store(&state, blocks: blocks.count / AES.blockByteCount, into: &output, at: start)
    }

    // MARK: The key schedule

    /// KeyExpansion of section 5.2: the words of all round keys, the first octet of each lowest.
    static func expand(_ key: Span<UInt8>) -> SecretBuffer<UInt32> {
        let keyWordCount = key.count / 4
        var words = SecretBuffer<UInt32>(repeating: 0, count: 4 * (keyWordCount + 7))
        var planes = BitslicedAES.makePlanes()
        var span = words.mutableSpan
        for index in 0..<keyWordCount {
            span[index] =
                UInt32(key[4 * index]) | UInt32(key[4 * index + 1]) << 8
                | UInt32(key[4 * index + 2]) << 16 | UInt32(key[4 * index + 3]) << 24
        }
        // Rcon: the powers of x in GF(2^8).
        var roundConstant: UInt32 = 1
        for index in keyWordCount..<span.count {
            var word = span[index - 1]
            if index.isMultiple(of: keyWordCount) {
                word = substitute(word, planes: &planes)
                word = (word &>> 8 | word &<< 24) ^ roundConstant
                roundConstant = roundConstant << 1 ^ (roundConstant >> 7) * 0x11B
            } else if keyWordCount == 8, index % 8 == 4 {
                word = substitute(word, planes: &planes)
            }
            span[index] = span[index - keyWordCount] ^ word
        }
        return words
    }

    /// SubWord of section 5.2.
    private static func substitute(_ word: UInt32, planes: inout SecretBuffer<UInt64>) -> UInt32 {
        var state = planes.mutableSpan
        for index in state.indices {
            state[index] = 0
        }
        BitslicedAES.setColumn(word, column: 0, block: 0, of: &state)
        BitslicedAES.transpose(&state)
        BitslicedAES.substitute(&state)
        BitslicedAES.transpose(&state)
        return BitslicedAES.column(0, block: 0, of: state)
    }

    /// The planes of all round keys.
    static func planes(of words: consuming SecretBuffer<UInt32>) -> SecretBuffer<UInt64> {
        let words = words.span
        var planes = BitslicedAES.makePlanes()
        return SecretBuffer(capacity: words.count / 4 * BitslicedAES.planeCount) { output in
            for first in stride(from: 0, to: words.count, by: 4) {
                var state = planes.mutableSpan
                for index in state.indices {
                    state[index] = 0
                }
                for block in 0..<BitslicedAES.blockCount {
                    for column in 0..<4 {
                        BitslicedAES.setColumn(
                            words[first + column],
                            column: column,
                            block: block,
                            of: &state
                        )
                    }
                }
                BitslicedAES.transpose(&state)
                for index in state.indices {
                    output.append(state[index])
                }
            }
        }
    }
}
