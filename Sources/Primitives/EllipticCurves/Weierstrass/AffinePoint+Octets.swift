// Points as octets (SEC 1, version 2.0, sections 2.3.3 and 2.3.4).

extension AffinePoint {
    /// Reads a point, uncompressed or compressed, and checks that it is on the curve; that at infinity is refused.
    init(x963 octets: Span<UInt8>) throws(EllipticCurveError) {
        let width = Curve.Prime.byteCount
        guard octets.count > 0 else { throw .pointLength(byteCount: 0) }
        let form = octets[0]
        switch form {
        case 4:
            guard octets.count == 1 + 2 * width else { throw .pointLength(byteCount: octets.count) }
            let x = try Self.coordinate(octets.extracting(1..<1 + width))
            let y = try Self.coordinate(octets.extracting(1 + width..<1 + 2 * width))
            self.init(x: x, y: y)
            guard isOnCurveVarTime else { throw .notOnCurve }
        case 2, 3:
            guard octets.count == 1 + width else { throw .pointLength(byteCount: octets.count) }
            let x = try Self.coordinate(octets.extracting(1..<1 + width))
            let square = Self.rightSide(x)
            var y = square.squareRootCandidate
            guard y.squared.equals(square) != 0 else { throw .notOnCurve }
            // No point has y = 0, since the order of the group is odd.
            if y.number.bits(from: 0, width: 1) != UInt64(form & 1) { y = y.negated }
            self.init(x: x, y: y)
        default: throw .pointForm(form)
        }
    }

    /// The point, uncompressed.
    var x963: [UInt8] {
        let width = Curve.Prime.byteCount
        return [4] + x.number.bigEndianOctets(count: width) + y.number.bigEndianOctets(count: width)
    }

    private static func coordinate(
        _ octets: Span<UInt8>
    ) throws(EllipticCurveError) -> Residue<Curve.Prime> {
        // The prime of P-521 has 521 bits, and its octets 528: no count of them is more than its limbs have.
        let number = Curve.Limbs(bigEndian: octets)
        guard number.isLess(than: Curve.Prime.modulus) != 0 else { throw .coordinateOutOfRange }
        return Residue(number)
    }
}

extension Residue {
    /// A square root where there is one, modulo a prime that is 3 modulo 4: the power with (p + 1) / 4.
    var squareRootCandidate: Residue {
        var exponent = Modulus.modulus
        // (p + 1) / 4 = (p − 3) / 4 + 1
        _ = exponent.subtract(Modulus.Limbs(3))
        exponent.shiftRight(2)
        _ = exponent.add(Modulus.Limbs(1))
        return power(exponent)
    }
}
