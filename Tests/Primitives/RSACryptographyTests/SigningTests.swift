import Bignum
import MessageDigests
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import RSACryptography

@Suite("RSA signatures")
struct SigningTests {
    @Test(
        "a signature by PKCS #1 v1.5 is the one that OpenSSL makes, whatever blinds it",
        arguments: KeyFigure.all
    )
    func pkcs1(figure: KeyFigure) throws {
        let key = try figure.privateKey()
        for seed in 1...3 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let signature = try key.signFox(scheme: .pkcs1v15(.sha256), using: &random)
            #expect(signature == octets(figure.signature))
        }
        #expect(try figure.publicKey().accepts(octets(figure.signature), by: .pkcs1v15(.sha256)))
    }

    @Test(
        "a hand of messages has the signatures that OpenSSL makes, one by one",
        arguments: KeyFigure.all,
        [0, 1, 2, 3, 4, 5, 9]
    )
    func hand(figure: KeyFigure, count: Int) throws {
        let key = try figure.privateKey()
        var random = SeededRandom(seed: 4)
        // The message of the figure among others: its signature is known, and theirs are verified.
        let messages = (0..<count).map { $0.isMultiple(of: 2) ? fox : [UInt8($0)] }
        let scheme = RSA.SignatureScheme.pkcs1v15(.sha256)
        let signatures = try key.sign(messages, scheme: scheme, using: &random)
        #expect(signatures.count == count)
        for (index, signature) in signatures.enumerated() {
            #expect((signature == octets(figure.signature)) == index.isMultiple(of: 2))
            #expect(key.publicKey.accepts(signature, for: messages[index], by: scheme))
        }
    }

    @Test("a hand of messages by PSS has a salt for each")
    func handOfPSS() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        var random = SeededRandom(seed: 4)
        let scheme = RSA.SignatureScheme.pss(.sha256, saltByteCount: 32)
        let signatures = try key.sign([[1], [1], [1], [1], [1]], scheme: scheme, using: &random)
        #expect(Set(signatures).count == 5)
        for signature in signatures {
            #expect(key.publicKey.accepts(signature, for: [1], by: scheme))
        }
    }

    @Test("signatures by PSS that OpenSSL made are valid", arguments: PSSFigure.all)
    func pss(figure: PSSFigure) throws {
        let key = try figure.key.publicKey()
        let signature = octets(figure.signature)
        let scheme = RSA.SignatureScheme.pss(figure.digest, saltByteCount: figure.saltByteCount)
        let others: [RSA.SignatureScheme] = [
            .pss(figure.digest, saltByteCount: figure.saltByteCount + 1),
            .pss(figure.digest, saltByteCount: figure.saltByteCount - 1),
            .pss(figure.digest == .sha256 ? .sha224 : .sha256, saltByteCount: figure.saltByteCount),
            .pss(figure.digest, saltByteCount: .max),
            .pss(figure.digest, saltByteCount: .min),
            .pkcs1v15(figure.digest),
        ]
        #expect(key.accepts(signature, by: scheme))
        for other in others {
            #expect(!key.accepts(signature, by: other), "\(other)")
        }
        #expect(!key.accepts(signature, for: [1], by: scheme))
    }

    @Test("our signatures by PSS are valid, and each is another one", arguments: PSSFigure.all)
    func pssRoundTrip(figure: PSSFigure) throws {
        let key = try figure.key.privateKey()
        let scheme = RSA.SignatureScheme.pss(figure.digest, saltByteCount: figure.saltByteCount)
        var random = SeededRandom(seed: 9)
        let signature = try key.signFox(scheme: scheme, using: &random)
        let second = try key.signFox(scheme: scheme, using: &random)
        let publicKey = key.publicKey
        #expect(publicKey.accepts(signature, by: scheme))
        #expect((signature == second) == (figure.saltByteCount == 0))
    }

    @Test("every digest signs and verifies, and no other one verifies", arguments: DigestAlgorithm.allCases)
    func digests(digest: DigestAlgorithm) throws {
        let key = try KeyFigure.rsa2047.privateKey()
        var random = SeededRandom(seed: 10)
        let signature = try key.signFox(scheme: .pkcs1v15(digest), using: &random)
        for other in DigestAlgorithm.allCases {
            let isValid = key.publicKey.accepts(signature, by: .pkcs1v15(other))
            #expect(isValid == (other == digest))
        }
    }

    @Test("no signature with a changed bit, of another length, or of a number that is not below n is valid")
    func refusals() throws {
        let figure = KeyFigure.rsa512
        let key = try figure.publicKey()
        let signature = octets(figure.signature)
        func isValid(_ signature: [UInt8]) -> Bool {
            key.accepts(signature, by: .pkcs1v15(.sha256))
        }
        #expect(isValid(signature))
        for bit in 0..<signature.count * 8 {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!isValid(changed))
        }
        #expect(!isValid([0] + signature))
        #expect(!isValid(Array(signature.dropLast())))
        #expect(!isValid([]))
        // The same number modulo n, where it still fits the octets.
        let larger = number(figure.signature) + key.modulus
        if let octets = larger.bigEndianBytes(count: signature.count) {
            #expect(!isValid(octets))
        }
        let zero = [UInt8](repeating: 0, count: signature.count)
        #expect(!isValid(zero))
        let n = key.modulus.bigEndianBytes
        #expect(!isValid(n))
    }

    @Test("a signature plus n is refused although its octets fit")
    func unreduced() throws {
        // With a modulus of 1025 bits in 129 octets there is room above n.
        let figure = KeyFigure.rsa1025SmallerPrime1
        let key = try figure.publicKey()
        let sum = number(figure.signature) + key.modulus
        let larger = try #require(sum.bigEndianBytes(count: key.byteCount))
        #expect(!key.accepts(larger, by: .pkcs1v15(.sha256)))
    }

    @Test("a digest or a salt that does not fit the modulus is refused by name")
    func tooShort() throws {
        let key = try KeyFigure.rsa512.privateKey()
        var random = SeededRandom(seed: 11)
        let schemes: [RSA.SignatureScheme] = [
            .pkcs1v15(.sha384), .pkcs1v15(.sha512), .pss(.sha512, saltByteCount: 0),
            .pss(.sha256, saltByteCount: 31),
            .pss(.sha256, saltByteCount: -1), .pss(.sha256, saltByteCount: .max),
        ]
        for scheme in schemes {
            do throws(RSAError) {
                _ = try key.signFox(scheme: scheme, using: &random)
                Issue.record("signed by \(scheme)")
            } catch {
                #expect(error == .modulusTooShortForScheme(bitCount: 512))
            }
        }
        let longest = try key.signFox(scheme: .pss(.sha256, saltByteCount: 30), using: &random)
        #expect(longest.count == 64)
    }

    @Test("a fault in any value of the key lets no signature out", arguments: 0..<5)
    func faults(place: Int) throws {
        let key = try KeyFigure.rsa1024.privateKey()
        let faulty = faulty(key, place)
        var random = SeededRandom(seed: 12)
        for scheme in [.pkcs1v15(.sha256), .pss(.sha256, saltByteCount: 32)] as [RSA.SignatureScheme] {
            do throws(RSAError) {
                _ = try faulty.signFox(scheme: scheme, using: &random)
                Issue.record("a faulty signature came out")
            } catch {
                #expect(error == .signatureFault)
            }
            do throws(RSAError) {
                _ = try faulty.sign([[1], [2], [3]], scheme: scheme, using: &random)
                Issue.record("a hand with a faulty signature came out")
            } catch {
                #expect(error == .signatureFault)
            }
        }
    }

    /// A key like another in which one of the values that signing uses is a little larger: q, p, dP, dQ or qInv for a
    /// `place` of 0 to 4.
    private func faulty(_ key: borrowing RSA.PrivateKey, _ place: Int) -> RSA.PrivateKey {
        func spoilt(_ number: borrowing SecretNatural, _ isSpoilt: Bool) -> SecretNatural {
            var spoilt = number.copy()
            // An even number: a modulus stays odd.
            if isSpoilt { spoilt.add(SecretNatural(Natural(128))) }
            return spoilt
        }
        func prime(_ prime: borrowing OddModulus, _ isSpoilt: Bool) -> OddModulus {
            OddModulus(secret: spoilt(prime.value, isSpoilt)) ?? prime.copy()
        }
        return RSA.PrivateKey(
            publicKey: key.publicKey,
            modulus: key.modulus.copy(),
            primes: PrimePair(p: prime(key.primes.p, place == 1), q: prime(key.primes.q, place == 0)),
            exponent: key.exponent.copy(),
            exponent1: spoilt(key.exponent1, place == 2),
            exponent2: spoilt(key.exponent2, place == 3),
            coefficient: spoilt(key.coefficient, place == 4),
            blindings: Mutex(Blindings())
        )
    }
}
