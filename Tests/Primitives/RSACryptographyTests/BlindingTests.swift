import Bignum
import SecretMemory
import TestSupport
import Testing

@testable import RSACryptography

@Suite("What RSA signatures are blinded with")
struct BlindingTests {
    @Test("no two signatures have the same factor, each comes with its inverse, and the 33rd is drawn anew")
    func sequence() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        var random = CountingRandom()
        var blindings = Blindings()
        var masks: Set<Natural> = []
        var drawnAt: [Int] = []
        for place in 1...65 {
            let before = random.fillCount
            let blinding = blindings.next(
                modulus: key.modulus,
                publicExponent: key.publicKey.publicExponent,
                using: &random
            )
            if random.fillCount > before { drawnAt.append(place) }
            // mask = r^e, and the inverse is that of r.
            let inverse = key.modulus.power(
                of: blinding.inverse,
                publicExponent: key.publicKey.publicExponent
            )
            let isOne = key.modulus.product(blinding.mask, inverse).equals(1).revealed
            #expect(isOne)
            masks.insert(blinding.mask.revealed())
        }
        #expect(masks.count == 65)
        #expect(drawnAt == [1, 33, 65])
    }

    @Test("a process that was forked off draws its own factor")
    func forked() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        var random = CountingRandom()
        var blindings = Blindings()
        var drawn: [Bool] = []
        for process in [7, 7, 8, 8, 7] as [Int32] {
            let before = random.fillCount
            _ = blindings.next(
                modulus: key.modulus,
                publicExponent: key.publicKey.publicExponent,
                using: &random,
                process: process
            )
            drawn.append(random.fillCount > before)
        }
        #expect(drawn == [true, false, true, false, true])
    }

    @Test("what another source than the system's gives blinds its own signature alone")
    func otherSource() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        let scheme = RSA.SignatureScheme.pss(.sha256, saltByteCount: 20)
        var first = SeededRandom(seed: 5)
        let signatures = try [
            key.signFox(scheme: scheme, using: &first), key.signFox(scheme: scheme, using: &first),
        ]
        var counting = CountingRandom()
        for _ in 0..<3 {
            let before = counting.fillCount
            _ = try key.signFox(scheme: .pkcs1v15(.sha256), using: &counting)
            #expect(counting.fillCount > before)
        }
        var system = OperatingSystemRandom()
        _ = try key.signFox(scheme: scheme, using: &system)
        // Whatever the key signed before.
        var second = SeededRandom(seed: 5)
        #expect(try key.signFox(scheme: scheme, using: &second) == signatures[0])
        #expect(try key.signFox(scheme: scheme, using: &second) == signatures[1])
    }

    @Test("a fault in what a signature is blinded with spoils that one alone")
    func fault() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        var random = OperatingSystemRandom()
        let scheme = RSA.SignatureScheme.pkcs1v15(.sha256)
        let signature = try key.signFox(scheme: scheme, using: &random)
        // A blinding modulo another number.
        var sum = key.modulus.value.copy()
        sum.add(SecretNatural(Natural(128)))
        guard let other = OddModulus(secret: sum) else {
            Issue.record("an odd modulus is refused")
            return
        }
        key.blindings.withLock { blindings in
            blindings = Blindings()
            _ = blindings.next(
                modulus: other,
                publicExponent: key.publicKey.publicExponent,
                using: &random
            )
        }
        do throws(RSAError) {
            _ = try key.signFox(scheme: scheme, using: &random)
            Issue.record("a faulty signature came out")
        } catch {
            #expect(error == .signatureFault)
        }
        let next = try key.signFox(scheme: scheme, using: &random)
        #expect(next == signature)
    }

    @Test("signatures made at once by one key are right")
    func several() async throws {
        let holder = try KeyHolder(KeyFigure.rsa1024.privateKey())
        let signatures = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<4 {
                group.addTask { holder.sign(count: 40) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        // A signature by PKCS #1 v1.5 does not depend on what blinds it.
        #expect(signatures.count == 160 && Set(signatures).count == 1)
    }
}

/// A key for several tasks.
private final class KeyHolder: Sendable {
    private let key: RSA.PrivateKey

    init(_ key: consuming RSA.PrivateKey) {
        self.key = key
    }

    /// So many signatures of the same message, without those that failed.
    func sign(count: Int) -> [[UInt8]] {
        var random = OperatingSystemRandom()
        return (0..<count).compactMap { _ in try? key.signFox(scheme: .pkcs1v15(.sha256), using: &random) }
    }
}

/// A source that counts how often it is asked.
private struct CountingRandom: RandomSource {
    private var source = SeededRandom(seed: 8)
    private(set) var fillCount = 0

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        fillCount += 1
        source.fill(&destination)
    }

    mutating func split() -> CountingRandom { self }
}
