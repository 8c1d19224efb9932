/// SHA-384 (FIPS 180-4, section 6.5): SHA-512 from a state of its own, cut short.
public struct SHA384: MessageDigest, ~Copyable {
    /// The octets of a digest: 48.
    public static var byteCount: Int { 48 }

    /// The octets of a block: 128.
    public static var blockByteCount: Int { SHA512Compression.blockByteCount }

    private var hasher: BlockHasher<SHA512Compression>

    /// Starts an empty message.
    public init() {
        hasher = BlockHasher(initialState: SHA384.initialState.span)
    }

    private init(hasher: consuming BlockHasher<SHA512Compression>) {
        self.hasher = hasher
    }

    /// A second value that has taken the same message so far.
    public borrowing func copy() -> SHA384 {
        SHA384(hasher: hasher.copy())
    }

    /// The digest of `data`, for what is not secret.
    public static func hash(_ data: Span<UInt8>) -> [UInt8] {
        WholeMessage<SHA512Compression, 136>.digest(of: data, from: initialState, byteCount: byteCount)
    }

    /// Goes to where `midstate` is, forgetting the message so far.
    public mutating func restore(_ midstate: borrowing SHA384) {
        hasher.restore(midstate.hasher)
    }

    /// Appends `data` to the message.
    public mutating func update(_ data: Span<UInt8>) {
        hasher.update(data)
    }

    /// Writes the digest over the first 48 octets of `output` and starts an empty message again.
    public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
        hasher.finalize(
            into: &output,
            digestByteCount: SHA384.byteCount,
            initialState: SHA384.initialState.span
        )
    }

    /// The fractional parts of the square roots of the ninth to sixteenth primes (section 5.3.4).
    package static let initialState: InlineArray<8, UInt64> = [
        0xCBBB_9D5D_C105_9ED8, 0x629A_292A_367C_D507, 0x9159_015A_3070_DD17, 0x152F_ECD8_F70E_5939,
        0x6733_2667_FFC0_0B31, 0x8EB4_4A87_6858_1511, 0xDB0C_2E0D_64F9_8FA7, 0x47B5_481D_BEFA_4FA4,
    ]
}
