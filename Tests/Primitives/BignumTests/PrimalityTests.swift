import Bignum
import SecretMemory
import TestSupport
import Testing

@Suite("Primality")
struct PrimalityTests {
    /// Primes well known, or made with Python and 20 rounds of its own test.
    static let primes = [
        "2", "3", "5", "7f7", "800000000000001d", "7fffffffffffffffffffffffffffffff",
        // 2^255 − 19 and the order of P-256.
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        // One more than a multiple of 2^1, 2^2, 2^5, 2^31, 2^32, 2^33 and 2^100, and of no higher power of two.
        "1ea4ddaea7a1ca79b50eb297639db73", "2181ef0ba09fd0854fa93dc085574f5",
        "19c25b46eea9acb775a0fa2724ef0121",
        "3dca7e5842bcc0322872647a17d7a180000001", "b10f21509831273da78ed7d05b992700000001",
        "86d49883b6c27c89b2d42b1f437d9a00000001", "c3c31ae7e70ebed428945557bb6eb10000000000000000000000001",
    ]

    /// Composite numbers that weak tests let pass.
    static let composites = [
        "0", "1", "4", "9",
        // 561, 1105 and 1729 (Carmichael); 2047 and 3215031751 (strong pseudoprimes to base 2, and to 2, 3, 5, 7);
        // 3825123056546413051 (to the nine smallest bases).
        "231", "451", "6c1", "7ff", "bfa17dc7", "3515795cd4f1be3b",
        // The square of a prime above the sieve, and products of two primes of like size.
        "100000000000000000000007a000000000000000000000e89",
        "1a2ea169b5d06702a35690b07e66ea553", "5e6679c3829266cd75208721bbbfdc745",
        "16fea3ee5e457d8c36538ede8236fe2321b6972580000001",
        "61684d115c1ca3031a75e6832cff974ee31555cb530000000001",
    ]

    @Test("primes are told to be prime", arguments: primes)
    func prime(hex: String) {
        var random = SeededRandom(seed: 1)
        #expect(Natural(hex: hex).isProbablyPrimeVarTime(rounds: 20, using: &random))
    }

    @Test("composite numbers are found out", arguments: composites)
    func composite(hex: String) {
        var random = SeededRandom(seed: 2)
        #expect(!Natural(hex: hex).isProbablyPrimeVarTime(rounds: 20, using: &random))
    }

    @Test("numbers below 10,000 are told apart without an error, without any rounds")
    func small() {
        var random = SeededRandom(seed: 3)
        for number in 0..<10_000 as Range<UInt> {
            let isPrime = number > 1 && !(2..<100).contains { $0 < number && number % $0 == 0 }
            let told = Natural(number).isProbablyPrimeVarTime(rounds: 0, using: &random)
            #expect(told == isPrime, "\(number)")
        }
    }

