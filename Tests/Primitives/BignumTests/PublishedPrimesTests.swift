import Bignum
import TestSupport
import Testing
import VectorFiles

@Suite("Published primes")
struct PublishedPrimesTests {
    @Test("Wycheproof's primes are told to be prime, and its composites to be none")
    func wycheproof() throws {
        var random = SeededRandom(seed: 6)
        var tested = 0
        for vector in try VectorFolder(near: #filePath).file("wycheproof/primality").cases {
            let octets = try vector.octets("value")
            // The values are signed; a negative one is no natural number.
            guard octets.first.map({ $0 < 0x80 }) ?? true else { continue }
            let isPrime = Natural(bigEndian: octets.span).isProbablyPrimeVarTime(rounds: 32, using: &random)
            #expect(isPrime == (vector.result == .valid), "\(vector)")
            tested += 1
        }
        #expect(tested > 0)
    }
}
