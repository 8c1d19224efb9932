internal import ProcessorFeatures
public import SecretMemory

/// AES with a key of 128, 192 or 256 bits (FIPS 197), as the expanded key.
///
/// It is computed on the AES instructions where the processor has them, and bit-sliced elsewhere, to the same octets.
/// The expanded key lies on the heap and is wiped with the value; nothing describes it.
///
/// Leaks: the counts of octets of the key and of what is enciphered or deciphered; nothing about what they are.
public struct AES: ~Copyable, Sendable {
    /// The octets of a block: 16.
    public static var blockByteCount: Int { 16 }

    /// Whether ``init(key:)`` takes the AES instructions.
    package static var hasInstructions: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasAES
        #else
            return false
        #endif
    }

    /// Whether chains are deciphered on AES instructions that take four blocks at once.
    package static var hasWideInstructions: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasWideAES
        #else
            return false
        #endif
    }

    /// The round keys: the planes of each for four blocks at once, or what the instructions take.
    let roundKeys: SecretBuffer<UInt64>

    /// Nr of the standard: 10, 12 or 14.
    let roundCount: Int

    /// Whether the round keys are for the AES instructions.
    let usesInstructions: Bool

    /// Expands `key`, which must have 16, 24 or 32 octets.
    public init(key: Span<UInt8>) throws(BlockCipherError) {
        try self.init(key: key, onInstructions: AES.hasInstructions)
    }

    /// The same in portable Swift, whatever the processor has.
    package init(portably key: Span<UInt8>) throws(BlockCipherError) {
        try self.init(key: key, onInstructions: false)
    }

    private init(key: Span<UInt8>, onInstructions usesInstructions: Bool) throws(BlockCipherError) {
        guard key.count == 16 || key.count == 24 || key.count == 32 else {
            throw .invalidKeyByteCount(key.count)
        }
        roundCount = key.count / 4 + 6
        self.usesInstructions = usesInstructions
        roundKeys =
            usesInstructions ? AES.keysForInstructions(key) : AES.planes(of: AES.expand(key))
    }

    /// The block that `block`, of 16 octets, is enciphered to.
    public func encrypt(block: Span<UInt8>) throws(BlockCipherError) -> [UInt8] {
        guard block.count == AES.blockByteCount else { throw .invalidBlockByteCount(block.count) }
        // A chain of one block after zeros.
        let zeros = [UInt8](repeating: 0, count: AES.blockByteCount)
        var output = zeros
        var span = output.mutableSpan
        encryptChain(block, after: zeros.span, into: &span)
        return output
    }

    /// The block that `block`, of 16 octets, is deciphered to.
    public func decrypt(block: Span<UInt8>) throws(BlockCipherError) -> SecretBytes {
        guard block.count == AES.blockByteCount else { throw .invalidBlockByteCount(block.count) }
        let zeros = [UInt8](repeating: 0, count: AES.blockByteCount)
        var output = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var span = output.mutableSpan
        decryptChain(block, after: zeros.span, into: &span)
        return output
    }

    // MARK: Blocks by themselves

    /// Enciphers whole blocks, each by itself, over as many octets of `output`, which must not be fewer.
    func encrypt(blocks: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        precondition(
            blocks.count.isMultiple(of: AES.blockByteCount) && blocks.count <= output.count,
            "the input must be whole blocks, and the output as long"
        )
        if usesInstructions {
            encryptBlocksOnInstructions(blocks, into: &output)
        } else {
            encryptBlocksPortably(blocks, into: &output)
        }
    }

    // MARK: Chains of blocks (NIST SP 800-38A, section 6.2)

    /// Enciphers whole blocks, each after the ciphertext before it has been added to it, the first after `vector`,
    /// over as many octets of `output`.
    func encryptChain(_ blocks: Span<UInt8>, after vector: Span<UInt8>, into output: inout MutableSpan<UInt8>)
    {
        checkCounts(blocks, vector, output)
        if usesInstructions {
            encryptChainOnInstructions(blocks, after: vector, into: &output)
        } else {
            encryptChainPortably(blocks, after: vector, into: &output)
        }
    }

    /// Deciphers whole blocks, and adds to each the ciphertext before it, to the first `vector`, over as many octets
    /// of `output`.
    func decryptChain(_ blocks: Span<UInt8>, after vector: Span<UInt8>, into output: inout MutableSpan<UInt8>)
    {
        checkCounts(blocks, vector, output)
        if usesInstructions {
            decryptChainOnInstructions(blocks, after: vector, into: &output)
        } else {
            decryptChainPortably(blocks, after: vector, into: &output)
        }
    }

    private func checkCounts(
        _ blocks: Span<UInt8>,
        _ vector: Span<UInt8>,
        _ output: borrowing MutableSpan<UInt8>
    ) {
        precondition(
            blocks.count.isMultiple(of: AES.blockByteCount) && blocks.count == output.count
                && vector.count == AES.blockByteCount,
            "the input must be whole blocks, the output as long, and the vector one block"
        )
    }
}
