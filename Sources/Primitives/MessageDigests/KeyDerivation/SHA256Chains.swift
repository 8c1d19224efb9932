internal import ProcessorFeatures
internal import SecretMemory

#if VectorLanes && arch(x86_64)
    internal import DigestKernels
    internal import DigestLaneKernels
#endif

/// Chains of codes of HMAC-SHA-256, each code that of the one before it, and their sums bit by bit: what PBKDF2 spends
/// its time with.
///
/// A code costs two compressions of single blocks and no more. They are taken on the SHA instructions, portably, or for
/// many of ``laneCount`` chains at once on AVX-512. What is held lies on the heap and is wiped.
///
/// Leaks: the counts.
package struct SHA256Chains: ~Copyable, Sendable {
    /// The words of a state, a digest and a code.
    private static let wordCount = 8

    /// The parts of what a chain holds, in the order in which they lie.
    private enum Part: Int {
        /// The state after the key with ipad.
        case inner
        /// The state after the key with opad.
        case outer
        case code
        case sum
    }

    /// How many chains there are.
    package let count: Int

    /// The words of all parts, and for each word one of each chain.
    private var words: SecretBuffer<UInt32>

    /// Makes chains, to be started before they are extended.
    package init(count: Int) {
        self.count = count
        words = SecretBuffer(repeating: 0, count: 4 * SHA256Chains.wordCount * count)
    }

    /// How many chains vector lanes take at once.
    package static let laneCount = 16

    /// Whether this package was built for lanes, and the processor has them.
    package static var areLanesAvailable: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasWidestAddition
        #else
            return false
        #endif
    }

    /// From how many chains on, all lanes at once are quicker than one after the other.
    ///
    /// All lanes take as long as eight chains on the SHA instructions, or one without (measured on AMD's Zen 4).
    package static var leastCountForLanes: Int { SHA256Compression.usesInstructions ? 9 : 2 }

    /// Begins a chain: `inner` and `outer` have taken one block each, the key with ipad and with opad; `code` is the
    /// first one, of 32 octets.
    package mutating func start(
        _ lane: Int,
        inner: borrowing SHA256,
        outer: borrowing SHA256,
        code: Span<UInt8>
    ) {
        precondition(
            lane < count && code.count == SHA256.byteCount,
            "a chain must begin with a code, in a lane that exists"
        )
        inner.withMidstate { set(.inner, of: lane, to: $0) }
        outer.withMidstate { set(.outer, of: lane, to: $0) }
        let octets = unsafe code.bytes
        for place in 0..<SHA256Chains.wordCount {
            let word = UInt32(
                bigEndian: unsafe octets.unsafeLoadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
            )
            set(.code, place, of: lane, to: word)
            set(.sum, place, of: lane, to: word)
        }
    }

    /// Makes `codeCount` codes more in each of the first `chainCount` chains; the others then mean nothing.
    package mutating func extend(first chainCount: Int, by codeCount: Int) {
        precondition(chainCount <= count, "there must be that many chains")
        if count == 1 {
            if chainCount == 1 { extendOne(by: codeCount) }
        } else if SHA256Chains.areLanesAvailable, count == SHA256Chains.laneCount,
            chainCount >= SHA256Chains.leastCountForLanes
        {
            extendLanes(by: codeCount)
        } else {
            var one = SHA256Chains(count: 1)
            for lane in 0..<chainCount {
                for place in one.words.span.indices {
                    one.words.set(place, to: words.span[place * count + lane])
                }
                one.extendOne(by: codeCount)
                for place in one.words.span.indices {
                    words.set(place * count + lane, to: one.words.span[place])
                }
            }
        }
    }

    /// All chains at once.
    private mutating func extendLanes(by codeCount: Int) {
        #if VectorLanes && arch(x86_64)
            var span = words.mutableSpan
            unsafe span.withUnsafeMutableBufferPointer { words in
                // A buffer of the heap always has an address.
                unsafe SHA256LaneChains.chain(words.baseAddress.unsafelyUnwrapped, count: codeCount)
            }
        #endif
    }

    /// The only chain.
    private mutating func extendOne(by codeCount: Int) {
        #if VectorLanes && arch(x86_64)
            if SHA256Compression.usesInstructions {
                var span = words.mutableSpan
                unsafe span.withUnsafeMutableBufferPointer { words in
                    // A buffer of the heap always has an address.
                    unsafe SHA256Instructions.chain(words.baseAddress.unsafelyUnwrapped, count: codeCount)
                }
                return
            }
        #endif
        extendPortably(by: codeCount)
    }

    /// The only chain, in portable Swift.
    package mutating func extendPortably(by codeCount: Int) {
        precondition(count == 1, "a portable chain runs by itself")
        var chain = words.mutableSpan
        // A digest that is behind one block, and the padding of both.
        var block = SecretBytes(repeating: 0, count: SHA256.blockByteCount)
        var octets = block.mutableSpan
        octets[SHA256.byteCount] = 0x80
        // 768 bits.
        octets[SHA256.blockByteCount - 2] = 3
        var state = SecretBuffer<UInt32>(repeating: 0, count: SHA256Chains.wordCount)
        var digest = state.mutableSpan
        var schedule = SecretBuffer<UInt32>(repeating: 0, count: SHA256Compression.scheduleWordCount)
        var working = schedule.mutableSpan
        SHA256Chains.copy(chain.span, .code, to: &digest)
        for _ in 0..<codeCount {
            SHA256Chains.write(digest.span, to: &octets)
            SHA256Chains.copy(chain.span, .inner, to: &digest)
            SHA256Compression.compressPortably(octets.span, into: &digest, schedule: &working)
            SHA256Chains.write(digest.span, to: &octets)
            SHA256Chains.copy(chain.span, .outer, to: &digest)
            SHA256Compression.compressPortably(octets.span, into: &digest, schedule: &working)
            for place in digest.indices {
                chain[SHA256Chains.wordCount * Part.sum.rawValue + place] ^= digest[place]
            }
        }
        for place in digest.indices {
            chain[SHA256Chains.wordCount * Part.code.rawValue + place] = digest[place]
        }
    }

    /// Writes the sum of all codes of a chain over the 32 octets of `output` from `start` on.
    package func writeSum(of lane: Int, to output: inout MutableSpan<UInt8>, at start: Int) {
        precondition(start + SHA256.byteCount <= output.count, "the output must have room for the sum")
        let span = words.span
        var octets = unsafe output.mutableBytes
        for place in 0..<SHA256Chains.wordCount {
            let word = span[index(.sum, place, of: lane)]
            octets.storeBytes(of: word.bigEndian, toByteOffset: start + 4 * place, as: UInt32.self)
        }
    }

    private func index(_ part: Part, _ place: Int, of lane: Int) -> Int {
        (part.rawValue * SHA256Chains.wordCount + place) * count + lane
    }

    private mutating func set(_ part: Part, _ place: Int, of lane: Int, to word: UInt32) {
        let index = index(part, place, of: lane)
        words.set(index, to: word)
    }

    private mutating func set(_ part: Part, of lane: Int, to state: Span<UInt32>) {
        for place in state.indices {
            set(part, place, of: lane, to: state[place])
        }
    }

    /// Copies a part of a single chain.
    private static func copy(_ chain: Span<UInt32>, _ part: Part, to words: inout MutableSpan<UInt32>) {
        for place in words.indices {
            words[place] = chain[part.rawValue * wordCount + place]
        }
    }

    private static func write(_ words: Span<UInt32>, to output: inout MutableSpan<UInt8>) {
        var octets = unsafe output.mutableBytes
        for place in words.indices {
            octets.storeBytes(of: words[place].bigEndian, toByteOffset: 4 * place, as: UInt32.self)
        }
    }
}

extension SecretBuffer {
    fileprivate mutating func set(_ index: Int, to element: Element) {
        var span = mutableSpan
        span[index] = element
    }
}
