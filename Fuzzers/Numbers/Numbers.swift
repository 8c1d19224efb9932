import Checking
import SecretMemory

@testable import Bignum

/// Numbers: one octet for how long the first of three is, one for the second, and then their octets.
///
/// What is computed with secrets, in steps that depend on lengths alone, is what is computed with public numbers, by
/// other algorithms: quotients, inverses, powers, common divisors, shifts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard input.count >= 3 else { return }
    let rest = input.span.extracting(2...)
    let first = min(Int(input[0]) % 80, rest.count)
    let second = min(first + Int(input[1]) % 80, rest.count)
    let left = Natural(bigEndian: rest.extracting(..<first))
    let right = Natural(bigEndian: rest.extracting(first..<second))
    let third = Natural(bigEndian: rest.extracting(second..<min(rest.count, second + 24)))
    checkSums(left, right)
    checkDivision(left, right)
    checkModulus(left, right, third)
}

private let zero = Natural(0 as UInt)
private let one = Natural(1 as UInt)

private func checkSums(_ left: Natural, _ right: Natural) {
    let sum = left + right
    precondition(sum - right == left && sum - left == right)
    precondition((left - right == nil) == (left < right))
    let secret = SecretNatural(left)
    let other = SecretNatural(right)
    let product = secret.product(with: other)
    precondition(product.revealed() == left * right)
    let square = secret.square()
    precondition(square.revealed() == left * left)
    precondition(secret.isLess(than: other).revealed == (left < right))
    precondition(secret.equals(other).revealed == (left == right))
    let root = left.squareRootVarTime()
    precondition(root * root < left + one && left < (root + one) * (root + one))
    let count = (left.bitCount + 7) / 8 + 3
    let octets = secret.bigEndianBytes(count: count)
    precondition(Checking.octets(of: octets) == left.bigEndianBytes(count: count))
    let shift = right.bitCount % 130
    let moved = secret.resized(to: secret.limbCount + 3).shiftedLeft(by: shift)
    let back = moved.shiftedRight(by: shift)
    precondition(back.revealed() == left)
}

private func checkDivision(_ left: Natural, _ right: Natural) {
    guard right != zero else { return }
    let (quotient, remainder) = division(left, right)
    precondition(remainder < right && quotient * right + remainder == left)
    let secret = SecretNatural(left)
    let other = SecretNatural(right)
    let own = secret.quotient(dividingBy: other)
    let rest = secret.remainder(dividingBy: other)
    precondition(own.revealed() == quotient && rest.revealed() == remainder)
    guard left != zero else { return }
    let count = max(secret.limbCount, other.limbCount)
    let divisor = secret.resized(to: count).greatestCommonDivisor(with: other.resized(to: count)).revealed()
    precondition(divisor == commonDivisor(left, right))
}

private func division(_ left: Natural, _ right: Natural) -> (quotient: Natural, remainder: Natural) {
    guard let division = left.quotientAndRemainderVarTime(dividingBy: right) else {
        preconditionFailure("no number but zero is refused")
    }
    return division
}

/// Euclid's algorithm.
private func commonDivisor(_ left: Natural, _ right: Natural) -> Natural {
    var (one, other) = (left, right)
    while other != zero { (one, other) = (other, division(one, other).remainder) }
    return one
}

private func checkModulus(_ left: Natural, _ right: Natural, _ exponent: Natural) {
    guard right.isOdd, one < right, let modulus = OddModulus(right) else { return }
    let base = division(left, right).remainder
    let secret = SecretNatural(base, limbCount: modulus.limbCount)
    let inverse = modulus.inverse(of: secret)?.revealed()
    let expected = base == zero ? nil : base.inverseVarTime(modulo: right)
    precondition(inverse == expected)
    if let inverse {
        precondition(division(inverse * base, right).remainder == one)
    }
    let product = modulus.product(secret, SecretNatural(exponent))
    precondition(product.revealed() == division(base * exponent, right).remainder)
    guard exponent != zero, let power = base.powerVarTime(exponent, modulo: right) else { return }
    let own = modulus.power(of: secret, publicExponent: exponent)
    precondition(own.revealed() == power)
    let other = modulus.power(of: secret, SecretNatural(exponent), exponentBitCount: exponent.bitCount)
    precondition(other.revealed() == power)
}
