internal import CVectorIntrinsics

/// Division of eight numbers at once by small primes.
package enum LaneTrialDivision {
    /// How many groups of primes are divided by side by side: one is a chain of multiplications that wait for each
    /// other, and eight of them fill the waiting.
    package static var groupCount: Int { 8 }

    /// Whether one of the primes divides a number: bit i is set where it does for lane i.
    ///
    /// The numbers are digits of 52 bits. A group is a product of odd primes below 2^52, the inverse of the product
    /// modulo 2^52, and `primeCount` times a prime's inverse modulo 2^52 and the largest quotient 2^52 − 1 by the
    /// prime, rounded down: a prime divides what is left of a number just where that times the inverse is no more
    /// than the quotient (Granlund and Montgomery, "Division by Invariant Integers using Multiplication", section 9).
    /// `groups` holds `groupCount` of them, all products first, then all inverses, then the primes group after group.
    package static func divides(
        _ numbers: UnsafePointer<SIMD8<UInt64>>,
        digitCount: Int,
        groups: UnsafePointer<UInt64>,
        primeCount: Int
    ) -> UInt8 {
        let zero = c_lanes_repeating(0)
        var (b0, b1, b2, b3) = (zero, zero, zero, zero)
        var (b4, b5, b6, b7) = (zero, zero, zero, zero)
        for place in 0..<digitCount {
            let digit = unsafe numbers[place]
            unsafe step(&b0, digit, groups[0], groups[8])
            unsafe step(&b1, digit, groups[1], groups[9])
            unsafe step(&b2, digit, groups[2], groups[10])
            unsafe step(&b3, digit, groups[3], groups[11])
            unsafe step(&b4, digit, groups[4], groups[12])
            unsafe step(&b5, digit, groups[5], groups[13])
            unsafe step(&b6, digit, groups[6], groups[14])
            unsafe step(&b7, digit, groups[7], groups[15])
        }
        let primes = unsafe groups + 16
        let stride = 2 &* primeCount
        var divides = unsafe isDivisible(b0, primes, primeCount)
        unsafe divides |= isDivisible(b1, primes + stride, primeCount)
        unsafe divides |= isDivisible(b2, primes + 2 &* stride, primeCount)
        unsafe divides |= isDivisible(b3, primes + 3 &* stride, primeCount)
        unsafe divides |= isDivisible(b4, primes + 4 &* stride, primeCount)
        unsafe divides |= isDivisible(b5, primes + 5 &* stride, primeCount)
        unsafe divides |= isDivisible(b6, primes + 6 &* stride, primeCount)
        unsafe divides |= isDivisible(b7, primes + 7 &* stride, primeCount)
        return divides
    }

    /// One digit of an exact division from the low end: what is left to borrow from the next digit.
    ///
    /// After the last digit it is the number times a power of two, modulo the product and negated, which is divisible
    /// by what the number is divisible by.
    @inline(__always)
    private static func step(_ borrow: inout CLanes, _ digit: CLanes, _ product: UInt64, _ inverse: UInt64) {
        // A difference below zero borrows one more; the multiplication takes its low 52 bits as they are.
        let difference = c_lanes_subtract(digit, borrow)
        let quotient = c_lanes_add_low_product(c_lanes_repeating(0), difference, c_lanes_repeating(inverse))
        borrow = c_lanes_add_high_product(
            c_lanes_shift_right_63(difference),
            quotient,
            c_lanes_repeating(product)
        )
    }

    @inline(__always)
    private static func isDivisible(_ rest: CLanes, _ primes: UnsafePointer<UInt64>, _ primeCount: Int)
        -> UInt8
    {
        var divides: UInt8 = 0
        for place in 0..<primeCount {
            let inverse = unsafe c_lanes_repeating(primes[2 &* place])
            let most = unsafe c_lanes_repeating(primes[2 &* place &+ 1])
            divides |= c_lanes_not_greater(c_lanes_add_low_product(c_lanes_repeating(0), rest, inverse), most)
        }
        return divides
    }
}
