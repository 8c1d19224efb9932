import Bignum
import SecretMemory
import TestSupport
import Testing

@Suite("Secret naturals")
struct SecretNaturalTests {
    @Test("arithmetic gives what Python gives", arguments: ArithmeticFigure.all)
    func arithmetic(figure: ArithmeticFigure) {
        let a = SecretNatural(hex: figure.a)
        let b = SecretNatural(hex: figure.b)
        let product = a.product(with: b).revealed()
        #expect(product == Natural(hex: figure.product))
        let square = a.square().revealed()
        #expect(square == Natural(hex: figure.a) * Natural(hex: figure.a))
        let division = a.quotientAndRemainder(dividingBy: b)
        let (quotient, remainder) = (division.quotient.revealed(), division.remainder.revealed())
        #expect(quotient == Natural(hex: figure.quotient))
        #expect(remainder == Natural(hex: figure.remainder))
        let alone = a.remainder(dividingBy: b).revealed()
        #expect(alone == remainder)
    }

    @Test("odd moduli give what Python gives, public and secret", arguments: ArithmeticFigure.all)
    func moduli(figure: ArithmeticFigure) throws {
        let a = SecretNatural(hex: figure.a)
        let b = SecretNatural(hex: figure.b)
        let number = Natural(hex: figure.modulus)
        for isSecret in [false, true] {
            // A secret modulus with leading zeros is cut to what it needs.
            let made =
                isSecret
                ? OddModulus(secret: SecretNatural(number, limbCount: 20)) : OddModulus(number)
            guard let modulus = made else {
                Issue.record("an odd modulus was refused")
                return
            }
            let bitCount = modulus.bitCount
            #expect(bitCount == number.bitCount)
            // The exponent has more announced bits than it needs.
            let exponent = b.resized(to: b.limbCount + 1)
            let power = modulus.power(of: a, exponent, exponentBitCount: 64 * b.limbCount + 3).revealed()
            #expect(power == Natural(hex: figure.power))
            let reduced = modulus.reduced(a)
            let inverse = modulus.inverse(of: reduced)?.revealed()
            #expect(inverse == Natural(hex: figure.inverse))
            let difference = modulus.difference(modulus.reduced(b), reduced)
            var sum = difference.resized(to: difference.limbCount + 1)
            sum.add(reduced)
            let back = modulus.reduced(sum).revealed()
            let expected = modulus.reduced(b).revealed()
            #expect(back == expected)
        }
    }

    @Test("a power of zero is zero, and one of one is one")
    func trivialPowers() {
        guard let modulus = OddModulus(Natural(hex: "fedcba9876543210f0e1d2c3b4a59687")) else {
            Issue.record("an odd modulus was refused")
            return
        }
        for number in [0, 1] as [UInt] {
            let base = SecretNatural(Natural(number), limbCount: 2)
            let exponent = SecretNatural(Natural(hex: "123456789abcdef0123456789abcdef"))
            let power = modulus.power(of: base, exponent, exponentBitCount: 121).revealed()
            #expect(power == Natural(number))
        }
    }

    @Test("an even modulus is refused, and a number that shares a factor has no inverse")
    func refusals() throws {
        let even = OddModulus(Natural(10)) == nil
        let secretEven = OddModulus(secret: SecretNatural(Natural(10))) == nil
        #expect(even && secretEven)
        guard let nine = OddModulus(Natural(9)) else {
            Issue.record("9 is odd")
            return
        }
        let none = nine.inverse(of: SecretNatural(Natural(6))) == nil
        #expect(none)
    }

    @Test(
        "the greatest common divisor is what Python gives, powers of two included",
        arguments: ArithmeticFigure.all
    )
    func divisors(figure: ArithmeticFigure) {
        let a = SecretNatural(Natural(hex: figure.a) * Natural(6 * 64), limbCount: 20)
        let b = SecretNatural(Natural(hex: figure.b) * Natural(4 * 64), limbCount: 20)
        let gcd = a.greatestCommonDivisor(with: b).revealed()
        #expect(gcd == Natural(hex: figure.gcd))
        let same = a.greatestCommonDivisor(with: a).revealed()
        #expect(same == a.revealed())
    }

