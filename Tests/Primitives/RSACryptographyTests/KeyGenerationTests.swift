import Bignum
@_spi(ProcessorTiers) import RSACryptography
import SecretMemory
import TestSupport
import Testing

@Suite("Making an RSA key")
struct KeyGenerationTests {
    @Test("a key keeps the bounds of FIPS 186-5", arguments: [2048, 2050, 2176, 3072])
    func bounds(bitCount: Int) throws {
        var random = SeededRandom(seed: UInt64(bitCount))
        let key = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
        let publicKey = key.publicKey
        #expect(publicKey.bitCount == bitCount)
        #expect(publicKey.publicExponent == Natural(65537))
        let p = number(key.prime1Bytes)
        let q = number(key.prime2Bytes)
        let d = number(key.privateExponentBytes)
        #expect(p * q == publicKey.modulus)
        // p and q are √2 · 2^(nlen/2 − 1) at least: their squares have nlen bits.
        #expect((p * p).bitCount == bitCount && p.bitCount == bitCount / 2)
        #expect((q * q).bitCount == bitCount && q.bitCount == bitCount / 2)
        let difference = p - q
        #expect(try #require(difference).bitCount > bitCount / 2 - 100)
        #expect(p.isProbablyPrimeVarTime(rounds: 64, using: &random))
        #expect(q.isProbablyPrimeVarTime(rounds: 64, using: &random))
        #expect(d.bitCount > bitCount / 2)
        // d is the inverse of e modulo the least common multiple, by Euclid's algorithm on public numbers.
        guard let pLessOne = p - Natural(1), let qLessOne = q - Natural(1),
            let multiple = (pLessOne * qLessOne)
                .quotientAndRemainderVarTime(dividingBy: gcd(pLessOne, qLessOne))?.quotient
        else {
            Issue.record("a prime is 0")
            return
        }
        #expect(d == Natural(65537).inverseVarTime(modulo: multiple))
    }

    @Test("a key that was made is read back whole, and signs")
    func roundTrip() throws {
        var random = OperatingSystemRandom()
        let made = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        let read = try KeyFigure(made).privateKey()
        let scheme = RSA.SignatureScheme.pkcs1v15(.sha256)
        let signature = try made.signFox(scheme: scheme, using: &random)
        let second = try read.signFox(scheme: scheme, using: &random)
        #expect(signature == second)
        let publicKey = made.publicKey
        #expect(publicKey.accepts(signature, by: scheme))
    }

    @Test(
        "the same randomness gives the same key, however many candidates a screen takes"
    )
    func determinism() throws {
        var keys: Set<RSA.PublicKey> = []
        for _ in 0..<2 {
            var random = SeededRandom(seed: 77)
            let key = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
            keys.insert(key.publicKey)
        }
        for (count, bound) in [(1, 1 << 15), (8, 300), (3, 40_000)] {
            var random = SeededRandom(seed: 77)
            let screen = GroupScreen(
                candidateCount: count,
                inner: ScalarScreen(bitCount: 1024, bound: bound)
            )
            let key = try RSA.PrivateKey.generate(bitCount: 2048, screen: screen, using: &random)
            keys.insert(key.publicKey)
        }
        #expect(keys.count == 1)
        var random = SeededRandom(seed: 78)
        let other = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        keys.insert(other.publicKey)
        #expect(keys.count == 2)
    }

    @Test(
        "a prime q that is too close to p is dropped, and the search for q goes on, the same for every screen"
    )
    func twins() throws {
        // Of the first hand, which is drawn twice, one alone is a prime, so that q is p at first.
        var keys: Set<RSA.PublicKey> = []
        for (count, bound) in [(1, 20_000), (5, 1000)] {
            var random = TwinRandom(seed: 36, fillCount: 2)
            let screen = GroupScreen(
                candidateCount: count,
                inner: ScalarScreen(bitCount: 1024, bound: bound)
            )
            let key = try RSA.PrivateKey.generate(bitCount: 2048, screen: screen, using: &random)
            keys.insert(key.publicKey)
            let (p, q) = (number(key.prime1Bytes), number(key.prime2Bytes))
            #expect(p > q)
            // Nothing was begun again.
            #expect(random.searchCount == 1)
        }
        #expect(keys.count == 1)
    }

