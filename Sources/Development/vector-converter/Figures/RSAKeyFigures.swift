internal import Bignum

/// The numbers of an RSA private key that a publisher left out, from those that are there.
struct RSAKeyFigures {
    let modulus: Natural
    let publicExponent: Natural
    let privateExponent: Natural
    let prime1: Natural
    let prime2: Natural

    /// A key whose primes are published.
    init(
        modulus: Natural,
        publicExponent: Natural,
        privateExponent: Natural,
        prime1: Natural,
        prime2: Natural
    ) {
        self.modulus = modulus
        self.publicExponent = publicExponent
        self.privateExponent = privateExponent
        // The greater prime first, so that the coefficient is taken as RFC 8017 has it.
        self.prime1 = max(prime1, prime2)
        self.prime2 = min(prime1, prime2)
    }

    /// A key whose primes are not published: they follow from the exponents (SP 800-56B revision 2, appendix C.1).
    /// `nil` where the exponents do not belong to the modulus.
    static func withoutPrimes(
        modulus: Natural,
        publicExponent: Natural,
        privateExponent: Natural
    ) -> RSAKeyFigures? {
        let product = publicExponent * privateExponent
        guard var odd = product - Natural(1), !odd.isZero, !odd.isOdd else { return nil }
        var halvings = 0
        while !odd.isOdd {
            odd = divide(odd, by: Natural(2)).quotient
            halvings += 1
        }
        for base in UInt(2)...200 {
            guard let start = Natural(base).powerVarTime(odd, modulo: modulus) else { return nil }
            guard let factor = factor(of: modulus, squaring: start, times: halvings) else { continue }
            return RSAKeyFigures(
                modulus: modulus,
                publicExponent: publicExponent,
                privateExponent: privateExponent,
                prime1: factor,
                prime2: divide(modulus, by: factor).quotient
            )
        }
        return nil
    }

    /// A factor of `modulus`, if squaring `start` again and again comes to a root of 1 that is neither 1 nor −1.
    private static func factor(of modulus: Natural, squaring start: Natural, times: Int) -> Natural? {
        let one = Natural(1)
        var root = start
        for _ in 0..<times {
            let square = divide(root * root, by: modulus).remainder
            if square == one {
                guard root != one, root + one != modulus, let below = root - one else { return nil }
                return greatestCommonDivisor(below, modulus)
            }
            root = square
        }
        return nil
    }

    /// The fields of RFC 8017, appendix A.1.2; `nil` where the primes have no such exponents.
    var fields: [Field]? {
        let one = Natural(1)
        guard let below1 = prime1 - one, let below2 = prime2 - one else { return nil }
        guard let coefficient = prime2.inverseVarTime(modulo: prime1) else { return nil }
        let numbers: [(String, Natural)] = [
            ("modulus", modulus),
            ("public-exponent", publicExponent),
            ("private-exponent", privateExponent),
            ("prime1", prime1),
            ("prime2", prime2),
            ("exponent1", divide(privateExponent, by: below1).remainder),
            ("exponent2", divide(privateExponent, by: below2).remainder),
            ("coefficient", coefficient),
        ]
        return numbers.map { ($0, .natural(hexadecimalText($1.bigEndianBytes))) }
    }
}

/// The natural number that hexadecimal text stands for; an odd count of digits is taken too.
func natural(_ text: String) throws -> Natural {
    let digits = text.utf8.count.isMultiple(of: 2) ? text : "0" + text
    let number = try octets(digits)
    return Natural(bigEndian: number.span)
}

private func greatestCommonDivisor(_ left: Natural, _ right: Natural) -> Natural {
    var (left, right) = (left, right)
    while !right.isZero {
        (left, right) = (right, divide(left, by: right).remainder)
    }
    return left
}

/// The quotient and the remainder, where the divisor cannot be zero.
private func divide(_ number: Natural, by divisor: Natural) -> (quotient: Natural, remainder: Natural) {
    guard let result = number.quotientAndRemainderVarTime(dividingBy: divisor) else {
        preconditionFailure("division by zero")
    }
    return result
}
