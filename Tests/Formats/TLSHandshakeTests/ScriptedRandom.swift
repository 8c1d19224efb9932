import SecretMemory

/// Gives octets that a test chose, and after them those of the system.
struct ScriptedRandom: RandomSource {
    private var octets: ArraySlice<UInt8>

    init(_ octets: [UInt8]) { self.octets = octets[...] }

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        var system = OperatingSystemRandom()
        system.fill(&destination)
        for index in destination.indices {
            guard let octet = octets.popFirst() else { return }
            destination[index] = octet
        }
    }

    mutating func split() -> ScriptedRandom { self }
}
