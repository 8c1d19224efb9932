internal import ProcessorFeatures
internal import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import PolynomialKernels
#endif

/// GHASH (NIST SP 800-38D, section 6.4) under one hash key: a polynomial over GF(2^128) whose coefficients are blocks.
///
/// A block is read as one number of 128 bits, its first octet uppermost; two words hold it, the lower one first. The
/// standard calls its uppermost bit the coefficient of x^0.
///
/// It is computed on carry-less multiplication where the processor has it, and in Swift alone elsewhere. The key and
/// the states, which are the caller's, lie on the heap and are wiped.
///
/// Leaks: the counts of octets; nothing about key and blocks, where a processor multiplies words in a time that does
/// not depend on them.
struct GHASH: ~Copyable, Sendable {
    /// Whether the processor has carry-less multiplication, and the package makes use of it.
    static var hasInstructions: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasCarrylessMultiplication
        #else
            return false
        #endif
    }

    /// How many blocks are multiplied before their sum is reduced, on the instructions.
    private static let groupBlockCount = 8

    /// H, and on the instructions its powers up to that of a group.
    private let powers: SecretBuffer<UInt64>

    private let usesInstructions: Bool

    /// Takes the hash key, one block.
    init(key: Span<UInt8>, onInstructions usesInstructions: Bool) {
        self.usesInstructions = usesInstructions
        let count = usesInstructions ? GHASH.groupBlockCount : 1
        var powers = SecretBuffer<UInt64>(repeating: 0, count: 2 * count)
        var words = powers.mutableSpan
        words[0] = GHASH.word(of: key, at: 8)
        words[1] = GHASH.word(of: key, at: 0)
        for power in 1..<count {
            var product = GHASH.makeState()
            var state = product.mutableSpan
            state[0] = words[2 * power - 2]
            state[1] = words[2 * power - 1]
            CarrylessMultiplication.multiply(&state, by: (words[0], words[1]))
            words[2 * power] = state[0]
            words[2 * power + 1] = state[1]
        }
        self.powers = powers
    }

    /// The state before the first block: 0.
    static func makeState() -> SecretBuffer<UInt64> {
        SecretBuffer(repeating: 0, count: 2)
    }

    /// The block that a state is.
    static func octets(of state: borrowing SecretBuffer<UInt64>) -> SecretBytes {
        let words = state.span
        return SecretBytes(capacity: AES.blockByteCount) { output in
            for index in 0..<AES.blockByteCount {
                let word = words[1 - index / 8]
                output.append(UInt8(truncatingIfNeeded: word &>> UInt64(56 - index % 8 * 8)))
            }
        }
    }

    /// Absorbs octets, filled up with zeros to whole blocks.
    func absorb(_ octets: Span<UInt8>, into state: inout SecretBuffer<UInt64>) {
        let wholeCount = octets.count / AES.blockByteCount * AES.blockByteCount
        absorb(blocks: octets.extracting(first: wholeCount), into: &state)
        guard wholeCount < octets.count else { return }
        var block = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var rest = block.mutableSpan
        for index in wholeCount..<octets.count { rest[index - wholeCount] = octets[index] }
        absorb(blocks: rest.span, into: &state)
    }

    /// Absorbs the last block: two counts of octets as 64 bits each, which count bits.
    func absorbCounts(_ first: Int, _ second: Int, into state: inout SecretBuffer<UInt64>) {
        var block = InlineArray<16, UInt8>(repeating: 0)
        let (firstBits, secondBits) = (UInt64(first) &<< 3, UInt64(second) &<< 3)
        for index in 0..<8 {
            block[index] = UInt8(truncatingIfNeeded: firstBits &>> UInt64(56 - 8 * index))
            block[8 + index] = UInt8(truncatingIfNeeded: secondBits &>> UInt64(56 - 8 * index))
        }
        absorb(blocks: block.span, into: &state)
    }

    private func absorb(blocks: Span<UInt8>, into state: inout SecretBuffer<UInt64>) {
        var words = state.mutableSpan
        #if VectorLanes && arch(x86_64)
            if usesInstructions {
                absorbOnInstructions(blocks, into: &words)
                return
            }
        #endif
        let key = powers.span
        for start in stride(from: 0, to: blocks.count, by: AES.blockByteCount) {
            words[0] ^= GHASH.word(of: blocks, at: start + 8)
            words[1] ^= GHASH.word(of: blocks, at: start)
            CarrylessMultiplication.multiply(&words, by: (key[0], key[1]))
        }
    }

    #if VectorLanes && arch(x86_64)
        private func absorbOnInstructions(_ blocks: Span<UInt8>, into words: inout MutableSpan<UInt64>) {
            unsafe words.withUnsafeMutableBytes { state in
                unsafe powers.span.withUnsafeBytes { powers in
                    unsafe blocks.withUnsafeBufferPointer { blocks in
                        guard let state = state.baseAddress, let powers = powers.baseAddress,
                            let start = blocks.baseAddress
                        else { return }
                        unsafe CarrylessHash.absorb(
                            start,
                            blockCount: blocks.count / AES.blockByteCount,
                            powers: powers,
                            powerCount: GHASH.groupBlockCount,
                            into: state
                        )
                    }
                }
            }
        }
    #endif

    /// Eight octets as a word, the first one uppermost.
    private static func word(of octets: Span<UInt8>, at start: Int) -> UInt64 {
        UInt64(bigEndian: unsafe octets.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
}