    @Test("small greatest common divisors are right, one by one")
    func smallDivisors() {
        func gcd(_ a: UInt, _ b: UInt) -> UInt { b == 0 ? a : gcd(b, a % b) }
        for a in 1..<20 as Range<UInt> {
            for b in 1..<20 as Range<UInt> {
                let answer = SecretNatural(Natural(a)).greatestCommonDivisor(with: SecretNatural(Natural(b)))
                let revealed = answer.revealed()
                #expect(revealed == Natural(gcd(a, b)))
            }
        }
    }

    @Test("comparisons agree with those of public numbers, across counts of limbs")
    func comparisons() {
        let numbers = [
            "0", "1", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff", "10000000000000000",
            "ffffffffffffffff0000000000000000", "ffffffffffffffffffffffffffffffff",
        ].map(Natural.init(hex:))
        for left in numbers {
            for right in numbers {
                for count in [2, 3] {
                    let a = SecretNatural(left, limbCount: count)
                    let b = SecretNatural(right, limbCount: 2)
                    let less = a.isLess(than: b).revealed
                    let equal = a.equals(b).revealed
                    #expect(less == (left < right))
                    #expect(equal == (left == right))
                }
            }
            let secret = SecretNatural(left, limbCount: 2)
            let (isZero, isOdd) = (secret.isZero().revealed, secret.isOdd().revealed)
            let isOne = secret.equals(1).revealed
            let bitCount = secret.bitCountVarTime()
            #expect(isZero == left.isZero)
            #expect(isOdd == left.isOdd)
            #expect(isOne == (left == Natural(1)))
            #expect(bitCount == left.bitCount)
        }
    }

    @Test("a sum and a difference report what leaves the announced size, and happen only where asked")
    func carries() {
        var most = SecretNatural(hex: "ffffffffffffffffffffffffffffffff")
        let one = SecretNatural(Natural(1))
        let untouched = most.add(one, where: one.isZero()).revealed
        let stays = most.revealed()
        #expect(!untouched && stays == Natural(hex: "ffffffffffffffffffffffffffffffff"))
        let carry = most.add(one).revealed
        let isZero = most.isZero().revealed
        #expect(carry && isZero)
        let borrow = most.subtract(one).revealed
        let back = most.revealed()
        #expect(borrow && back == Natural(hex: "ffffffffffffffffffffffffffffffff"))
    }

    @Test("shifts move bits across limbs and lose what leaves", arguments: [0, 1, 63, 64, 65, 127, 128, 200])
    func shifts(count: Int) throws {
        let number = Natural(hex: "fedcba9876543210f0e1d2c3b4a5968778695a4b3c2d1e0f")
        let power = Natural(
            bigEndian: ([UInt8(1 << (count % 8))] + [UInt8](repeating: 0, count: count / 8)).span
        )
        let limit = Natural(bigEndian: ([1] + [UInt8](repeating: 0, count: 24)).span)
        let secret = SecretNatural(number)
        let left = secret.shiftedLeft(by: count).revealed()
        let right = secret.shiftedRight(by: count).revealed()
        #expect(left == (number * power).quotientAndRemainderVarTime(dividingBy: limit)?.remainder)
        #expect(right == number.quotientAndRemainderVarTime(dividingBy: power)?.quotient)
    }

    @Test("octets are read and written, and what does not fit is refused")
    func octets() throws {
        let octets: [UInt8] = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        guard let number = SecretNatural(bigEndian: octets.span, limbCount: 2) else {
            Issue.record("nine octets fit into two limbs")
            return
        }
        let written = number.bigEndianBytes(count: 11)
        let same = constantTimeEquals(written.span, octets.span)
        #expect(same)
        let low = number.bigEndianBytes(count: 2)
        let isLow = constantTimeEquals(low.span, [8, 9].span)
        #expect(isLow)
        let refused = SecretNatural(bigEndian: octets.span, limbCount: 1) == nil
        #expect(refused)
    }

    @Test(
        "a draw has the bits that were asked for, each of them at some time",
        arguments: [1, 7, 8, 64, 65, 130]
    )
    func draws(bitCount: Int) {
        var random = SeededRandom(seed: 5)
        var most = 0
        var isEven = false
        for _ in 0..<64 {
            let draw = SecretNatural(bitCount: bitCount, using: &random)
            most = max(most, draw.bitCountVarTime())
            isEven = isEven || !draw.isOdd().revealed
        }
        #expect(most == bitCount)
        #expect(isEven)
    }
}
