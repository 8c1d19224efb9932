import Testing

@testable import EllipticCurves

@Suite("Numbers of a signature, and what is refused by them alone")
struct SignatureNumberTests {
    @Test("a scalar is between 1 and n − 1, on every curve")
    func scalars() {
        func check<Curve: WeierstrassCurve>(_ curve: Curve.Type) {
            let width = Curve.Order.byteCount
            func isScalar(_ number: Curve.Limbs) -> Bool {
                let octets = number.bigEndianOctets(count: width)
                return Curve.isScalar(octets.span)
            }
            var least = Curve.Order.modulus
            _ = least.subtract(Curve.Limbs(1))
            var next = Curve.Order.modulus
            _ = next.add(Curve.Limbs(1))
            #expect(!isScalar(Curve.Limbs()))
            #expect(isScalar(Curve.Limbs(1)))
            #expect(isScalar(least))
            #expect(!isScalar(Curve.Order.modulus))
            #expect(!isScalar(next))
            let ones = [UInt8](repeating: 0xFF, count: width)
            let isMost = Curve.isScalar(ones.span)
            #expect(!isMost)
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    /// For s = 1 and any r, the point that is computed of the key d · G is (e + r · d) · G: that at infinity by a d of
    /// −e / r, and G itself by one of (1 − e) / r, so that the x of G is the only r.
    @Test("the point at infinity makes no signature valid, and a number from n on is none")
    func crafted() throws {
        func check<Curve: KeyCurve>(_ curve: Curve.Type, _ name: NamedCurve) throws {
            let width = Curve.Order.byteCount
            let digest = [UInt8](repeating: 0xA5, count: 32)
            let e = Curve.Scalar(digest: digest.span, on: curve)
            let r = Curve.generator.x.number
            let one = Curve.Limbs(1).bigEndianOctets(count: width)
            func accepts(_ d: Curve.Scalar, _ r: [UInt8], _ s: [UInt8]) throws -> Bool {
                let scalar = d.number.bigEndianOctets(count: width)
                let key = try ECDSA.PrivateKey(name, scalar: scalar.span).publicKey
                let signature = r + s
                return Curve.isValidVarTime(signature.span, forDigest: digest.span, by: key.point)
            }
            let inverse = Curve.Scalar(r).inverse
            let octets = r.bigEndianOctets(count: width)
            let good = (Curve.Scalar.one - e) * inverse
            #expect(try accepts(good, octets, one))
            #expect(try !accepts(e.negated * inverse, octets, one))
            var larger = Curve.Order.modulus
            _ = larger.add(Curve.Limbs(1))
            #expect(try !accepts(good, octets, larger.bigEndianOctets(count: width)))
            #expect(try !accepts(e.negated, one, one))
        }
        try check(P256.self, .p256)
        try check(P384.self, .p384)
    }
}
