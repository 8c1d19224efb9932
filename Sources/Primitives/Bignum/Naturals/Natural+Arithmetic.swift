internal import CGMP

extension Natural {
    /// The sum.
    public static func + (left: Natural, right: Natural) -> Natural {
        let count = max(left.limbs.count, right.limbs.count)
        guard count > 0 else { return left }
        let a = left.padded(to: count)
        let b = right.padded(to: count)
        var sum = [UInt](repeating: 0, count: count + 1)
        sum[count] = unsafe mpn_add_n(&sum, a, b, count)
        return Natural(limbs: sum)
    }

    /// The difference; `nil` where `right` is the larger one.
    public static func - (left: Natural, right: Natural) -> Natural? {
        guard left >= right else { return nil }
        let count = left.limbs.count
        guard count > 0 else { return left }
        let b = right.padded(to: count)
        var difference = [UInt](repeating: 0, count: count)
        _ = unsafe mpn_sub_n(&difference, left.limbs, b, count)
        return Natural(limbs: difference)
    }

    /// The product.
    public static func * (left: Natural, right: Natural) -> Natural {
        guard !left.isZero, !right.isZero else { return Natural(0) }
        // GMP wants the longer factor first.
        let (long, short) = left.limbs.count >= right.limbs.count ? (left, right) : (right, left)
        var product = [UInt](repeating: 0, count: long.limbs.count + short.limbs.count)
        _ = unsafe mpn_mul(&product, long.limbs, long.limbs.count, short.limbs, short.limbs.count)
        return Natural(limbs: product)
    }

    /// The quotient, rounded down, and the remainder; `nil` where `divisor` is zero.
    public func quotientAndRemainderVarTime(
        dividingBy divisor: Natural
    ) -> (quotient: Natural, remainder: Natural)? {
        guard !divisor.isZero else { return nil }
        guard limbs.count >= divisor.limbs.count else { return (Natural(0), self) }
        let count = divisor.limbs.count
        var quotient = [UInt](repeating: 0, count: limbs.count - count + 1)
        var remainder = [UInt](repeating: 0, count: count)
        unsafe mpn_tdiv_qr(&quotient, &remainder, 0, limbs, limbs.count, divisor.limbs, count)
        return (Natural(limbs: quotient), Natural(limbs: remainder))
    }

    /// The square root, rounded down.
    public func squareRootVarTime() -> Natural {
        guard !isZero else { return self }
        var root = [UInt](repeating: 0, count: (limbs.count + 1) / 2)
        _ = unsafe mpn_sqrtrem(&root, nil, limbs, limbs.count)
        return Natural(limbs: root)
    }

    /// The number that gives 1 when multiplied with this one, modulo `modulus`; `nil` where there is none, which
    /// is so for every `modulus` below 2.
    public func inverseVarTime(modulo modulus: Natural) -> Natural? {
        guard modulus > Natural(1), let reduced = quotientAndRemainderVarTime(dividingBy: modulus)?.remainder,
            !reduced.isZero
        else { return nil }
        // GMP overwrites both operands, and gives g = gcd(v, m) and s with s·v ≡ g (mod m). It wants the longer
        // operand first, so that the modulus goes there, and s is that of the modulus; from
        // g = s·m + t·v follows t = (g − s·m) / v.
        let count = modulus.limbs.count
        var first = modulus.limbs + [0]
        var second = reduced.limbs + [0]
        var gcd = [UInt](repeating: 0, count: count + 1)
        var cofactor = [UInt](repeating: 0, count: count + 1)
        var cofactorCount = 0
        let gcdCount = unsafe mpn_gcdext(
            &gcd,
            &cofactor,
            &cofactorCount,
            &first,
            count,
            &second,
            reduced.limbs.count
        )
        guard Natural(limbs: Array(gcd[..<gcdCount])) == Natural(1) else { return nil }
        let s = Natural(limbs: Array(cofactor[..<abs(cofactorCount)]))
        if cofactorCount < 0 {
            // t = (1 + |s|·m) / v is positive already.
            return (Natural(1) + s * modulus).quotientAndRemainderVarTime(dividingBy: reduced)?.quotient
        }
        // −t = (s·m − 1) / v; without s, v is 1 and is its own inverse.
        guard !s.isZero, let multiple = s * modulus - Natural(1),
            let negated = multiple.quotientAndRemainderVarTime(dividingBy: reduced)?.quotient
        else { return reduced }
        return modulus - negated
    }

    /// The limbs with zeros above them.
    func padded(to count: Int) -> [UInt] {
        limbs + [UInt](repeating: 0, count: count - limbs.count)
    }
}
