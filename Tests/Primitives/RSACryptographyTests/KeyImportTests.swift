import Bignum
import RSACryptography
import SecretMemory
import Testing

@Suite("Reading an RSA key")
struct KeyImportTests {
    @Test(
        "keys of even and odd sizes, of equal and unequal primes, are read, and their octets come back",
        arguments: KeyFigure.all
    )
    func components(figure: KeyFigure) throws {
        let key = try figure.privateKey()
        let written = [
            hex(key.privateExponentBytes), hex(key.prime1Bytes), hex(key.prime2Bytes),
            hex(key.exponent1Bytes), hex(key.exponent2Bytes), hex(key.coefficientBytes),
        ]
        let expected = [
            figure.privateExponent, figure.prime1, figure.prime2,
            figure.exponent1, figure.exponent2, figure.coefficient,
        ]
        // The octets are filled up to the announced size.
        #expect(written.map { $0.drop { $0 == "0" } } == expected.map { $0.drop { $0 == "0" } })
        let publicKey = key.publicKey
        #expect(publicKey == (try figure.publicKey()))
        #expect(publicKey.modulus.bigEndianBytes == octets(figure.modulus))
    }

    @Test("leading zeros are accepted")
    func leadingZeros() throws {
        var figure = KeyFigure.rsa1024
        figure.modulus = "0000" + figure.modulus
        figure.privateExponent = "00" + figure.privateExponent
        figure.prime1 = String(repeating: "00", count: 200) + figure.prime1
        figure.exponent1 = String(repeating: "00", count: 200) + figure.exponent1
        figure.coefficient = "0000" + figure.coefficient
        #expect(refusal(figure) == nil)
    }

    @Test("a description shows the size and nothing else")
    func description() throws {
        let key = try KeyFigure.rsa1024.privateKey()
        let (description, debugDescription) = (key.description, key.debugDescription)
        #expect(description == "RSA.PrivateKey(1024 bits)")
        #expect(debugDescription == description)
    }

