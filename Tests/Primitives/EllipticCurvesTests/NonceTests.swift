import MessageDigests
import TestSupport
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

    /// Of Python's hmac, by the steps of RFC 6979, section 3.2, with additional data as in section 3.6: a key of the
    /// octets from 1 on, then a digest of the octets behind these, then 32 octets of the data.
    private static let figures = [
        [
            "bec0c1f69f81caea09333e4cecac6ebe63b11290aab60e2980592848c8ffbbbe",
            "71a3d5c3e581a0026f657448dc125a37912c539c2ab15146b7a3a7e287a44552",
        ],
        [
            "7707cf5f45fafb07bf9a72790af05f8d2caa4d2feee8ac7874ea4b549754572d528ddb18e2b2d4ed40c57b003da6a596",
            "be56bb7b0c17ba5921e22d188abbc1194ea2711fe4d252aea555c38c6ad1c32f933206f6fce3fcd3da94b9bc126d4e09",
        ],
    ]

    @Test("hedged nonces, one after the other, are those of the standard's steps", arguments: figures)
    func published(figures: [String]) {
        let count = octets(figures[0]).count
        let data = (1...2 * UInt8(count) + 32).map { UInt8($0) }
        var nonces = Nonces<SHA256>(
            key: data.span.extracting(0..<count),
            reducedDigest: data.span.extracting(count..<2 * count),
            hedge: data.span.extracting(2 * count..<2 * count + 32)
        )
        for figure in figures {
            nonces.next()
            #expect(hexadecimal(nonces.candidate.span.indices.map { nonces.candidate.span[$0] }) == figure)
        }
    }

    private func signature(of e: Scalar, nonce: FixedLimbs<4>) -> [UInt8]? {
        let octets = nonce.bigEndianOctets(count: 32)
        return P256.signature(of: e, by: Scalar(FixedLimbs(7)), nonce: octets.span)
    }
}
