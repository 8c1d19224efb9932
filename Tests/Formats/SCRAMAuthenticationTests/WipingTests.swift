import MessageDigests
import SecretMemory
import TestSupport
import Testing

@testable import SCRAMAuthentication

@Suite("What SCRAM leaves in memory")
struct WipingTests {
    @Test("of a dropped password of any kind, and the keys it gives, nothing stays", arguments: Kind.allCases)
    func keys(kind: Kind) throws {
        let findings = try findings(seed: 1) { random in
            let password = kind.password(using: &random)
            let prepared = SASLprep.prepareAsPostgreSQL(password.span)
            let keys = SCRAMKeys<SHA256>(password: password.span, salt: [1].span, iterationCount: 2)
            let secret = try SCRAMSecret(password: password.span, salt: [1].span, iterationCount: 2)
            let text = secret.text()
            let again = try SCRAMSecret(parsing: text.span)
            let isRight = try again.isMade(of: password.span)
            #expect(isRight)
            return [
                ProcessMemory(of: password.span), ProcessMemory(of: prepared.span),
                ProcessMemory(of: keys.clientKey.span), ProcessMemory(of: keys.storedKey.span),
                ProcessMemory(of: keys.serverKey.span),
                ProcessMemory(of: text.span.extracting(20..<text.count)),
            ]
        }
        #expect(findings == [])
    }

    @Test("of a dropped password nothing stays after an exchange")
    func exchange() throws {
        let findings = try findings(seed: 2) { random in
            let password = Kind.ascii.password(using: &random)
            let secret = try SCRAMSecret(password: password.span, salt: [1].span, iterationCount: 1)
            let keys = SCRAMKeys<SHA256>(password: password.span, salt: [1].span, iterationCount: 1)
            let client = try SCRAMClient(
                userName: [UInt8]().span,
                password: password.span,
                nonce: SCRAMNonce.make(using: &random),
                channelBinding: .notSupported,
                acceptedIterationCounts: 1...1
            )
            let first = client.firstMessage
            let server = try SCRAMServer(
                clientFirstMessage: first.span,
                mechanism: .sha256,
                serverEndPoint: nil
            )
            let challenge = try server.challenge(secret: secret, nonce: SCRAMNonce.make(using: &random))
            let message = challenge.message
            let proof = try client.answer(message.span)
            let final = proof.finalMessage
            let end = try challenge.finish(final.span)
            try proof.finish(end.span)
            return [
                ProcessMemory(of: password.span), ProcessMemory(of: keys.clientKey.span),
                ProcessMemory(of: keys.storedKey.span), ProcessMemory(of: keys.serverKey.span),
            ]
        }
        #expect(findings == [])
    }

    /// What a password consists of.
    enum Kind: CaseIterable {
        case ascii
        case raw
        case prepared

        func password(using random: inout SeededRandom) -> SecretBytes {
            var secret = random.secretBytes(count: 48)
            var octets = secret.mutableSpan
            for index in octets.indices {
                switch self {
                case .ascii: octets[index] = 0x40 | octets[index] & 0x1F
                case .raw: octets[index] |= 0x80
                // Letters of the Latin-1 supplement, and the fraction 1/2, which SASLprep takes apart.
                case .prepared:
                    octets[index] = index.isMultiple(of: 2) ? 0xC3 : 0xA0 | octets[index] & 0x0F
                    if index == 10 { octets[index] = 0xC2 }
                    if index == 11 { octets[index] = 0xBD }
                }
            }
            return secret
        }
    }

    /// What stays of the secrets that `body` makes, prepares the search for, and drops.
    ///
    /// It runs twice, and the secrets of the second time are looked for: where functions are bound at their first
    /// call, the dynamic linker puts the vector registers on the stack then, whatever is in them.
    private func findings(
        seed: UInt64,
        _ body: (inout SeededRandom) throws -> [ProcessMemory]
    ) rethrows -> [String] {
        var random = SeededRandom(seed: seed)
        _ = try body(&random)
        return try body(&random).flatMap { $0.findings() }
    }
}
