public import SecretMemory

/// AES with a key of 128, 192 or 256 bits (FIPS 197), as the expanded key.
///
/// The expanded key lies on the heap and is wiped with the value; nothing describes it.
///
/// Leaks: the counts of octets of the key and of what is enciphered or deciphered; nothing about what they are.
public struct AES: ~Copyable, Sendable {
    /// The octets of a block: 16.
    public static var blockByteCount: Int { 16 }

    /// The planes of the round keys, each for four blocks at once.
    private let roundKeys: SecretBuffer<UInt64>

    /// Expands `key`, which must have 16, 24 or 32 octets.
    public init(key: Span<UInt8>) throws(BlockCipherError) {
        guard key.count == 16 || key.count == 24 || key.count == 32 else {
            throw .invalidKeyByteCount(key.count)
        }
        roundKeys = AES.planes(of: AES.expand(key))
    }

    /// The block that `block`, of 16 octets, is enciphered to.
    public func encrypt(block: Span<UInt8>) throws(BlockCipherError) -> [UInt8] {
        guard block.count == AES.blockByteCount else { throw .invalidBlockByteCount(block.count) }
        var output = [UInt8](repeating: 0, count: AES.blockByteCount)
        var span = output.mutableSpan
        var planes = AES.makePlanes()
        encrypt(blocks: block, into: &span, at: 0, planes: &planes)
        return output
    }

    /// The block that `block`, of 16 octets, is deciphered to.
    public func decrypt(block: Span<UInt8>) throws(BlockCipherError) -> SecretBytes {
        guard block.count == AES.blockByteCount else { throw .invalidBlockByteCount(block.count) }
        var output = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var span = output.mutableSpan
        var planes = AES.makePlanes()
        decrypt(blocks: block, into: &span, at: 0, planes: &planes)
        return output
    }

    // MARK: Up to four blocks at once

    /// Working memory for the functions below.
    static func makePlanes() -> SecretBuffer<UInt64> {
        SecretBuffer(repeating: 0, count: BitslicedAES.planeCount)
    }

    /// Cipher of section 5.1: writes what `blocks`, one to four, are enciphered to over the octets of `output`
    /// that begin at `start`.
    func encrypt(
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
    func decrypt(
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

    /// Nr of the standard: 10, 12 or 14.
    private var roundCount: Int {
        roundKeys.count / BitslicedAES.planeCount - 1
    }

    // MARK: The key schedule

    /// KeyExpansion of section 5.2: the words of all round keys, the first octet of each lowest.
    private static func expand(_ key: Span<UInt8>) -> SecretBuffer<UInt32> {
        let keyWordCount = key.count / 4
        var words = SecretBuffer<UInt32>(repeating: 0, count: 4 * (keyWordCount + 7))
        var planes = makePlanes()
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
    private static func planes(of words: consuming SecretBuffer<UInt32>) -> SecretBuffer<UInt64> {
        let words = words.span
        var planes = makePlanes()
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
