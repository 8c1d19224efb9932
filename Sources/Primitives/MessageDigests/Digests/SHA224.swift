/// SHA-224 (FIPS 180-4, section 6.3): SHA-256 from a state of its own, cut short.
public struct SHA224: MessageDigest, ~Copyable {
    /// The octets of a digest: 28.
    public static var byteCount: Int { 28 }

    /// The octets of a block: 64.
    public static var blockByteCount: Int { SHA256Compression.blockByteCount }

    private var hasher: BlockHasher<SHA256Compression>

    /// Starts an empty message.
    public init() {
        hasher = BlockHasher(initialState: SHA224.initialState.span)
    }

    private init(hasher: consuming BlockHasher<SHA256Compression>) {
        self.hasher = hasher
    }

    /// A second value that has taken the same message so far.
    public borrowing func copy() -> SHA224 {
        SHA224(hasher: hasher.copy())
    }

    /// The digest of `data`, for what is not secret.
    public static func hash(_ data: Span<UInt8>) -> [UInt8] {
        WholeMessage<SHA256Compression, 56>.digest(of: data, from: initialState, byteCount: byteCount)
    }

    /// Goes to where `midstate` is, forgetting the message so far.
    public mutating func restore(_ midstate: borrowing SHA224) {
        hasher.restore(midstate.hasher)
    }

    /// Appends `data` to the message.
    public mutating func update(_ data: Span<UInt8>) {
        hasher.update(data)
    }

    /// Writes the digest over the first 28 octets of `output` and starts an empty message again.
    public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
        hasher.finalize(
            into: &output,
            digestByteCount: SHA224.byteCount,
            initialState: SHA224.initialState.span
        )
    }

    /// The second 32 bits of the fractional parts of the square roots of the ninth to sixteenth primes (section 5.3.2).
    package static let initialState: InlineArray<8, UInt32> = [
        0xC105_9ED8, 0x367C_D507, 0x3070_DD17, 0xF70E_5939,
        0xFFC0_0B31, 0x6858_1511, 0x64F9_8FA7, 0xBEFA_4FA4,
    ]
}
