import KeyDerivation
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
        var random = SeededRandom(seed: 101 + UInt64(count))
        let scan: ProcessMemory
        do {
            let key = random.secretBytes(count: count)
            scan = ProcessMemory(of: key.span)
            var hmac = HMAC<SHA256>(key: key.span)
            hmac.update(key.span)
            let code = hmac.finalize()
            #expect(code.count == 32)
        }
        #expect(scan.findings() == [])
    }

    @Test("of a dropped code of HMAC nothing stays")
    func hmacCode() {
        let scan: ProcessMemory
        do {
            let code = HMAC<SHA512>.code(for: [1].span, key: [2].span)
            scan = ProcessMemory(of: code.span)
        }
        #expect(scan.findings() == [])
    }

    @Test("of a dropped password and key of PBKDF2 nothing stays")
    func pbkdf2() throws {
        var random = SeededRandom(seed: 103)
        let scans: [ProcessMemory]
        do {
            let password = random.secretBytes(count: 48)
            let key = try PBKDF2<SHA256>.deriveKey(
                password: password.span,
                salt: [1, 2, 3].span,
                iterationCount: 3,
                byteCount: 96
            )
            scans = [ProcessMemory(of: password.span), ProcessMemory(of: key.span)]
        }
        for scan in scans {
            #expect(scan.findings() == [])
        }
    }

    @Test("of a dropped password and key of EVP_BytesToKey nothing stays")
    func evpBytesToKey() throws {
        var random = SeededRandom(seed: 104)
        let scans: [ProcessMemory]
        do {
            let password = random.secretBytes(count: 48)
            let derived = try EVPBytesToKey<SHA256>.derive(
                password: password.span,
                salt: [1, 2, 3, 4, 5, 6, 7, 8].span,
                roundCount: 2,
                keyByteCount: 32,
                initializationVectorByteCount: 16
            )
            scans = [
                ProcessMemory(of: password.span), ProcessMemory(of: derived.key.span),
                ProcessMemory(of: derived.initializationVector.span),
            ]
        }
        for scan in scans {
            #expect(scan.findings() == [])
        }
    }
}
