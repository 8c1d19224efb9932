import Testing

@testable import EllipticCurves

@Suite("Masks of limbs")
struct FixedLimbsTests {
    @Test("a single bit anywhere makes a number neither 0 nor another one", arguments: 0..<256)
    func bits(place: Int) {
        var number = FixedLimbs<4>()
        number[place / 64] = 1 << UInt64(place % 64)
        #expect(number.isZero == 0)
        #expect(number.equals(FixedLimbs()) == 0)
        #expect(number.equals(number) == .max)
        #expect(FixedLimbs<4>().isLess(than: number) == .max)
        #expect(number.isLess(than: FixedLimbs()) == 0)
        #expect(number.isLess(than: number) == 0)
        #expect(isZeroMask(number[place / 64]) == 0)
        #expect(isZeroMask(.max - number[place / 64]) == 0)
    }

    @Test("0 is 0, in a word and in limbs")
    func zero() {
        #expect(FixedLimbs<4>().isZero == .max)
        #expect(isZeroMask(0) == .max && isZeroMask(.max) == 0)
    }
}
