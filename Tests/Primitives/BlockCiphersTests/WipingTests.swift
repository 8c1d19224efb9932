import BlockCiphers
import SecretMemory
import TestSupport
import Testing

@Suite("What a block cipher leaves in memory")
struct WipingTests {
    @Test(
        "of a dropped key, what was enciphered and what was deciphered nothing stays, in Swift alone and not",
        arguments: [false, true]
    )
    func cbc(isPortable: Bool) throws {
        var random = SeededRandom(seed: isPortable ? 111 : 110)
        let scans: [ProcessMemory]
        do {
            let key = random.secretBytes(count: 32)
            let plaintext = random.secretBytes(count: 600)
            let vector = random.bytes(count: 16)
            let aes = try isPortable ? AES(portably: key.span) : AES(key: key.span)
            let ciphertext = try CBC.encrypt(plaintext.span, key: aes, initializationVector: vector.span)
            let decrypted = try CBC.decrypt(ciphertext.span, key: aes, initializationVector: vector.span)
            let isSame = constantTimeEquals(decrypted.span, plaintext.span)
            #expect(isSame)
            scans = [ProcessMemory(of: key.span), ProcessMemory(of: plaintext.span)]
            let findings = ProcessMemory(of: key.span).findings()
            #expect(!findings.isEmpty)
        }
        for scan in scans {
            #expect(scan.findings() == [])
        }
    }

    @Test(
        "of a dropped key of GCM, what was sealed and what was opened nothing stays, in Swift alone and not",
        arguments: [false, true]
    )
    func gcm(isPortable: Bool) throws {
        var random = SeededRandom(seed: isPortable ? 113 : 112)
        let scans: [ProcessMemory]
        do {
            let key = random.secretBytes(count: 32)
            let plaintext = random.secretBytes(count: 300)
            let nonce = random.bytes(count: 12)
            let aes = try isPortable ? AES(portably: key.span) : AES(key: key.span)
            let gcm = GCM(key: aes)
            let sealed = try gcm.seal(plaintext.span, nonce: nonce.span, authenticating: [1, 2].span)
            let opened = try gcm.open(sealed.span, nonce: nonce.span, authenticating: [1, 2].span)
            let isSame = constantTimeEquals(opened.span, plaintext.span)
            #expect(isSame)
            scans = [ProcessMemory(of: key.span), ProcessMemory(of: plaintext.span)]
            let findings = ProcessMemory(of: plaintext.span).findings()
            #expect(!findings.isEmpty)
        }
        for scan in scans {
            #expect(scan.findings() == [])
        }
    }
}
