/// What is wrong with an RSA key, or why no signature was made.
public enum RSAError: Error, Equatable, Sendable {
    /// A key was asked for with a modulus of this many bits, below 2048.
    case generatedModulusTooShort(bitCount: Int)
    /// A key was asked for with a modulus of this many bits, above 16384.
    case generatedModulusTooLong(bitCount: Int)
    /// A key was asked for with a modulus of this many bits, which is odd.
    case generatedModulusOfOddLength(bitCount: Int)
    /// No prime was found among as many candidates as the standard allows.
    case noPrimeFound

    /// The modulus has this many bits, which is not between 512 and 16384.
    case modulusLength(bitCount: Int)
    /// The modulus is even.
    case modulusEven
    /// The public exponent is even.
    case publicExponentEven
    /// The public exponent is below 3, has more than 256 bits, or is not below the modulus.
    case publicExponentOutOfRange
    /// The public exponent has this many bits, above 64, and the modulus more than 3072.
    case publicExponentTooSlow(bitCount: Int)

    /// The prime p has fewer than 128 bits.
    case prime1TooShort
    /// The prime q has fewer than 128 bits.
    case prime2TooShort
    /// p · q is not the modulus.
    case primesDoNotMultiplyToModulus
    /// p and q are the same.
    case primesEqual
    /// p is not prime.
    case prime1Composite
    /// q is not prime.
    case prime2Composite
    /// The private exponent d is below 2, or not below the modulus.
    case privateExponentOutOfRange
    /// d · e is not 1 modulo p − 1.
    case privateExponentDoesNotFitPrime1
    /// d · e is not 1 modulo q − 1.
    case privateExponentDoesNotFitPrime2
    /// dP is not d modulo p − 1.
    case exponent1Wrong
    /// dQ is not d modulo q − 1.
    case exponent2Wrong
    /// qInv is not the inverse of q modulo p.
    case coefficientWrong

    /// The modulus is too short for the padding with this digest and salt.
    case modulusTooShortForScheme(bitCount: Int)
    /// A signature was made and did not verify: the processor or the memory is at fault, and the signature, which
    /// could give away the key, was dropped.
    case signatureFault
}

extension RSAError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .generatedModulusTooShort(let bitCount):
            "an RSA key of \(bitCount) bits is too short: it must have at least 2048"
        case .generatedModulusTooLong(let bitCount):
            "an RSA key of \(bitCount) bits is too long: it must have at most 16384"
        case .generatedModulusOfOddLength(let bitCount):
            "an RSA key of \(bitCount) bits cannot be made: the number of bits must be even"
        case .noPrimeFound:
            "no prime was found for the RSA key: the source of randomness is probably broken"
        case .modulusLength(let bitCount):
            "the RSA modulus has \(bitCount) bits: it must have 512 to 16384"
        case .modulusEven: "the RSA modulus is even: it must be odd"
        case .publicExponentEven: "the RSA public exponent is even: it must be odd"
        case .publicExponentOutOfRange:
            "the RSA public exponent must be at least 3, below 2^256 and below the modulus"
        case .publicExponentTooSlow(let bitCount):
            "the RSA public exponent has \(bitCount) bits, and beside a modulus of more than 3072 bits it must have at "
                + "most 64"
        case .prime1TooShort: "the RSA prime p is too short: it must have at least 128 bits"
        case .prime2TooShort: "the RSA prime q is too short: it must have at least 128 bits"
        case .primesDoNotMultiplyToModulus: "the RSA primes do not match the modulus: p times q must be n"
        case .primesEqual: "the RSA primes p and q are the same: they must differ"
        case .prime1Composite: "the RSA factor p is not prime: it must be"
        case .prime2Composite: "the RSA factor q is not prime: it must be"
        case .privateExponentOutOfRange:
            "the RSA private exponent must be at least 2 and below the modulus"
        case .privateExponentDoesNotFitPrime1:
            "the RSA private exponent does not match the prime p: d times e must be 1 modulo p - 1"
        case .privateExponentDoesNotFitPrime2:
            "the RSA private exponent does not match the prime q: d times e must be 1 modulo q - 1"
        case .exponent1Wrong: "the RSA value dP is wrong: it must be d modulo p - 1"
        case .exponent2Wrong: "the RSA value dQ is wrong: it must be d modulo q - 1"
        case .coefficientWrong: "the RSA value qInv is wrong: it must be the inverse of q modulo p"
        case .modulusTooShortForScheme(let bitCount):
            "an RSA modulus of \(bitCount) bits is too short for this digest and salt"
        case .signatureFault:
            "an RSA signature did not verify and was dropped: the processor or the memory is at fault"
        }
    }
}
