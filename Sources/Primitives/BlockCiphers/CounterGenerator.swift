internal import SecretMemory

/// Random octets stretched from a seed: CTR_DRBG of NIST SP 800-90A, section 10.2.1, with AES-256 and without a
/// derivation function, so that the seed must be as random as the octets are to be.
///
/// Who wants many octets at once takes them here in a twentieth of the time of a system call. After each request the
/// key is replaced, so that what was given out cannot be computed any more. Nothing is shared with another generator; a
/// generator lives no longer than the one work that it is for, and a process that is forked off meanwhile has a copy.
/// All that it holds lies on the heap and is wiped.
///
/// Leaks: the counts of octets.
package struct CounterGenerator: ~Copyable {
    /// The octets of a seed: those of a key and of a block.
    package static var seedByteCount: Int { keyByteCount + AES.blockByteCount }

    private static var keyByteCount: Int { 32 }

    /// max_number_of_bits_per_request of the standard's table 3, in octets.
    private static var requestByteCount: Int { 1 << 16 }

    private var cipher: AES
    /// V, as two words, the higher one first.
    private var counter: SecretBuffer<UInt64>

    /// Makes a generator (section 10.2.1.3.1) of a seed of ``seedByteCount`` octets.
    package init(seed: Span<UInt8>) {
        precondition(seed.count == CounterGenerator.seedByteCount, "a seed must have 48 octets")
        let zeros = SecretBytes(repeating: 0, count: CounterGenerator.keyByteCount)
        cipher = CounterGenerator.cipher(zeros.span)
        counter = SecretBuffer(repeating: 0, count: 2)
        update(with: seed)
    }

    /// Overwrites all of `destination` with octets of the generator (section 10.2.1.5.1), in as many requests as that
    /// takes.
    package mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        var first = 0
        while first < destination.count {
            let count = min(CounterGenerator.requestByteCount, destination.count - first)
            let stream = nextBlocks((count + AES.blockByteCount - 1) / AES.blockByteCount)
            for index in 0..<count { destination[first + index] = stream.span[index] }
            let nothing = SecretBytes(repeating: 0, count: CounterGenerator.seedByteCount)
            update(with: nothing.span)
            first += count
        }
    }

    /// CTR_DRBG_Update (section 10.2.1.2).
    private mutating func update(with provided: Span<UInt8>) {
        var next = nextBlocks(CounterGenerator.seedByteCount / AES.blockByteCount)
        var octets = next.mutableSpan
        for index in octets.indices { octets[index] ^= provided[index] }
        cipher = CounterGenerator.cipher(next.span.extracting(first: CounterGenerator.keyByteCount))
        var words = counter.mutableSpan
        for index in words.indices { words[index] = 0 }
        for index in CounterGenerator.keyByteCount..<next.count {
            let word = (index - CounterGenerator.keyByteCount) / 8
            words[word] = words[word] << 8 | UInt64(next.span[index])
        }
    }

    /// The counters after V, enciphered.
    private mutating func nextBlocks(_ count: Int) -> SecretBytes {
        var counters = SecretBuffer<UInt64>(repeating: 0, count: 2 * count)
        var blocks = SecretBytes(repeating: 0, count: AES.blockByteCount * count)
        var words = counters.mutableSpan
        var (high, low) = (counter.span[0], counter.span[1])
        for block in 0..<count {
            low &+= 1
            // One more where all lower bits are zero now, without a branch.
            high &+= ~(low | (0 &- low)) &>> 63
            words[2 * block] = high.bigEndian
            words[2 * block + 1] = low.bigEndian
        }
        var last = counter.mutableSpan
        (last[0], last[1]) = (high, low)
        var output = blocks.mutableSpan
        unsafe counters.span.withUnsafeBytes { octets in
            let input = unsafe Span<UInt8>(_unsafeBytes: octets)
            cipher.encrypt(blocks: input, into: &output)
        }
        return blocks
    }

    private static func cipher(_ key: Span<UInt8>) -> AES {
        do {
            return try AES(key: key)
        } catch {
            preconditionFailure("a key of 32 octets is refused")
        }
    }
}
