import SecretMemory

/// A source that gives what it was told to, and no more.
struct ScriptedRandom: RandomSource {
    private var octets: ArraySlice<UInt8>

    /// Whether all of it was drawn.
    var isUsedUp: Bool { octets.isEmpty }

    init(_ octets: [UInt8]) { self.octets = octets[...] }

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices {
            guard let octet = octets.popFirst() else { preconditionFailure("more was drawn than expected") }
            destination[index] = octet
        }
    }

    mutating func split() -> ScriptedRandom { self }
}
