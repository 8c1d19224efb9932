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
            #expect(product.z.isZero != 0)
            let less = doubledAndAdded((natural(Curve.Order.modulus) - Natural(1))!, Curve.self)
            #expect(less.equals(ProjectivePoint(Curve.generator).negated))
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    @Test("the complete formulas are right where others have cases of their own")
    func edges() {
        func check<Curve: WeierstrassCurve>(_ curve: Curve.Type) {
            let point = ProjectivePoint(Curve.generator)
            let infinity = ProjectivePoint<Curve>.infinity
            #expect((infinity + infinity).z.isZero != 0)
            #expect(infinity.doubled.z.isZero != 0)
            #expect((point + infinity).equals(point))
            #expect((infinity + point).equals(point))
            #expect((infinity + Curve.generator).equals(point))
            #expect((point + point.negated).z.isZero != 0)
            #expect((point.negated + Curve.generator).z.isZero != 0)
            #expect((point + point).equals(point.doubled))
            #expect((point + Curve.generator).equals(point.doubled))
            let third = point.doubled + point
            #expect((third + point.negated).equals(point.doubled))
        }
        check(P256.self)
        check(P384.self)
        check(P521.self)
    }

    @Test("windows give the multiples that doubling and adding gives")
    func windows() {
        func check<Curve: KeyCurve>(_ curve: Curve.Type) {
            var random = SeededRandom(seed: 3)
            let order = natural(Curve.Order.modulus)
            let edges =
                [0, 1, 2, 63, 64].map { Natural($0) } + [(order - Natural(1))!, (order - Natural(2))!]
            for scalar in edges + drawn(2, below: order, using: &random) {
                let expected = doubledAndAdded(scalar, Curve.self)
                let ofGenerator = Curve.baseWindows.multiple(scalar.limbs())
                let ofPoint = ProjectivePoint(Curve.generator).multiple(scalar.limbs())
                #expect(ofGenerator.equals(expected))
                #expect(ofPoint.equals(expected))
            }
        }
        check(P256.self)
        check(P384.self)
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
                        #expect(sum.isInfinityVarTime == (expected.z.isZero != 0))
                        guard !sum.isInfinityVarTime else { continue }
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
) -> ProjectivePoint<Curve> {
    var sum = ProjectivePoint<Curve>.infinity
    for octet in scalar.bigEndianBytes {
        for bit in (0..<8).reversed() {
            sum = sum.doubled
            if octet >> UInt8(bit) & 1 == 1 { sum = sum + ProjectivePoint(Curve.generator) }
        }
    }
    return sum
}

extension ProjectivePoint {
    fileprivate var negated: ProjectivePoint { ProjectivePoint(x: x, y: y.negated, z: z) }

    /// Whether both are the same point.
    fileprivate func equals(_ other: ProjectivePoint) -> Bool {
        if z.isZero != 0 || other.z.isZero != 0 { return z.isZero != 0 && other.z.isZero != 0 }
        return (x * other.z).equals(other.x * z) != 0 && (y * other.z).equals(other.y * z) != 0
    }
}
