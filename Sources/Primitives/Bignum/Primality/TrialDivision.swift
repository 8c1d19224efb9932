internal import SecretMemory

/// Division of a secret number by all small primes: the sieve before the first power.
///
/// The primes are multiplied into groups that fit a limb, and the number is reduced by a whole group at a time, by
/// multiplications only: a processor's division would take a time that depends on the number. What is left is
/// divisible by a prime of the group just where the number is. A division leaks the announced size of the number,
/// and, for a number that is refused, roughly the least prime that divides it. A number that passes has been
/// through all of the primes, in a time that does not depend on it.
package struct TrialDivision: Sendable {
    /// Four products of small primes, reduced by side by side: one reduction is a chain of multiplications that
    /// wait for each other, and four chains fill the waiting.
    private struct Batch {
        var products: SIMD4<UInt>
        /// The inverses of the products modulo 2 to the power of 64.
        var inverses: SIMD4<UInt>
        /// Where the primes of each product end in the list.
        var ends: SIMD4<Int>
    }

    /// A prime in the form that asks for divisibility with one multiplication (Granlund and Montgomery, "Division
    /// by Invariant Integers using Multiplication", section 9).
    private struct Prime {
        var inverse: UInt
        var most: UInt
    }

    private let batches: [Batch]
    private let primes: [Prime]

    /// The bound: all odd primes below it are divided by.
    package let bound: Int

    /// Prepares division by all odd primes below `bound`, which is at least 16.
    package init(bound: Int) {
        precondition(bound >= 16, "the bound must be at least 16")
        self.bound = bound
        var primes: [Prime] = []
        var products: [(product: UInt, end: Int)] = []
        var product: UInt = 1
        for prime in SmallPrimes.odd(below: bound) {
            let (larger, overflow) = product.multipliedReportingOverflow(by: prime)
            if overflow {
                products.append((product, primes.count))
                product = prime
            } else {
                product = larger
            }
            primes.append(Prime(inverse: TrialDivision.inverse(of: prime), most: .max / prime))
        }
        products.append((product, primes.count))
        // A last batch that is not full is filled with products of no primes.
        while !products.count.isMultiple(of: 4) {
            products.append((1, primes.count))
        }
        self.primes = primes
        batches = stride(from: 0, to: products.count, by: 4).map { start in
            var batch = Batch(products: .one, inverses: .one, ends: .zero)
            for lane in 0..<4 {
                batch.products[lane] = products[start + lane].product
                batch.inverses[lane] = TrialDivision.inverse(of: products[start + lane].product)
                batch.ends[lane] = products[start + lane].end
            }
            return batch
        }
    }

    /// Whether one of the primes divides `number`. A prime below the bound is divided by itself.
    package func dividesOne(of number: borrowing SecretNatural) -> Bool {
        dividesOne(of: number.limbs.span)
    }

    func dividesOne(of limbs: Span<UInt>) -> Bool {
        var place = 0
        for batch in batches {
            let (products, inverses) = (batch.products, batch.inverses)
            var (first, second, third, fourth): (UInt, UInt, UInt, UInt) = (0, 0, 0, 0)
            for index in limbs.indices {
                let limb = limbs[index]
                first = TrialDivision.step(first, limb, products[0], inverses[0])
                second = TrialDivision.step(second, limb, products[1], inverses[1])
                third = TrialDivision.step(third, limb, products[2], inverses[2])
                fourth = TrialDivision.step(fourth, limb, products[3], inverses[3])
            }
            var divides = false
            let rests = SIMD4(first, second, third, fourth)
            for lane in 0..<4 {
                let rest = rests[lane]
                while place < batch.ends[lane] {
                    let prime = primes[place]
                    divides = (rest &* prime.inverse <= prime.most) || divides
                    place += 1
                }
            }
            if divides { return true }
        }
        return false
    }

    /// One limb of an exact division by `product` from the low end: what is left to borrow from the next limb.
    ///
    /// After the last limb it is the number times a power of two, modulo the product and negated, which is
    /// divisible by what the number is divisible by.
    @inline(__always)
    private static func step(_ borrow: UInt, _ limb: UInt, _ product: UInt, _ inverse: UInt) -> UInt {
        let (difference, underflow) = limb.subtractingReportingOverflow(borrow)
        let quotient = difference &* inverse
        return quotient.multipliedFullWidth(by: product).high &+ (underflow ? 1 : 0)
    }

    /// The inverse of an odd number modulo 2 to the power of 64, by Newton's iteration: each step doubles the
    /// number of low bits that are right, of which an odd number has three as its own inverse.
    private static func inverse(of odd: UInt) -> UInt {
        var inverse = odd
        for _ in 0..<5 {
            inverse = inverse &* (2 &- odd &* inverse)
        }
        return inverse
    }
}
