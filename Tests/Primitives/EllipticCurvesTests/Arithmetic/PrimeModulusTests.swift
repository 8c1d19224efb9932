import Bignum
import TestSupport
import Testing

@testable import EllipticCurves

@Suite("Residues modulo the primes of the curves, beside GMP")
struct PrimeModulusTests {
    @Test("the primes are those of SP 800-186", arguments: ModulusFigure.all)
    func primes(figure: ModulusFigure) {
        #expect(natural(figure.modulus.modulus) == figure.value)
        #expect(figure.modulus.bitCount == figure.bitCount)
    }

    @Test("the constants of Montgomery's form follow from the prime", arguments: ModulusFigure.all)
    func constants(figure: ModulusFigure) {
        checkConstants(figure.modulus)
    }

    @Test("sums, differences, products and inverses are GMP's", arguments: ModulusFigure.all)
    func arithmetic(figure: ModulusFigure) {
        checkArithmetic(figure.modulus)
    }

    @Test("residues are inverted together as one by one", arguments: ModulusFigure.all)
    func invertAll(figure: ModulusFigure) {
        checkInvertAll(figure.modulus)
    }

    @Test("a quotient times its divisor is the dividend", arguments: ModulusFigure.all)
    func quotients(figure: ModulusFigure) {
        checkQuotients(figure.modulus)
    }

    @Test("there are as many division steps as the slowest numbers may need, which none drawn at random does")
    func divisionSteps() {
        // libsecp256k1, src/modinv64_impl.h: 590 steps are proven to be enough for 256 bits.
        #expect(P256Prime.divisionStepCount >= 590 && P256Order.divisionStepCount >= 590)
        // Wuille, by the convex hulls of what division steps reach: 2.303 steps a bit at most.
        for figure in ModulusFigure.all {
            #expect(Double(figure.modulus.divisionStepCount) >= 2.303 * Double(figure.bitCount))
        }
    }

    private func checkQuotients<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        var random = SeededRandom(seed: 6)
        let prime = natural(Modulus.modulus)
        for _ in 0..<50 {
            let octets = random.bytes(count: 2 * 66)
            let number = Natural(bigEndian: octets.span.extracting(0..<66)).modulo(prime)
            let factor = Natural(bigEndian: octets.span.extracting(66..<132)).modulo(prime)
            let quotient = natural(Modulus.quotient(factor.limbs(), by: number.limbs()))
            #expect((quotient * number).modulo(prime) == factor)
        }
    }

    private func checkConstants<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        let prime = natural(Modulus.modulus)
        let radix = power(of: 8 * MemoryLayout<Modulus.Limbs>.size)
        #expect(natural(Modulus.radix) == radix.modulo(prime))
        #expect(natural(Modulus.radixSquared) == (radix * radix).modulo(prime))
        // −1 modulo 2^64
        let product = prime * Natural(UInt(Modulus.negatedInverse))
        #expect(product.modulo(power(of: 64)) == Natural(UInt.max))
    }

    private func checkArithmetic<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        var random = SeededRandom(seed: 1)
        let prime = natural(Modulus.modulus)
        let numbers = numbers(below: prime, bitCount: Modulus.bitCount, using: &random)
        for left in numbers {
            let a = Residue<Modulus>(left.limbs())
            #expect(natural(a.number) == left)
            #expect(natural(a.squared.number) == (left * left).modulo(prime))
            #expect(natural(a.inverse.number) == left.inverseVarTime(modulo: prime) ?? Natural(0))
            #expect(natural(a.negated.number) == (prime - left)?.modulo(prime))
            #expect((a.isZero != 0) == (left == Natural(0)))
            for right in numbers {
                let b = Residue<Modulus>(right.limbs())
                #expect(natural((a + b).number) == (left + right).modulo(prime))
                #expect(natural((a - b).number) == (left + prime - right)?.modulo(prime))
                #expect(natural((a * b).number) == (left * right).modulo(prime))
                #expect((a.equals(b) != 0) == (left == right))
            }
        }
    }

    private func checkInvertAll<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        let residues = (1...9).map { Residue<Modulus>(Modulus.Limbs($0)) }
        var inverted = residues
        Residue.invertAll(&inverted)
        for (residue, inverse) in zip(residues, inverted) {
            #expect((residue * inverse).equals(.one) != 0)
        }
    }
}

/// A modulus by its published value.
struct ModulusFigure: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let modulus: any PrimeModulus.Type
    let bitCount: Int
    let hexadecimal: String

    var value: Natural {
        let bytes = octets(hexadecimal)
        return Natural(bigEndian: bytes.span)
    }

    private static func ones(_ count: Int) -> String { String(repeating: "f", count: count) }

    /// SP 800-186, sections 3.2.1.3 to 3.2.1.5, and RFC 8032, section 5.1, for the order of edwards25519.
    static let all = [
        ModulusFigure(
            testDescription: "p of P-256",
            modulus: P256Prime.self,
            bitCount: 256,
            hexadecimal: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
        ),
        ModulusFigure(
            testDescription: "n of P-256",
            modulus: P256Order.self,
            bitCount: 256,
            hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
        ),
        ModulusFigure(
            testDescription: "p of P-384",
            modulus: P384Prime.self,
            bitCount: 384,
            hexadecimal: ones(56) + "fffffffeffffffff0000000000000000ffffffff"
        ),
        ModulusFigure(
            testDescription: "n of P-384",
            modulus: P384Order.self,
            bitCount: 384,
            hexadecimal: ones(48) + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        ),
        ModulusFigure(
            testDescription: "p of P-521",
            modulus: P521Prime.self,
            bitCount: 521,
            hexadecimal: "01" + ones(130)
        ),
        ModulusFigure(
            testDescription: "n of P-521",
            modulus: P521Order.self,
            bitCount: 521,
            hexadecimal: "01" + ones(64)
                + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        ),
        ModulusFigure(
            testDescription: "L of edwards25519",
            modulus: Order25519.self,
            bitCount: 253,
            hexadecimal: "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"
        ),
    ]
}
