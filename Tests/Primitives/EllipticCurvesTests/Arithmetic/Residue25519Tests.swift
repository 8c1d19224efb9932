import Bignum
import TestSupport
import Testing

@testable import EllipticCurves

@Suite("Residues modulo 2^255 − 19, beside GMP")
struct Residue25519Tests {
    private var prime: Natural { (power(of: 255) - Natural(19))! }

    @Test("sums, differences, products and inverses are GMP's")
    func arithmetic() {
        var random = SeededRandom(seed: 2)
        let numbers = numbers(below: prime, bitCount: 255, using: &random)
        for left in numbers {
            let a = Residue25519(left.limbs())
            #expect(natural(a.number) == left)
            #expect(natural(a.squared.number) == (left * left).modulo(prime))
            #expect(natural(a.times(121_665).number) == (left * Natural(121_665)).modulo(prime))
            #expect(natural(a.inverse.number) == left.inverseVarTime(modulo: prime) ?? Natural(0))
            #expect(natural(a.negated.number) == (prime - left)?.modulo(prime))
            for right in numbers {
                let b = Residue25519(right.limbs())
                #expect(natural((a + b).number) == (left + right).modulo(prime))
                #expect(natural((a - b).number) == (left + prime - right)?.modulo(prime))
                #expect(natural((a * b).number) == (left * right).modulo(prime))
            }
        }
    }

    @Test("numbers from the prime on are reduced", arguments: 0...18 as ClosedRange<UInt>)
    func reduction(excess: UInt) {
        let residue = Residue25519((prime + Natural(excess)).limbs())
        #expect(natural(residue.number) == Natural(excess))
    }

    @Test("sums and differences of unreduced ones stay right, as many as the formulas make in a row")
    func unreduced() {
        let most = (prime - Natural(1))!
        let a = Residue25519(most.limbs())
        let difference = Residue25519.zero - (a + a)
        #expect(natural(((a + a) * difference).number) == (prime - Natural(4))?.modulo(prime))
    }
}
