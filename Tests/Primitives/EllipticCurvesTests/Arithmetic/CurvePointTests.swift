import Bignum
import TestSupport
import Testing

@testable import EllipticCurves

@Suite("Points of the curves over prime fields")
struct CurvePointTests {
    @Test("the generator is on its curve, and the order times it is the point at infinity")
    func order() {
        func check<Curve: WeierstrassCurve>(_ curve: Curve.Type) {
            #expect(Curve.generator.isOnCurveVarTime)
            let product = doubledAndAdded(natural(Curve.Order.modulus), Curve.self)
            #expect(product.isInfinity != 0)
            let less = doubledAndAdded((natural(Curve.Order.modulus) - Natural(1))!, Curve.self)
            #expect(less.equals(JacobianPoint(Curve.generator).negated))
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    @Test("public points are added rightly where the chord's formulas are not right")
    func edges() {
        func check<Curve: WeierstrassCurve>(_ curve: Curve.Type) {
            let point = JacobianPoint(Curve.generator)
            let infinity = JacobianPoint<Curve>.infinity
            #expect((infinity + infinity).isInfinity != 0)
            #expect(infinity.doubled.isInfinity != 0)
            #expect((point + infinity).equals(point))
            #expect((infinity + point).equals(point))
            #expect((infinity + Curve.generator).equals(point))
            #expect((point + point.negated).isInfinity != 0)
            #expect((point.negated + Curve.generator).isInfinity != 0)
            #expect((point + point).equals(point.doubled))
            #expect((point + Curve.generator).equals(point.doubled))
            let third = point.doubled + point
            #expect((third + point.negated).equals(point.doubled))
            #expect((third + third).equals(third.doubled))
            #expect((third + third.negated).isInfinity != 0)
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    @Test("windows give what doubling and adding gives, also where a chord's points are near one another")
    func windows() {
        func check<Curve: KeyCurve>(_ curve: Curve.Type) {
            var random = SeededRandom(seed: 3)
            let order = natural(Curve.Order.modulus)
            let small = ([0, 1, 2, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 96] as [UInt]).map { Natural($0) }
            // The highest windows are full, or have borrowed, beside them.
            let top = Curve.Order.bitCount - 4
            let high = [power(of: top), (power(of: top) - Natural(1))!, power(of: top + 3)]
            let edges = small + small.dropFirst().map { (order - $0)! } + high
            for scalar in edges + drawn(3, below: order, using: &random) {
                let expected = doubledAndAdded(scalar, Curve.self)
                let ofGenerator = Curve.baseWindows.multiple(scalar.limbs())
                let ofPoint = JacobianPoint(Curve.generator).multiple(scalar.limbs())
                #expect(ofGenerator.equals(expected))
                #expect(ofPoint.equals(expected))
            }
        }
        check(P256.self)
        check(P384.self)
    }

    @Test("what the windows of five bits rely on: the order modulo 32 is no magnitude that a digit has")
    func orders() {
        for order in [natural(P256Order.modulus), natural(P384Order.modulus)] {
            #expect(order.modulo(Natural(32)) > Natural(16))
        }
    }

    @Test("sums of two multiples are those of their own, also where both points are the same or opposite")
    func sums() {
        func check<Curve: WeierstrassCurve>(_ curve: Curve.Type) {
            var random = SeededRandom(seed: 4)
            let order = natural(Curve.Order.modulus)
            let scalars =
                [Natural(0), Natural(1), (order - Natural(1))!] + drawn(1, below: order, using: &random)
            for pointScalar in [Natural(1), (order - Natural(1))!] {
                let point = doubledAndAdded(pointScalar, Curve.self).affine
                for first in scalars {
                    for second in scalars {
                        let expected = doubledAndAdded(
                            (first + second * pointScalar).modulo(order),
                            Curve.self
                        )
                        let sum = JacobianPoint<Curve>.sumOfMultiplesVarTime(
                            first.limbs(),
                            second.limbs(),
                            point
                        )
                        #expect((sum.isInfinity != 0) == (expected.isInfinity != 0))
                        guard sum.isInfinity == 0 else { continue }
                        let affine = expected.affine
                        #expect((affine.x * sum.z.squared).equals(sum.x) != 0)
                        #expect((affine.y * sum.z.squared * sum.z).equals(sum.y) != 0)
                    }
                }
            }
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    @Test(
        "a scalar's sparse digits add up to it, and of those in a row one at most is not 0",
        arguments: 2...8
    )
    func sparseDigits(width: Int) {
        var random = SeededRandom(seed: 5)
        for scalar in numbers(below: natural(P256Order.modulus), bitCount: 256, using: &random) {
            let digits = SparseDigits(scalar.limbs(FixedLimbs<4>.self), bitCount: 256, width: width).digits
            var positive = Natural(0)
            var negative = Natural(0)
            var last: Int?
            for (place, digit) in digits.enumerated() where digit != 0 {
                #expect(digit & 1 == 1 && abs(Int(digit)) < 1 << (width - 1))
                if let last { #expect(place - last >= width) }
                last = place
                let part = Natural(UInt(digit.magnitude)) * power(of: place)
                if digit > 0 { positive = positive + part } else { negative = negative + part }
            }
            #expect(positive == scalar + negative)
        }
    }
}

private func drawn(_ count: Int, below modulus: Natural, using random: inout SeededRandom) -> [Natural] {
    (0..<count).map { _ in
        let octets = random.bytes(count: 66)
        return Natural(bigEndian: octets.span).modulo(modulus)
    }
}

/// The slow way to a multiple of the generator.
private func doubledAndAdded<Curve: WeierstrassCurve>(
    _ scalar: Natural,
    _ curve: Curve.Type
) -> JacobianPoint<Curve> {
    var sum = JacobianPoint<Curve>.infinity
    for octet in scalar.bigEndianBytes {
        for bit in (0..<8).reversed() {
            sum.double()
            if octet >> UInt8(bit) & 1 == 1 { sum.addVarTime(Curve.generator) }
        }
    }
    return sum
}

extension JacobianPoint {
    fileprivate static func + (left: JacobianPoint, right: JacobianPoint) -> JacobianPoint {
        var sum = left
        sum.addVarTime(right)
        return sum
    }

    fileprivate static func + (left: JacobianPoint, right: AffinePoint<Curve>) -> JacobianPoint {
        var sum = left
        sum.addVarTime(right)
        return sum
    }

    fileprivate var doubled: JacobianPoint {
        var sum = self
        sum.double()
        return sum
    }

    /// Whether both are the same point.
    fileprivate func equals(_ other: JacobianPoint) -> Bool {
        if isInfinity != 0 || other.isInfinity != 0 { return isInfinity != 0 && other.isInfinity != 0 }
        let (own, others) = (affine, other.affine)
        return own.x.equals(others.x) != 0 && own.y.equals(others.y) != 0
    }
}
