/// SHA-256 (FIPS 180-4, section 6.2).
public struct SHA256: MessageDigest, ~Copyable {
    /// The octets of a digest: 32.
    public static var byteCount: Int { 32 }

    /// The octets of a block: 64.
    public static var blockByteCount: Int { SHA256Compression.blockByteCount }

    private var hasher: BlockHasher<SHA256Compression>

    /// Starts an empty message.
    public init() {
        hasher = BlockHasher(initialState: SHA256.initialState.span)
    }

    private init(hasher: consuming BlockHasher<SHA256Compression>) {
        self.hasher = hasher
    }

    /// A second value that has taken the same message so far.
    public borrowing func copy() -> SHA256 {
        SHA256(hasher: hasher.copy())
    }

    /// The digest of `data`, for what is not secret.
    public static func hash(_ data: Span<UInt8>) -> [UInt8] {
        WholeMessage<SHA256Compression, 56>.digest(of: data, from: initialState, byteCount: byteCount)
    }

    /// Goes to where `midstate` is, forgetting the message so far.
    public mutating func restore(_ midstate: borrowing SHA256) {
        hasher.restore(midstate.hasher)
    }

    /// Appends `data` to the message.
    public mutating func update(_ data: Span<UInt8>) {
        hasher.update(data)
    }

    /// Writes the digest over the first 32 octets of `output` and starts an empty message again.
    public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
        hasher.finalize(
            into: &output,
            digestByteCount: SHA256.byteCount,
            initialState: SHA256.initialState.span
        )
    }

    /// Lends the state of a message of exactly one block so far.
    borrowing func withMidstate(_ body: (Span<UInt32>) -> Void) {
        hasher.withMidstate(body)
    }

    /// The fractional parts of the square roots of the first eight primes (section 5.3.3).
    package static let initialState: InlineArray<8, UInt32> = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
        0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
}
