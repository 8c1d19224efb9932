import EllipticCurves
import TestSupport
import Testing

/// A public key of X25519 is made by a table on the other form of the curve; the agreement with the base point itself
/// makes the same by the ladder, which published secrets prove.
@Suite("Public keys of X25519")
struct BasePointTests {
    private let basePoint: [UInt8] = [9] + [UInt8](repeating: 0, count: 31)

    private func check(_ scalar: [UInt8]) throws {
        let key = try X25519.PrivateKey(scalar.span)
        let product = try key.sharedSecret(with: basePoint.span)
        #expect(key.publicKey == array(product))
    }

    @Test("every digit in every window, with a carry into it and without")
    func windows() throws {
        for octet in 0...255 as ClosedRange<UInt8> {
            try check([UInt8](repeating: octet, count: 32))
        }
    }

    @Test("a single digit besides the highest")
    func digits() throws {
        for place in 0..<32 {
            for octet in [0x01, 0x07, 0x08, 0x09, 0x0F, 0x10, 0x70, 0x80, 0x90, 0xF8] as [UInt8] {
                var scalar = [UInt8](repeating: 0, count: 32)
                scalar[place] = octet
                try check(scalar)
            }
        }
    }

    @Test("scalars that were drawn")
    func drawn() throws {
        var random = SeededRandom(seed: 10)
        for _ in 0..<64 { try check(random.bytes(count: 32)) }
    }
}
