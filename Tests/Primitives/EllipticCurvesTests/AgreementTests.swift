import EllipticCurves
import SecretMemory
import TestSupport
import Testing

@Suite("Key agreement")
struct AgreementTests {
    @Test("X25519 gives the products of RFC 7748, section 5.2")
    func products() throws {
        let scalar = octets("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
        let coordinate = octets("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
        let key = try X25519.PrivateKey(scalar.span)
        let secret = try key.sharedSecret(with: coordinate.span)
        #expect(
            hexadecimal(array(secret)) == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        )
    }

    @Test("a party of X25519 has the public key and gets the secret of RFC 7748, section 6.1")
    func party() throws {
        let scalar = octets("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        let other = octets("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        let key = try X25519.PrivateKey(scalar.span)
        #expect(
            hexadecimal(key.publicKey) == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        )
        let secret = try key.sharedSecret(with: other.span)
        #expect(
            hexadecimal(array(secret)) == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
        )
    }

    @Test("a public key of X25519 that is not written as its number, or of small order, is refused")
    func refused() throws {
        var random = OperatingSystemRandom()
        let key = X25519.PrivateKey(using: &random)
        let zero = [UInt8](repeating: 0, count: 32)
        let one = [1] + zero.dropLast()
        let prime = octets("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
        #expect(refusal(key, zero) == .smallOrder)
        #expect(refusal(key, one) == .smallOrder)
        #expect(refusal(key, [0xEC] + prime.dropFirst()) == .smallOrder)
        #expect(refusal(key, prime) == .coordinateOutOfRange)
        #expect(refusal(key, [UInt8](repeating: 0xFF, count: 32)) == .coordinateOutOfRange)
        #expect(refusal(key, [9] + zero.dropFirst().dropLast() + [0x80]) == .coordinateOutOfRange)
        #expect(refusal(key, zero.dropLast()) == .pointLength(byteCount: 31))
        #expect(throws: EllipticCurveError.scalarLength(byteCount: 31)) {
            _ = try X25519.PrivateKey(zero.span.extracting(0..<31))
        }
    }

    @Test("two parties of ECDH get one secret, of each form of a point", arguments: [NamedCurve.p256, .p384])
    func curves(curve: NamedCurve) throws {
        var random = OperatingSystemRandom()
        let first = try ECDH.PrivateKey(curve, using: &random)
        let second = try ECDH.PrivateKey(curve, using: &random)
        let compressed = try ECDSA.PublicKey(curve, x963: second.publicKey.span).compressedX963
        let secret = array(try first.sharedSecret(with: second.publicKey.span))
        let other = array(try second.sharedSecret(with: first.publicKey.span))
        let compressedSecret = array(try first.sharedSecret(with: compressed.span))
        #expect(secret == other)
        #expect(secret == compressedSecret)
        #expect(secret.count == curve.byteCount)
    }

    @Test("a point of another curve gives no secret")
    func otherCurve() throws {
        var random = OperatingSystemRandom()
        let key = try ECDH.PrivateKey(.p256, using: &random)
        var changed = key.publicKey
        changed[64] ^= 1
        #expect(throws: EllipticCurveError.notOnCurve) { _ = try key.sharedSecret(with: changed.span) }
    }

    private func refusal(_ key: borrowing X25519.PrivateKey, _ octets: [UInt8]) -> EllipticCurveError? {
        do throws(EllipticCurveError) {
            _ = try key.sharedSecret(with: octets.span)
            return nil
        } catch {
            return error
        }
    }
}
