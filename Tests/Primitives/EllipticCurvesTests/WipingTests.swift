import EllipticCurves
import MessageDigests
import SecretMemory
import TestSupport
import Testing

@Suite("What a dropped key on a curve leaves in memory")
struct WipingTests {
    @Test("a key that is alive is found, so that the search proves something")
    func alive() throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        var memory = ProcessMemory()
        watch(key, in: &memory)
        let findings = memory.findings()
        #expect(!findings.isEmpty)
        // It is still alive here.
        let curve = key.curve
        #expect(curve == .p256)
    }

    @Test(
        "a key that was made, read, used and dropped leaves no 16 octets",
        arguments: [NamedCurve.p256, .p384]
    )
    func signing(curve: NamedCurve) throws {
        let memory = try makeReadUseAndDrop(curve)
        #expect(memory.findings() == [])
    }

    @Test(
        "a key of an agreement and its secret leave no 16 octets",
        arguments: [NamedCurve.p256, .p384]
    )
    func agreement(curve: NamedCurve) throws {
        let memory = try agreeAndDrop(curve)
        #expect(memory.findings() == [])
    }

    @Test("a key of X25519 and its secret leave no 16 octets")
    func x25519() throws {
        let memory = try agreeAndDrop()
        #expect(memory.findings() == [])
    }

    @inline(never)
    private func makeReadUseAndDrop(_ curve: NamedCurve) throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let made = try ECDSA.PrivateKey(curve, using: &random)
        let bytes = made.scalarBytes
        let read = try ECDSA.PrivateKey(curve, scalar: bytes.span)
        let message = Array("message".utf8)
        for digest in DigestAlgorithm.allCases {
            let signature = read.sign(message.span, digest: digest, using: &random)
            #expect(made.publicKey.accepts(signature, for: message, digest))
        }
        var memory = ProcessMemory()
        watch(made, in: &memory)
        return memory
    }

    @inline(never)
    private func agreeAndDrop(_ curve: NamedCurve) throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let scalar = random.secretBytes(count: curve.byteCount - 1)
        let padded = SecretBytes(capacity: curve.byteCount) { octets in
            octets.append(1)
            for index in scalar.span.indices { octets.append(scalar.span[index]) }
        }
        let key = try ECDH.PrivateKey(curve, scalar: padded.span)
        let other = try ECDH.PrivateKey(curve, using: &random)
        let secret = try key.sharedSecret(with: other.publicKey.span)
        var memory = ProcessMemory()
        memory.add(scalar.span)
        memory.add(secret.span)
        return memory
    }

    @inline(never)
    private func agreeAndDrop() throws -> ProcessMemory {
        var random = OperatingSystemRandom()
        let scalar = random.secretBytes(count: 32)
        let key = try X25519.PrivateKey(scalar.span)
        let other = X25519.PrivateKey(using: &random)
        let secret = try key.sharedSecret(with: other.publicKey.span)
        var memory = ProcessMemory()
        memory.add(scalar.span)
        memory.add(secret.span)
        return memory
    }

    private func watch(_ key: borrowing ECDSA.PrivateKey, in memory: inout ProcessMemory) {
        let bytes = key.scalarBytes
        memory.add(bytes.span)
    }
}
