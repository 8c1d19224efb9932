import MessageDigests
import SecretMemory
import TestSupport
import Testing

@Suite("What key derivation leaves in memory")
struct WipingTests {
    @Test("a secret that is held is found, else the others here would prove nothing")
    func control() {
        var random = SeededRandom(seed: 100)
        let secret = random.secretBytes(count: 64)
        let findings = ProcessMemory(of: secret.span).findings()
        #expect(!findings.isEmpty)
        #expect(secret.count == 64)
    }

    @Test("of a dropped key of HMAC, short or long, nothing stays", arguments: [40, 64, 200])
    func hmacKey(count: Int) {
        let findings = findings(seed: 101 + UInt64(count)) { random in
            let key = random.secretBytes(count: count)
            var hmac = HMAC<SHA256>(key: key.span)
            hmac.update(key.span)
            let code = hmac.finalize()
            return [ProcessMemory(of: key.span), ProcessMemory(of: code.span)]
        }
        #expect(findings == [])
    }

    @Test("of a dropped message, hashed as a whole, nothing stays", arguments: [40, 60, 120, 300])
    func wholeMessage(count: Int) {
        let findings = findings(seed: 107 + UInt64(count)) { random in
            let message = random.secretBytes(count: count)
            #expect(SHA256.hash(message.span).count == 32)
            #expect(SHA512.hash(message.span).count == 64)
            return [ProcessMemory(of: message.span)]
        }
        #expect(findings == [])
    }

    @Test("of a dropped password and key of PBKDF2 nothing stays")
    func pbkdf2() throws {
        let findings = try findings(seed: 103) { random in
            let password = random.secretBytes(count: 48)
            let key = try PBKDF2<SHA256>.deriveKey(
                password: password.span,
                salt: [1, 2, 3].span,
                iterationCount: 3,
                byteCount: 96
            )
            return [ProcessMemory(of: password.span), ProcessMemory(of: key.span)]
        }
        #expect(findings == [])
    }

    @Test("of dropped passwords and keys of a batch nothing stays", arguments: [1, 16])
    func batch(count: Int) throws {
        let findings = try findings(seed: 105) { random in
            var batch = try PBKDF2<SHA256>.Batch(capacity: count, iterationCount: 3)
            var found: [ProcessMemory] = []
            for _ in 0..<count {
                let password = random.secretBytes(count: 48)
                batch.append(password: password.span, salt: [1, 2, 3].span)
                found.append(ProcessMemory(of: password.span))
            }
            let keys = batch.deriveKeys()
            found.append(ProcessMemory(of: keys.span))
            return found
        }
        #expect(findings == [])
    }

    @Test("of dropped secrets of HKDF, its pseudorandom key and what came of it nothing stays")
    func hkdf() throws {
        let findings = try findings(seed: 106) { random in
            let secret = random.secretBytes(count: 48)
            let pseudorandomKey = HKDF<SHA384>.extract(secret.span, salt: [1, 2, 3].span)
            let key = try HKDF<SHA384>.expand(
                pseudorandomKey.span,
                information: [4, 5].span,
                byteCount: 96
            )
            return [
                ProcessMemory(of: secret.span), ProcessMemory(of: pseudorandomKey.span),
                ProcessMemory(of: key.span),
            ]
        }
        #expect(findings == [])
    }

    @Test("of a dropped password and key of EVP_BytesToKey nothing stays")
    func evpBytesToKey() throws {
        let findings = try findings(seed: 104) { random in
            let password = random.secretBytes(count: 48)
            let derived = try EVPBytesToKey<SHA256>.derive(
                password: password.span,
                salt: [1, 2, 3, 4, 5, 6, 7, 8].span,
                roundCount: 2,
                keyByteCount: 32,
                initializationVectorByteCount: 16
            )
            return [
                ProcessMemory(of: password.span), ProcessMemory(of: derived.key.span),
                ProcessMemory(of: derived.initializationVector.span),
            ]
        }
        #expect(findings == [])
    }

    /// What stays of the secrets that `body` makes, prepares the search for, and drops.
    ///
    /// It runs twice, and the secrets of the second time are looked for: where functions are bound at their first
    /// call, the dynamic linker puts the vector registers on the stack then, whatever is in them. A program that is
    /// linked to bind all functions at its start has no such first time.
    private func findings(
        seed: UInt64,
        _ body: (inout SeededRandom) throws -> [ProcessMemory]
    ) rethrows -> [String] {
        var random = SeededRandom(seed: seed)
        _ = try body(&random)
        return try body(&random).flatMap { $0.findings() }
    }
}
