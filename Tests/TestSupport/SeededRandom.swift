public import SecretMemory

/// A source that gives the same octets for the same seed: SplitMix64. For tests only.
public struct SeededRandom: RandomSource {
    private var state: UInt64

    /// Makes a source from its seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Overwrites all of `destination`.
    public mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        var index = 0
        while index < destination.count {
            var word = next()
            for _ in 0..<min(8, destination.count - index) {
                destination[index] = UInt8(truncatingIfNeeded: word)
                word >>= 8
                index += 1
            }
        }
    }

    /// A source that goes on from a seed of its own.
    public mutating func split() -> SeededRandom {
        SeededRandom(seed: next())
    }
}
