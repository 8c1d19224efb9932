public import SecretMemory

extension PBKDF2 where Digest == SHA256 {
    /// Many keys of PBKDF2-HMAC-SHA-256, each of a password and a salt of its own, derived sixteen at a time where the
    /// processor has AVX-512: there each takes half the time of one that is derived alone on the SHA instructions.
    ///
    /// What is kept of a password, on the heap and wiped, are the digest's states after it, until its key is derived.
    ///
    /// Leaks: all counts; nothing about what the passwords and the salts are.
    public struct Batch: ~Copyable, Sendable {
        /// The octets of each key: 32.
        public static var keyByteCount: Int { SHA256.byteCount }

        /// The iterations that go into each key.
        public let iterationCount: Int

        /// How many keys there is room for.
        public let capacity: Int

        /// How many passwords there are so far.
        public private(set) var count = 0

        /// What becomes the keys of the last passwords.
        private var chains = SHA256Chains(count: SHA256Chains.laneCount)

        /// How many of the chains are begun.
        private var chainCount = 0

        private var keys: SecretBytes

        /// Makes room for `capacity` keys, each to cost `iterationCount` iterations.
        ///
        /// Sixteen keys are derived at once, so a capacity is best a multiple of 16. Throws
        /// ``KeyDerivationError/invalidIterationCount(_:)`` where there is not even one iteration.
        public init(capacity: Int, iterationCount: Int) throws(KeyDerivationError) {
            guard iterationCount > 0 else { throw .invalidIterationCount(iterationCount) }
            self.capacity = capacity
            self.iterationCount = iterationCount
            keys = SecretBytes(repeating: 0, count: capacity * SHA256.byteCount)
        }

        /// Adds a password and its salt. More of them than ``capacity`` stop the process.
        ///
        /// Every sixteenth call derives the keys of the last sixteen.
        public mutating func append(password: Span<UInt8>, salt: Span<UInt8>) {
            precondition(count < capacity, "the batch must have room for another key")
            // Steps 2 and 3 of RFC 8018, section 5.2, for the only digest that a key has.
            var hmac = HMAC<SHA256>(key: password)
            hmac.update(salt)
            hmac.update(([0, 0, 0, 1] as InlineArray<4, UInt8>).span)
            hmac.start(chainCount, of: &chains)
            count += 1
            chainCount += 1
            if chainCount == chains.count { derivePending() }
        }

        /// The keys, one behind the other in the order of their passwords.
        public consuming func deriveKeys() -> SecretBytes {
            derivePending()
            return SecretBytes(copying: keys.span.extracting(first: count * SHA256.byteCount))
        }

        private mutating func derivePending() {
            chains.extend(first: chainCount, by: iterationCount - 1)
            Batch.write(chains, first: chainCount, to: &keys, at: count - chainCount)
            chainCount = 0
        }

        private static func write(
            _ chains: borrowing SHA256Chains,
            first chainCount: Int,
            to keys: inout SecretBytes,
            at place: Int
        ) {
            var octets = keys.mutableSpan
            for lane in 0..<chainCount {
                chains.writeSum(of: lane, to: &octets, at: (place + lane) * SHA256.byteCount)
            }
        }
    }
}