    /// Composite numbers n, bases, and whether n is a strong probable prime to the base, by Python. n − 1 is
    /// divisible by 2^t and by no higher power; where the answer is no, n is a Fermat pseudoprime to the base all
    /// the same.
    static let bases: [(n: String, base: UInt, passes: Bool)] = [
        ("1a2ea169b5d06702a35690b07e66ea553", 3, false),  // t = 1
        ("1a2ea169b5d06702a35690b07e66ea553", 7, false),
        ("3759245b6758ffedbf7c73dde2dce8eb3", 3, true),
        ("3759245b6758ffedbf7c73dde2dce8eb3", 7, true),
        ("57fc0439da66387074e8f11db49d604ad", 2, false),  // t = 2
        ("57fc0439da66387074e8f11db49d604ad", 3, false),
        ("5e6679c3829266cd75208721bbbfdc745", 2, true),
        ("5e6679c3829266cd75208721bbbfdc745", 3, true),
        ("136bc6eb8d38f6b66f1d0c096f1164bbe9", 2, false),  // t = 3
        ("136bc6eb8d38f6b66f1d0c096f1164bbe9", 3, false),
        ("170d4628ce1afb70b805ecf22a3c453009", 5, true),
        ("62fc73f026dc790e1fe5d87f7388884c9", 2, true),
        ("15bd305f6773b41a7a22dae79561663ad681", 2, false),  // t = 7
        ("15bd305f6773b41a7a22dae79561663ad681", 3, false),
        ("744ecff3796a6c524d44ef3e1c61a3670e81", 5, true),
        ("2e23b8adcafb30d31adcfa5c724cf164081", 3, true),
        ("4b464fbf5953399ba562a6b118e3d4bc9241d00001", 2, false),  // t = 20
        ("4b464fbf5953399ba562a6b118e3d4bc9241d00001", 3, false),
        ("4b464fbf5953399ba562a6b118e3d4bc9241d00001", 7, true),
        ("7cb8d2ab5e23aabb69d83a9e1cf97774e844b00001", 2, true),
        ("16fea3ee5e457d8c36538ede8236fe2321b6972580000001", 2, true),  // t = 31
        ("16fea3ee5e457d8c36538ede8236fe2321b6972580000001", 3, false),
        ("264fb0dd44977b7b314d3150b5f9eed1a5b4da9980000001", 7, true),
        ("ae25be8729cb1c11c411bd866b8203a2a30cf52500000001", 2, true),  // t = 32
        ("ae25be8729cb1c11c411bd866b8203a2a30cf52500000001", 3, false),
        ("573e1e0518279cb5e47b5877b888f6dafda5343100000001", 7, true),
        ("17588e8659a30a3e0dde75f03b68f7e4767b1d634a10000000001", 2, false),  // t = 40
        ("17588e8659a30a3e0dde75f03b68f7e4767b1d634a10000000001", 3, false),
        ("61684d115c1ca3031a75e6832cff974ee31555cb530000000001", 2, true),
        ("61684d115c1ca3031a75e6832cff974ee31555cb530000000001", 7, true),
    ]

    @Test("one round tells what Python tells, for every power of two in n − 1", arguments: bases)
    func rounds(n: String, base: UInt, passes: Bool) {
        let number = SecretNatural(hex: n)
        guard let test = MillerRabin(number) else {
            Issue.record("an odd number above 5 was refused")
            return
        }
        let told = test.passes(base: SecretNatural(Natural(base), limbCount: number.limbCount))
        #expect(told == passes)
    }

    @Test("even numbers and those below 5 have no Miller–Rabin test")
    func refused() {
        for number in [0, 1, 2, 3, 4, 6] as [UInt] {
            let isRefused = MillerRabin(SecretNatural(Natural(number))) == nil
            #expect(isRefused)
        }
        let isTaken = MillerRabin(SecretNatural(Natural(5))) != nil
        #expect(isTaken)
    }

    @Test("the sieve refuses just the multiples of its primes")
    func sieve() {
        let sieve = TrialDivision(bound: 100)
        // A large prime times each number below 300: what is left of the bound is what the small factor has.
        let prime = Natural(hex: "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed")
        for factor in stride(from: 1, to: 300, by: 2) {
            let divides = sieve.dividesOne(of: SecretNatural(prime * Natural(UInt(factor))))
            let expected = stride(from: 3, to: 100, by: 2).contains { divisor in
                factor % divisor == 0
            }
            #expect(divides == expected, "\(factor)")
        }
        let alone = TrialDivision(bound: 2000).dividesOne(of: SecretNatural(Natural(1999)))
        #expect(alone)
    }

    @Test("a screen passes primes and refuses others")
    func screen() {
        let numbers = [
            "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
            "7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        ]
        var answers: [UInt64] = []
        for hex in numbers {
            let number = Natural(hex: hex)
            let octets = number.bigEndianBytes
            let limbs = stride(from: 24, through: 0, by: -8).map { start in
                octets[start..<start + 8].reduce(0) { $0 << 8 | UInt($1) }
            }
            answers.append(ScalarScreen(bitCount: number.bitCount).mayBePrime(limbs.span))
        }
        #expect(answers == [1, 0, 1])
    }
}
