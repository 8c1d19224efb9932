extension Insecure {
    /// MD5 (RFC 1321). Collisions are made in seconds.
    public struct MD5: MessageDigest, ~Copyable {
        /// The octets of a digest: 16.
        public static var byteCount: Int { 16 }

        /// The octets of a block: 64.
        public static var blockByteCount: Int { MD5Compression.blockByteCount }

        private var hasher: BlockHasher<MD5Compression>

        /// Starts an empty message.
        public init() {
            hasher = BlockHasher(initialState: MD5.initialState.span)
        }

        private init(hasher: consuming BlockHasher<MD5Compression>) {
            self.hasher = hasher
        }

        /// A second value that has taken the same message so far.
        public borrowing func copy() -> MD5 {
            MD5(hasher: hasher.copy())
        }

        /// Goes to where `midstate` is, forgetting the message so far.
        public mutating func restore(_ midstate: borrowing MD5) {
            hasher.restore(midstate.hasher)
        }

        /// Appends `data` to the message.
        public mutating func update(_ data: Span<UInt8>) {
            hasher.update(data)
        }

        /// Writes the digest over the first 16 octets of `output` and starts an empty message again.
        public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
            hasher.finalize(
                into: &output,
                digestByteCount: MD5.byteCount,
                initialState: MD5.initialState.span
            )
        }

        /// A, B, C, D of the standard (section 3.3).
        package static let initialState: InlineArray<4, UInt32> = [
            0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476,
        ]
    }
}
