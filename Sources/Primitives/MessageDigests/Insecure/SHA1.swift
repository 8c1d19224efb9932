extension Insecure {
    /// SHA-1 (FIPS 180-4, section 6.1). Collisions can be made; HMAC and PBKDF2 with it are not known broken.
    public struct SHA1: MessageDigest, ~Copyable {
        /// The octets of a digest: 20.
        public static var byteCount: Int { 20 }

        /// The octets of a block: 64.
        public static var blockByteCount: Int { SHA1Compression.blockByteCount }

        private var hasher: BlockHasher<SHA1Compression>

        /// Starts an empty message.
        public init() {
            hasher = BlockHasher(initialState: SHA1.initialState.span)
        }

        private init(hasher: consuming BlockHasher<SHA1Compression>) {
            self.hasher = hasher
        }

        /// A second value that has taken the same message so far.
        public borrowing func copy() -> SHA1 {
            SHA1(hasher: hasher.copy())
        }

        /// Goes to where `midstate` is, forgetting the message so far.
        public mutating func restore(_ midstate: borrowing SHA1) {
            hasher.restore(midstate.hasher)
        }

        /// Appends `data` to the message.
        public mutating func update(_ data: Span<UInt8>) {
            hasher.update(data)
        }

        /// Writes the digest over the first 20 octets of `output` and starts an empty message again.
        public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
            hasher.finalize(
                into: &output,
                digestByteCount: SHA1.byteCount,
                initialState: SHA1.initialState.span
            )
        }

        /// H(0) of the standard (section 5.3.1).
        package static let initialState: InlineArray<5, UInt32> = [
            0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0,
        ]
    }
}
