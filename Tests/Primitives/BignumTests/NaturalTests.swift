import Bignum
import Testing

@Suite("Public naturals")
struct NaturalTests {
    @Test("octets come back without leading zeros, or filled up to a count")
    func octets() {
        let octets: [UInt8] = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        let number = Natural(bigEndian: octets.span)
        #expect(number.bigEndianBytes == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(number.bigEndianBytes(count: 11) == octets)
        #expect(number.bigEndianBytes(count: 9) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(number.bigEndianBytes(count: 8) == nil)
        #expect(number.description == "0x10203040506070809")
        #expect(number.bitCount == 65)
        #expect(number.isOdd)
    }

    @Test("zero has no octets and no bits")
    func zero() {
        let none: [UInt8] = []
        let zero = Natural(bigEndian: none.span)
        #expect(zero == Natural(0))
        #expect(zero.isZero && !zero.isOdd)
        #expect(zero.bitCount == 0)
        #expect(zero.bigEndianBytes.isEmpty)
        #expect(zero.bigEndianBytes(count: 2) == [0, 0])
        #expect(zero.description == "0x0")
        let zeros = Natural(bigEndian: [0, 0, 0].span)
        #expect(zeros == zero)
    }

    @Test("numbers are ordered by value, across counts of limbs")
    func order() {
        let ascending = [
            "0", "1", "ffffffffffffffff", "10000000000000000", "10000000000000001", "20000000000000000",
        ]
        .map(Natural.init(hex:))
        for (place, left) in ascending.enumerated() {
            for (other, right) in ascending.enumerated() {
                #expect((left < right) == (place < other))
                #expect((left == right) == (place == other))
            }
        }
    }

    @Test("arithmetic gives what Python gives", arguments: ArithmeticFigure.all)
    func arithmetic(figure: ArithmeticFigure) throws {
        let (a, b) = (Natural(hex: figure.a), Natural(hex: figure.b))
        let modulus = Natural(hex: figure.modulus)
        #expect(a * b == Natural(hex: figure.product))
        let division = try #require(a.quotientAndRemainderVarTime(dividingBy: b))
        #expect(division.quotient == Natural(hex: figure.quotient))
        #expect(division.remainder == Natural(hex: figure.remainder))
        #expect(a.powerVarTime(b, modulo: modulus) == Natural(hex: figure.power))
        #expect(a.inverseVarTime(modulo: modulus) == Natural(hex: figure.inverse))
        #expect(a + b - b == a)
        #expect(a + b - a == b)
        let root = (a * a).squareRootVarTime()
        #expect(root == a)
        #expect((a * a + (a + a)).squareRootVarTime() == a)
    }

    @Test("a carry goes through all limbs")
    func carry() {
        let most = Natural(hex: "ffffffffffffffffffffffffffffffff")
        #expect(most + Natural(1) == Natural(hex: "100000000000000000000000000000000"))
        #expect(Natural(hex: "100000000000000000000000000000000") - Natural(1) == most)
    }

    @Test("what has no answer gives none")
    func noAnswer() {
        #expect(Natural(1) - Natural(2) == nil)
        #expect(Natural(1).quotientAndRemainderVarTime(dividingBy: Natural(0)) == nil)
        #expect(Natural(6).inverseVarTime(modulo: Natural(9)) == nil)
        #expect(Natural(9).inverseVarTime(modulo: Natural(9)) == nil)
        #expect(Natural(1).inverseVarTime(modulo: Natural(1)) == nil)
        #expect(Natural(2).powerVarTime(Natural(3), modulo: Natural(8)) == nil)
    }

    @Test("the smallest powers and inverses are right")
    func smallest() {
        let (zero, one) = (Natural(0), Natural(1))
        #expect(zero * one == zero)
        #expect(Natural(5).powerVarTime(zero, modulo: Natural(7)) == one)
        #expect(Natural(5).powerVarTime(Natural(3), modulo: one) == zero)
        #expect(zero.powerVarTime(Natural(3), modulo: Natural(7)) == zero)
        for modulus in 2..<40 as Range<UInt> {
            for number in 0..<80 as Range<UInt> {
                let inverse = Natural(number).inverseVarTime(modulo: Natural(modulus))
                let expected = (1..<modulus).first { $0 * number % modulus == 1 }
                #expect(inverse == expected.map { Natural($0) })
            }
        }
    }
}
