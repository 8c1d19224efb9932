import Testing

@testable import EllipticCurves

@Suite("Nonces that make no signature")
struct NonceTests {
    private typealias Scalar = Residue<P256Order>

    @Test("a nonce that is 0, the order or above it is dropped")
    func range() {
        var next = P256Order.modulus
        _ = next.add(FixedLimbs(1))
        for number in [FixedLimbs(), P256Order.modulus, next] {
            #expect(signature(of: .one, nonce: number) == nil)
        }
        var most = P256Order.modulus
        _ = most.subtract(FixedLimbs(1))
        #expect(signature(of: .one, nonce: FixedLimbs(1)) != nil)
        #expect(signature(of: .one, nonce: most) != nil)
    }

    @Test("a nonce by which s is 0 is dropped")
    func zero() {
        // The r of the nonce 1 is the generator's x, and s is 0 for a message of −r · d.
        let r = Scalar(P256.generator.x.number)
        let e = (r * Scalar(FixedLimbs(7))).negated
        #expect(signature(of: e, nonce: FixedLimbs(1)) == nil)
        #expect(signature(of: e, nonce: FixedLimbs(2)) != nil)
    }

    private func signature(of e: Scalar, nonce: FixedLimbs<4>) -> [UInt8]? {
        let octets = nonce.bigEndianOctets(count: 32)
        return P256.signature(of: e, by: Scalar(FixedLimbs(7)), nonce: octets.span)
    }
}
