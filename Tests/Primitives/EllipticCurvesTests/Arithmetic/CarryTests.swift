import Bignum
import TestSupport
import Testing

@testable import EllipticCurves

/// What random residues reach once in 2^32 times or less.
///
/// Residues are computed with in Montgomery's form, in which 1 and p − 1 look as if they had been drawn: so limbs are
/// given here as they are computed with.
@Suite("Carries and reductions at their furthest, beside GMP")
struct CarryTests {
    @Test("products, squares and sums of limbs of zeros and ones", arguments: ModulusFigure.all)
    func limbs(figure: ModulusFigure) {
        checkLimbs(figure.modulus)
    }

    @Test("products that are the modulus and a little before they are reduced", arguments: ModulusFigure.all)
    func lastReductions(figure: ModulusFigure) {
        checkLastReductions(figure.modulus)
    }

    @Test("squares modulo p of P-256 that are the same")
    func lastReductionOfSquare() {
        let prime = natural(P256Prime.modulus)
        var found = 0
        for small in 1...64 as ClosedRange<UInt> {
            // root² · R^−1 = small, where small · R is a square.
            let square = (Natural(small) * power(of: 256)).modulo(prime)
            let root = Residue<P256Prime>(square.limbs()).squareRootCandidate.number
            let number = natural(root)
            guard (number * number).modulo(prime) == square else { continue }
            found += 1
            #expect(natural(P256Prime.square(root)) == Natural(small))
            #expect(natural(P256Prime.square((prime - number)!.limbs())) == Natural(small))
        }
        #expect(found > 16)
    }

    @Test("residues modulo 2^255 − 19 of digits as large as a factor may have")
    func digits() {
        let prime = (power(of: 255) - Natural(19))!
        let mask: UInt64 = 1 << 51 - 1
        let edges: [UInt64] = [0, 1, mask - 1, mask, mask + 1, 1 << 52 - 1, 1 << 54 - 1, mask - 18]
        var random = SeededRandom(seed: 8)
        var all = edges.map { [UInt64](repeating: $0, count: 5) }
        for edge in edges {
            for place in 0..<5 {
                for other in [0, mask, 1 << 54 - 1] as [UInt64] {
                    all.append((0..<5).map { $0 == place ? edge : other })
                }
            }
        }
        for digits in all {
            let a = Residue25519(digits[0], digits[1], digits[2], digits[3], digits[4])
            let value = digits.enumerated().reduce(Natural(0)) { sum, digit in
                sum + Natural(UInt(digit.element)) * power(of: 51 * digit.offset)
            }
            #expect(natural(a.number) == value.modulo(prime))
            #expect(natural(a.squared.number) == (value * value).modulo(prime))
            #expect(natural(a.times(121_665).number) == (value * Natural(121_665)).modulo(prime))
            let other = drawn(edges, 5, using: &random)
            let b = Residue25519(other[0], other[1], other[2], other[3], other[4])
            let otherValue = other.enumerated().reduce(Natural(0)) { sum, digit in
                sum + Natural(UInt(digit.element)) * power(of: 51 * digit.offset)
            }
            #expect(natural((a * b).number) == (value * otherValue).modulo(prime))
        }
    }

    @Test("digits as large as a sum has are subtracted")
    func differences() {
        let prime = (power(of: 255) - Natural(19))!
        for digit in [1 << 51, 1 << 52, 1 << 52 + 1, 1 << 53 - 77] as [UInt64] {
            let a = Residue25519(digit, digit, digit, digit, digit)
            let value = (0..<5).reduce(Natural(0)) { $0 + Natural(UInt(digit)) * power(of: 51 * $1) }
            let difference = Residue25519.zero - a
            #expect(natural((difference * .one).number) == (prime * Natural(8) - value)?.modulo(prime))
        }
    }

    private func checkLimbs<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        var random = SeededRandom(seed: 7)
        let prime = natural(Modulus.modulus)
        let radix = power(of: 64 * Modulus.Limbs.limbCount)
        let edges: [UInt64] = [0, 1, .max, .max - 1, 1 << 63, 0xFFFF_FFFF, 0xFFFF_FFFF << 32]
        var all = (1...4).map { (prime - Natural(UInt($0)))! }
        // Limbs of the modulus itself, but for one.
        for place in 0..<Modulus.Limbs.limbCount {
            for edge in edges {
                var limbs = Modulus.modulus
                limbs[place] = edge
                all.append(natural(limbs))
            }
        }
        for _ in 0..<150 {
            var limbs = Modulus.Limbs()
            let digits = drawn(edges, Modulus.Limbs.limbCount, using: &random)
            for index in digits.indices { limbs[index] = digits[index] }
            all.append(natural(limbs).modulo(power(of: Modulus.bitCount)))
        }
        all = all.filter { $0 < prime }
        for (index, left) in all.enumerated() {
            let square = natural(Modulus.square(left.limbs()))
            #expect(square < prime && (square * radix).modulo(prime) == (left * left).modulo(prime))
            for right in [all[0], all[(index + 1) % all.count], all[(7 * index + 3) % all.count]] {
                let product = natural(Modulus.product(left.limbs(), right.limbs()))
                #expect(product < prime && (product * radix).modulo(prime) == (left * right).modulo(prime))
                let a = Residue<Modulus>(montgomeryForm: left.limbs())
                let b = Residue<Modulus>(montgomeryForm: right.limbs())
                #expect(natural((a + b).limbs) == (left + right).modulo(prime))
                #expect(natural((a - b).limbs) == (left + prime - right)?.modulo(prime))
            }
            // What adds up to the modulus, or to one more or less.
            let rest = (prime - left)!.modulo(prime)
            for distance in 0...2 as ClosedRange<UInt> {
                let other = ((rest + prime + Natural(1)) - Natural(distance))!.modulo(prime)
                let a = Residue<Modulus>(montgomeryForm: left.limbs())
                let b = Residue<Modulus>(montgomeryForm: other.limbs())
                #expect(natural((a + b).limbs) == (left + other).modulo(prime))
            }
        }
    }

    @Test("numbers from the modulus on are reduced as they are taken", arguments: ModulusFigure.all)
    func taken(figure: ModulusFigure) {
        checkTaken(figure.modulus)
    }

    private func checkTaken<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        let prime = natural(Modulus.modulus)
        let radix = power(of: 64 * Modulus.Limbs.limbCount)
        for distance in 0...3 as ClosedRange<UInt> {
            for number in [prime + Natural(distance), (radix - Natural(distance + 1))!] {
                #expect(natural(Residue<Modulus>(number.limbs()).number) == number.modulo(prime))
            }
        }
    }

    private func checkLastReductions<Modulus: PrimeModulus>(_ modulus: Modulus.Type) {
        var random = SeededRandom(seed: 9)
        let prime = natural(Modulus.modulus)
        let radix = power(of: 64 * Modulus.Limbs.limbCount)
        let small = [0, 1, 2, 3, 19, .max].map { Natural($0) }
        for target in small {
            for _ in 0..<8 {
                let octets = random.bytes(count: 66)
                let left = Natural(bigEndian: octets.span).modulo(prime)
                // left · right · R^−1 = target: before the last reduction the sum is the target and the modulus.
                let right = (target * radix * left.inverseVarTime(modulo: prime)!).modulo(prime)
                #expect(natural(Modulus.product(left.limbs(), right.limbs())) == target)
            }
        }
    }

    private func drawn(_ edges: [UInt64], _ count: Int, using random: inout SeededRandom) -> [UInt64] {
        random.bytes(count: count).map { edges[Int($0) % edges.count] }
    }
}
