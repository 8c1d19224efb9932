@_spi(ProcessorTiers) import RSACryptography
import SecretMemory
import TestSupport
import Testing

@Suite("What a dropped RSA key leaves in memory")
struct WipingTests {
    @Test("a key that is alive is found, so that the search proves something")
    func alive() throws {
        var random = OperatingSystemRandom()
        let key = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        var memory = ProcessMemory()
        watch(key, in: &memory)
        let findings = memory.findings()
        #expect(!findings.isEmpty)
        // It is still alive here.
        let bitCount = key.bitCount
        #expect(bitCount == 2048)
    }

    @Test(
        "a key that was made, used and dropped leaves no 16 octets of any of its numbers",
        arguments: RSA.ProcessorTier.allCases.filter { $0.isAvailable(bitCount: 2048) },
        [2048, 2050]
    )
    func made(tier: RSA.ProcessorTier, bitCount: Int) throws {
        let memory = try makeUseAndDrop(bitCount: bitCount, tier)
        #expect(memory.findings() == [])
    }

    @Test("a key that was read, used and dropped leaves no 16 octets of any of its numbers")
    func read() throws {
        let memory = try readUseAndDrop()
        #expect(memory.findings() == [])
    }

    @inline(never)
    private func makeUseAndDrop(bitCount: Int, _ tier: RSA.ProcessorTier) throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let key = try RSA.PrivateKey.generate(bitCount: bitCount, on: tier, using: &random)
        try use(key)
        var memory = ProcessMemory()
        watch(key, in: &memory)
        return memory
    }

    @inline(never)
    private func readUseAndDrop() throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let made = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        let modulus = made.publicKey.modulus.bigEndianBytes
        let publicExponent = made.publicKey.publicExponent.bigEndianBytes
        let privateExponent = made.privateExponentBytes
        let prime1 = made.prime1Bytes
        let prime2 = made.prime2Bytes
        let exponent1 = made.exponent1Bytes
        let exponent2 = made.exponent2Bytes
        let coefficient = made.coefficientBytes
        let read = try RSA.PrivateKey(
            modulus: modulus.span,
            publicExponent: publicExponent.span,
            privateExponent: privateExponent.span,
            prime1: prime1.span,
            prime2: prime2.span,
            exponent1: exponent1.span,
            exponent2: exponent2.span,
            coefficient: coefficient.span
        )
        try use(read)
        var memory = ProcessMemory()
        watch(read, in: &memory)
        return memory
    }

    private func use(_ key: borrowing RSA.PrivateKey) throws {
        var random = OperatingSystemRandom()
        for scheme in [.pkcs1v15(.sha256), .pss(.sha512, saltByteCount: 64)] as [RSA.SignatureScheme] {
            let signature = try key.signFox(scheme: scheme, using: &random)
            #expect(signature.count == key.publicKey.byteCount)
        }
    }

    private func watch(_ key: borrowing RSA.PrivateKey, in memory: inout ProcessMemory) {
        let privateExponent = key.privateExponentBytes
        memory.add(privateExponent.span)
        let prime1 = key.prime1Bytes
        memory.add(prime1.span)
        let prime2 = key.prime2Bytes
        memory.add(prime2.span)
        let exponent1 = key.exponent1Bytes
        memory.add(exponent1.span)
        let exponent2 = key.exponent2Bytes
        memory.add(exponent2.span)
        let coefficient = key.coefficientBytes
        memory.add(coefficient.span)
    }
}
