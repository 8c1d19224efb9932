/// SHA-512 (FIPS 180-4, section 6.4).
public struct SHA512: MessageDigest, ~Copyable {
    /// The octets of a digest: 64.
    public static var byteCount: Int { 64 }

    /// The octets of a block: 128.
    public static var blockByteCount: Int { SHA512Compression.blockByteCount }

    private var hasher: BlockHasher<SHA512Compression>

    /// Starts an empty message.
    public init() {
        hasher = BlockHasher(initialState: SHA512.initialState.span)
    }

    private init(hasher: consuming BlockHasher<SHA512Compression>) {
        self.hasher = hasher
    }

    /// A second value that has taken the same message so far.
    public borrowing func copy() -> SHA512 {
        SHA512(hasher: hasher.copy())
    }

    /// The digest of `data`, for what is not secret.
    public static func hash(_ data: Span<UInt8>) -> [UInt8] {
        WholeMessage<SHA512Compression, 136>.digest(of: data, from: initialState, byteCount: byteCount)
    }

    /// Goes to where `midstate` is, forgetting the message so far.
    public mutating func restore(_ midstate: borrowing SHA512) {
        hasher.restore(midstate.hasher)
    }

    /// Appends `data` to the message.
    public mutating func update(_ data: Span<UInt8>) {
        hasher.update(data)
    }

    /// Writes the digest over the first 64 octets of `output` and starts an empty message again.
    public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
        hasher.finalize(
            into: &output,
            digestByteCount: SHA512.byteCount,
            initialState: SHA512.initialState.span
        )
    }

    /// The fractional parts of the square roots of the first eight primes (section 5.3.5).
    package static let initialState: InlineArray<8, UInt64> = [
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
    ]
}