    @Test("primes are apart by more than 2^(nlen/2 − 100), whichever is larger")
    func distance() {
        let p = number("c0" + String(repeating: "00", count: 126) + "01")
        // 2^924 for a modulus of 2048 bits.
        let least = number("10" + String(repeating: "00", count: 115))
        for (difference, expected) in [
            (Natural(0), false), (Natural(2), false), (least, false), (least + Natural(2), true),
            (least + least, true),
        ] {
            let q = p + difference
            let up = RSA.primesAreApart(SecretNatural(p), SecretNatural(q), modulusBitCount: 2048)
            let down = RSA.primesAreApart(SecretNatural(q), SecretNatural(p), modulusBitCount: 2048)
            #expect(up == expected && down == expected)
        }
    }

    @Test(
        "the lanes of every processor, and GMP, give the same key from the same randomness",
        arguments: [(2048, 1), (2048, 2), (2050, 1), (3072, 1), (4096, 1)] as [(Int, UInt64)]
    )
    func tiers(bitCount: Int, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let quickest = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random).publicKey
        for tier in RSA.ProcessorTier.allCases where tier.isAvailable(bitCount: bitCount) {
            random = SeededRandom(seed: seed)
            let key = try RSA.PrivateKey.generate(bitCount: bitCount, on: tier, using: &random)
            let publicKey = key.publicKey
            #expect(publicKey == quickest, "\(tier)")
        }
    }

    @Test("a size that is too short, too long or odd is refused by name")
    func sizes() {
        #expect(refusal(bitCount: 2047) == .generatedModulusTooShort(bitCount: 2047))
        #expect(refusal(bitCount: 1024) == .generatedModulusTooShort(bitCount: 1024))
        #expect(refusal(bitCount: 0) == .generatedModulusTooShort(bitCount: 0))
        #expect(refusal(bitCount: -2) == .generatedModulusTooShort(bitCount: -2))
        #expect(refusal(bitCount: 2049) == .generatedModulusOfOddLength(bitCount: 2049))
        #expect(refusal(bitCount: 16386) == .generatedModulusTooLong(bitCount: 16386))
    }

    @Test(
        "a broken source of randomness gives an error and no key",
        arguments: [0x00, 0x55, 0xFF] as [UInt8]
    )
    func brokenSource(octet: UInt8) {
        do {
            var random = StuckRandom(octet: octet)
            _ = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
            Issue.record("a key came out")
        } catch {
            #expect(error == .noPrimeFound)
        }
    }

    private func refusal(bitCount: Int) -> RSAError? {
        do {
            var random = SeededRandom(seed: 1)
            _ = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
            return nil
        } catch {
            return error
        }
    }

    private func gcd(_ a: Natural, _ b: Natural) -> Natural {
        var (a, b) = (a, b)
        while let rest = a.quotientAndRemainderVarTime(dividingBy: b)?.remainder {
            (a, b) = (b, rest)
        }
        return a
    }
}

/// A screen that takes several candidates at once, one by one inside, and has its sieve in two stages.
private struct GroupScreen: CompositenessScreen {
    let candidateCount: Int
    let inner: ScalarScreen

    var bitCount: Int { inner.bitCount }
    var stageCount: Int { 2 }

    func dividesOne(of limbs: Span<UInt>, stage: Int) -> UInt64 {
        stage == 0 ? inner.dividesOne(of: limbs, stage: 0) : 0
    }

    func mayBePrime(_ limbs: Span<UInt>) -> UInt64 {
        inner.mayBePrime(limbs)
    }

    func isProbablyPrime(
        _ candidate: borrowing SecretNatural,
        rounds: Int,
        using random: inout some RandomSource
    ) -> Bool {
        inner.isProbablyPrime(candidate, rounds: rounds, using: &random)
    }
}

/// A source whose first search for primes is given its first fills twice.
private struct TwinRandom: RandomSource {
    private var source: SeededRandom
    private let start: SeededRandom
    private var remaining: Int
    private var isOfSearch = false
    /// How many searches there were.
    private(set) var searchCount = 0

    init(seed: UInt64, fillCount: Int) {
        source = SeededRandom(seed: seed)
        start = source
        remaining = fillCount
    }

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        if remaining == 0 { source = start }
        remaining -= 1
        source.fill(&destination)
    }

    mutating func split() -> TwinRandom {
        // The bases of a candidate's rounds are any.
        guard !isOfSearch else { return self }
        var part = self
        part.isOfSearch = true
        if searchCount > 0 { part.remaining = -1 }
        searchCount += 1
        return part
    }
}
