internal import Bignum
internal import SecretMemory
internal import VectorFiles

/// Numbers in two's complement that are primes, or were made to be taken for some.
struct PrimeSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let value = try vector.octets("value")
        if let first = value.first, first >= 0x80 { return .refused("a negative number") }
        var random = OperatingSystemRandom()
        let isPrime = Natural(bigEndian: value.span).isProbablyPrimeVarTime(rounds: 64, using: &random)
        return isPrime ? .accepted : .refused("composite")
    }

    func isLong(_ vector: VectorCase) throws -> Bool { try vector.octets("value").count > 64 }
}