    @Test("each thing that is wrong has its own error")
    func refusals() {
        let whole = KeyFigure.rsa1024
        func changed(_ change: (inout KeyFigure) -> Void) -> RSAError? {
            var figure = whole
            change(&figure)
            return refusal(figure)
        }
        let one = Natural(1)
        func plusOne(_ hex: String) -> String { padded(number(hex) + one) }
        func plus(_ hex: String, _ other: String) -> String { padded(number(hex) + number(other)) }
        func lessOne(_ hex: String) -> Natural { (number(hex) - one) ?? one }

        #expect(changed { _ in } == nil)
        #expect(changed { $0.modulus = "c5" } == .modulusLength(bitCount: 8))
        #expect(
            changed { $0.modulus += String(repeating: "11", count: 2000) } == .modulusLength(bitCount: 17024)
        )
        #expect(changed { $0.modulus = plusOne($0.modulus) } == .modulusEven)
        #expect(changed { $0.publicExponent = "010000" } == .publicExponentEven)
        #expect(changed { $0.publicExponent = "01" } == .publicExponentOutOfRange)
        #expect(
            changed { $0.publicExponent = "01" + String(repeating: "00", count: 31) + "01" }
                == .publicExponentOutOfRange
        )
        #expect(
            changed { $0.modulus = padded(number($0.modulus) + Natural(2)) } == .primesDoNotMultiplyToModulus
        )
        #expect(changed { $0.prime1 = plusOne($0.prime1) } == .primesDoNotMultiplyToModulus)
        #expect(changed { $0.prime2 = "00" } == .primesDoNotMultiplyToModulus)
        #expect(changed { $0.prime2 = String(repeating: "ff", count: 400) } == .primesDoNotMultiplyToModulus)
        #expect(changed { $0.privateExponent = "01" } == .privateExponentOutOfRange)
        #expect(changed { $0.privateExponent = "" } == .privateExponentOutOfRange)
        #expect(
            changed { $0.privateExponent = plus($0.privateExponent, $0.modulus) }
                == .privateExponentOutOfRange
        )
        #expect(
            changed { $0.privateExponent = plusOne($0.privateExponent) } == .privateExponentDoesNotFitPrime1
        )
        #expect(changed { $0.exponent1 = plusOne($0.exponent1) } == .exponent1Wrong)
        // The right value, but not reduced.
        #expect(
            changed { $0.exponent1 = padded(number($0.exponent1) + lessOne($0.prime1)) } == .exponent1Wrong
        )
        #expect(changed { $0.exponent2 = plusOne($0.exponent2) } == .exponent2Wrong)
        #expect(changed { $0.exponent2 = "" } == .exponent2Wrong)
        #expect(changed { $0.coefficient = plusOne($0.coefficient) } == .coefficientWrong)
        #expect(changed { $0.coefficient = plus($0.coefficient, $0.prime1) } == .coefficientWrong)
        // p and q the other way round, all else as it was.
        #expect(
            changed {
                swap(&$0.prime1, &$0.prime2)
                swap(&$0.exponent1, &$0.exponent2)
            } == .coefficientWrong
        )
    }

    @Test("an exponent that fits one prime only is refused")
    func exponentOfOnePrime() throws {
        // d + (p − 1) still fits p, and not q.
        var figure = KeyFigure.rsa1024
        let lessOne = try difference(number(figure.prime1), Natural(1))
        var exponent = number(figure.privateExponent) + lessOne
        if exponent >= number(figure.modulus) {
            exponent = try difference(number(figure.privateExponent), lessOne)
        }
        figure.privateExponent = padded(exponent)
        #expect(refusal(figure) == .privateExponentDoesNotFitPrime2)
    }

    @Test("composite factors, equal ones and short ones are refused, with all else made to fit")
    func badFactors() throws {
        let figure = KeyFigure.rsa1024
        let (p, q) = (number(figure.prime1), number(figure.prime2))
        // 127 bits: 2^127 − 1.
        let shortPrime = number("7f" + String(repeating: "ff", count: 15))
        #expect(refusal(try fitting(p: p, q: p)) == .primesEqual)
        #expect(refusal(try fitting(p: shortPrime, q: p)) == .prime1TooShort)
        #expect(refusal(try fitting(p: p, q: shortPrime)) == .prime2TooShort)
        #expect(refusal(try fitting(p: p * Natural(101), q: q)) == .prime1Composite)
        #expect(refusal(try fitting(p: p, q: q * Natural(101))) == .prime2Composite)
        #expect(refusal(try fitting(p: p, q: q)) == nil)
    }

    /// A key whose values fit two odd factors, prime or not, as far as they can.
    private func fitting(p: Natural, q: Natural) throws -> KeyFigure {
        let one = Natural(1)
        let pLessOne = try difference(p, one)
        let qLessOne = try difference(q, one)
        let product = pLessOne * qLessOne
        for e in stride(from: 65537, to: 70000, by: 2) as StrideTo<UInt> {
            guard let d = Natural(e).inverseVarTime(modulo: product) else { continue }
            return KeyFigure(
                modulus: padded(p * q),
                publicExponent: padded(Natural(e)),
                privateExponent: padded(d),
                prime1: padded(p),
                prime2: padded(q),
                exponent1: padded(
                    try #require(d.quotientAndRemainderVarTime(dividingBy: pLessOne)?.remainder)
                ),
                exponent2: padded(
                    try #require(d.quotientAndRemainderVarTime(dividingBy: qLessOne)?.remainder)
                ),
                coefficient: padded(q.inverseVarTime(modulo: p) ?? one),
                signature: ""
            )
        }
        throw RSAError.publicExponentOutOfRange
    }

    private func difference(_ left: Natural, _ right: Natural) throws -> Natural {
        let difference = left - right
        return try #require(difference)
    }

    private func padded(_ number: Natural) -> String {
        number.bigEndianBytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
