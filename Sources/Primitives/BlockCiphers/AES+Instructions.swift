internal import ProcessorFeatures
internal import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import CipherKernels
    internal import WideCipherKernels
#endif

/// AES on the instructions of the processor; where the package leaves them out, none of this is called.
extension AES {
    /// The round keys of the cipher and then those of its inverse, each of the ``roundCount`` and one more two words.
    static func keysForInstructions(_ key: Span<UInt8>) -> SecretBuffer<UInt64> {
        var roundKeys = SecretBuffer<UInt64>(repeating: 0, count: 4 * (key.count / 4 + 7))
        #if VectorLanes && arch(x86_64)
            var span = roundKeys.mutableSpan
            unsafe span.withUnsafeMutableBytes { words in
                unsafe key.withUnsafeBufferPointer { octets in
                    // Neither is empty, so that both have addresses.
                    unsafe AESInstructions.expand(
                        octets.baseAddress.unsafelyUnwrapped,
                        keyWordCount: octets.count / 4,
                        into: words.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt32.self)
                    )
                }
            }
        #endif
        return roundKeys
    }

    func encryptBlocksOnInstructions(_ blocks: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        #if VectorLanes && arch(x86_64)
            // No block has another added to it.
            unsafe withAddresses(blocks, blocks, &output) { blocks, blockCount, _, roundKeys, output in
                unsafe AESInstructions.encrypt(
                    blocks,
                    blockCount: blockCount,
                    roundKeys: roundKeys,
                    roundCount: roundCount,
                    into: output
                )
            }
        #endif
    }

    func encryptChainOnInstructions(
        _ blocks: Span<UInt8>,
        after vector: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        #if VectorLanes && arch(x86_64)
            unsafe withAddresses(blocks, vector, &output) { blocks, blockCount, vector, roundKeys, output in
                unsafe AESInstructions.encryptChain(
                    blocks,
                    blockCount: blockCount,
                    after: vector,
                    roundKeys: roundKeys,
                    roundCount: roundCount,
                    into: output
                )
            }
        #endif
    }

    /// Four blocks at once and more, where the processor does that and there are so many.
    func decryptChainOnInstructions(
        _ blocks: Span<UInt8>,
        after vector: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        decryptChainOnInstructions(blocks, after: vector, into: &output, widely: AES.hasWideInstructions)
    }

    /// The same, on the instructions for one block alone unless `widely`.
    func decryptChainOnInstructions(
        _ blocks: Span<UInt8>,
        after vector: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        widely: Bool
    ) {
        #if VectorLanes && arch(x86_64)
            unsafe withAddresses(blocks, vector, &output) { blocks, blockCount, vector, roundKeys, output in
                let inverseKeys = unsafe roundKeys + AES.blockByteCount * (roundCount + 1)
                guard blockCount > 0 else { return }
                // The first block has the vector before it, and the last ones may be too few.
                let wideCount = widely ? (blockCount - 1) & ~(WideAESInstructions.leastBlockCount - 1) : 0
                let narrowCount = blockCount - wideCount
                unsafe AESInstructions.decryptChain(
                    blocks,
                    blockCount: narrowCount,
                    after: vector,
                    roundKeys: inverseKeys,
                    roundCount: roundCount,
                    into: output
                )
                guard wideCount > 0 else { return }
                unsafe WideAESInstructions.decryptChain(
                    blocks + AES.blockByteCount * narrowCount,
                    blockCount: wideCount,
                    roundKeys: inverseKeys,
                    roundCount: roundCount,
                    into: output + AES.blockByteCount * narrowCount
                )
            }
        #endif
    }

    #if VectorLanes && arch(x86_64)
        /// Lends the addresses of what a chain is made of, where there is a block.
        private func withAddresses(
            _ blocks: Span<UInt8>,
            _ vector: Span<UInt8>,
            _ output: inout MutableSpan<UInt8>,
            _ body: (
                UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>, UnsafeRawPointer, UnsafeMutablePointer<UInt8>
            ) -> Void
        ) {
            let blockCount = blocks.count / AES.blockByteCount
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe blocks.withUnsafeBufferPointer { blocks in
                    unsafe vector.withUnsafeBufferPointer { vector in
                        unsafe roundKeys.span.withUnsafeBytes { keys in
                            guard let blocks = blocks.baseAddress, let vector = vector.baseAddress,
                                let keys = keys.baseAddress, let output = output.baseAddress
                            else { return }
                            unsafe body(blocks, blockCount, vector, keys, output)
                        }
                    }
                }
            }
        }
    #endif
}
