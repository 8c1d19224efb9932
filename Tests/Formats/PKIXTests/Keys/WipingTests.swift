import PKIX
import RSACryptography
import SecretMemory
import TestSupport
import Testing

@Suite("What a private key that was written and read leaves in memory")
struct WipingTests {
    @Test("a text that is alive is found, so that the search proves something")
    func alive() throws {
        var random = OperatingSystemRandom()
        let key = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        let text = key.pkcs8PEM
        var memory = ProcessMemory()
        memory.add(text.span.extracting(600..<1600))
        let findings = memory.findings()
        #expect(!findings.isEmpty)
        // It is still alive here.
        #expect(text.count > 1600)
    }

    @Test("a key that was written and read in every form leaves no 16 octets of its numbers or its texts")
    func everyForm() throws {
        let memory = try writeReadAndDrop()
        #expect(memory.findings() == [])
    }

    @inline(never)
    private func writeReadAndDrop() throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let key = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        let pkcs8PEM = key.pkcs8PEM
        let pkcs1PEM = key.pkcs1PEM
        let pkcs8 = key.pkcs8Encoding
        let pkcs1 = key.pkcs1Encoding
        let read = [
            try RSA.PrivateKey(pem: pkcs8PEM.span).publicKey,
            try RSA.PrivateKey(pem: pkcs1PEM.span).publicKey,
            try RSA.PrivateKey(der: pkcs8.span).publicKey, try RSA.PrivateKey(der: pkcs1.span).publicKey,
        ]
        #expect(read == Array(repeating: key.publicKey, count: 4))
        // A key that is cut short is dropped on the way.
        #expect(throws: KeyEncodingError.self) { try readCut(key.pkcs8Encoding) }
        var memory = ProcessMemory()
        // Beyond the modulus, which is public, to where the text ends in nothing that all keys have.
        memory.add(pkcs8PEM.span.extracting(600..<1600))
        memory.add(pkcs1PEM.span.extracting(600..<1600))
        memory.add(pkcs8.span.extracting(320..<1100))
        watch(key.privateExponentBytes, in: &memory)
        watch(key.prime1Bytes, in: &memory)
        watch(key.prime2Bytes, in: &memory)
        watch(key.exponent1Bytes, in: &memory)
        watch(key.exponent2Bytes, in: &memory)
        watch(key.coefficientBytes, in: &memory)
        return memory
    }

    private func readCut(_ octets: borrowing SecretBytes) throws -> Int {
        try RSA.PrivateKey(der: octets.span.extracting(0..<octets.count - 40)).bitCount
    }

    private func watch(_ number: consuming SecretBytes, in memory: inout ProcessMemory) {
        memory.add(number.span)
    }
}
