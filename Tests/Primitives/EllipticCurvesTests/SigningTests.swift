import EllipticCurves
import MessageDigests
import SecretMemory
import TestSupport
import Testing

@Suite("ECDSA signatures")
struct SigningTests {
    @Test("deterministic signatures are those of RFC 6979, appendix A.2", arguments: DeterministicFigure.all)
    func published(figure: DeterministicFigure) throws {
        let scalar = octets(figure.scalar)
        let key = try ECDSA.PrivateKey(figure.curve, scalar: scalar.span)
        #expect(hexadecimal(key.publicKey.x963) == figure.publicKey)
        let message = Array(figure.message.utf8)
        let signature = key.signDeterministically(message.span, digest: figure.digest)
        #expect(hexadecimal(signature) == figure.signature)
        #expect(key.publicKey.accepts(signature, for: message, figure.digest))
    }

    @Test("hedged signatures differ from one another and verify", arguments: [NamedCurve.p256, .p384])
    func hedged(curve: NamedCurve) throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(curve, using: &random)
        let message = Array("message".utf8)
        for digest in DigestAlgorithm.allCases {
            let first = key.sign(message.span, digest: digest, using: &random)
            let second = key.sign(message.span, digest: digest, using: &random)
            #expect(first != second)
            #expect(key.publicKey.accepts(first, for: message, digest))
            #expect(key.publicKey.accepts(second, for: message, digest))
        }
    }

    @Test("a source that is stuck still gives each message a nonce of its own")
    func stuck() throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        var stuck = StuckRandom()
        let first = key.sign([1].span, digest: .sha256, using: &stuck)
        let second = key.sign([2].span, digest: .sha256, using: &stuck)
        // r is the nonce's point: the same one twice would give the key away.
        #expect(first[..<32] != second[..<32])
    }

    @Test("32 octets of the source go into a signature, and each of them counts")
    func hedge() throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        var signatures: Set<[UInt8]> = []
        for place in 0..<32 {
            var octets = [UInt8](repeating: 7, count: 32)
            octets[place] = 8
            var scripted = ScriptedRandom(octets)
            signatures.insert(key.sign([1].span, digest: .sha256, using: &scripted))
            #expect(scripted.isUsedUp)
        }
        #expect(signatures.count == 32)
    }

    @Test("a signature of another message, key or digest is refused, and so is a changed one")
    func refused() throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        let other = try ECDSA.PrivateKey(.p256, using: &random)
        let message = Array("message".utf8)
        let signature = key.sign(message.span, digest: .sha256, using: &random)
        #expect(!key.publicKey.accepts(signature, for: [], .sha256))
        #expect(!key.publicKey.accepts(signature, for: message, .sha384))
        #expect(!other.publicKey.accepts(signature, for: message, .sha256))
        #expect(!key.publicKey.accepts(signature + [0], for: message, .sha256))
        #expect(!key.publicKey.accepts([0] + signature, for: message, .sha256))
        #expect(!key.publicKey.accepts(signature.dropLast(), for: message, .sha256))
        for bit in stride(from: 0, to: 8 * signature.count, by: 37) {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.accepts(changed, for: message, .sha256))
        }
    }

    @Test("r and s are between 1 and n − 1, in all of their octets", arguments: NamedCurve.allCases)
    func ranges(curve: NamedCurve) throws {
        let key = try publicKey(on: curve)
        let zero = [UInt8](repeating: 0, count: curve.byteCount)
        let one: [UInt8] = zero.dropLast() + [1]
        let most = [UInt8](repeating: 0xFF, count: curve.byteCount)
        let signatures: [[UInt8]] = [
            zero + one, one + zero, zero + zero, most + one, one + most, [], one, one + one + [0],
        ]
        for signature in signatures {
            #expect(!key.accepts(signature, for: [1], .sha512))
        }
    }

    private func publicKey(on curve: NamedCurve) throws -> ECDSA.PublicKey {
        let point =
            switch curve {
            case .p256: octets(DeterministicFigure.point256)
            case .p384: octets(DeterministicFigure.point384)
            case .p521: octets(DeterministicFigure.point521)
            }
        return try ECDSA.PublicKey(curve, x963: point.span)
    }
}

/// A source that is broken: it gives the same octet for ever.
private struct StuckRandom: RandomSource {
    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices { destination[index] = 7 }
    }

    mutating func split() -> StuckRandom { self }
}
