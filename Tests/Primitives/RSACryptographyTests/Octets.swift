import Bignum
import RSACryptography
import SecretMemory
import TestSupport

let fox = Array("The quick brown fox".utf8)

/// The octets of hexadecimal digits, for figures typed into tests.
func octets(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count - 1, by: 2).map { place in
        UInt8(String(digits[place...place + 1]), radix: 16) ?? 0
    }
}

func hex(_ octets: borrowing SecretBytes) -> String {
    octets.span.indices.map { place in
        let digits = String(octets.span[place], radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}

/// The number of hexadecimal digits.
func number(_ hex: String) -> Natural {
    let octets = octets(hex)
    return Natural(bigEndian: octets.span)
}

/// The number of secret octets.
func number(_ octets: borrowing SecretBytes) -> Natural {
    Natural(bigEndian: octets.span)
}

/// Reads a key from its eight numbers in the order of RSAPrivateKey.
func privateKeyOf(_ numbers: [[UInt8]]) throws(RSAError) -> RSA.PrivateKey {
    let modulus = numbers[0]
    let publicExponent = numbers[1]
    let privateExponent = numbers[2]
    let prime1 = numbers[3]
    let prime2 = numbers[4]
    let exponent1 = numbers[5]
    let exponent2 = numbers[6]
    let coefficient = numbers[7]
    return try RSA.PrivateKey(
        modulus: modulus.span,
        publicExponent: publicExponent.span,
        privateExponent: privateExponent.span,
        prime1: prime1.span,
        prime2: prime2.span,
        exponent1: exponent1.span,
        exponent2: exponent2.span,
        coefficient: coefficient.span
    )
}

extension KeyFigure {
    /// The figure of a key that was made here.
    init(_ key: borrowing RSA.PrivateKey) {
        let modulus = SecretBytes(copying: key.publicKey.modulus.bigEndianBytes.span)
        let publicExponent = SecretBytes(copying: key.publicKey.publicExponent.bigEndianBytes.span)
        self.init(
            modulus: hex(modulus),
            publicExponent: hex(publicExponent),
            privateExponent: hex(key.privateExponentBytes),
            prime1: hex(key.prime1Bytes),
            prime2: hex(key.prime2Bytes),
            exponent1: hex(key.exponent1Bytes),
            exponent2: hex(key.exponent2Bytes),
            coefficient: hex(key.coefficientBytes),
            signature: ""
        )
    }

    /// Reads the key, as a user does.
    func privateKey() throws(RSAError) -> RSA.PrivateKey {
        let numbers = [
            modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient,
        ].map(octets)
        return try privateKeyOf(numbers)
    }

    func publicKey() throws(RSAError) -> RSA.PublicKey {
        try RSA.PublicKey(modulus: number(modulus), publicExponent: number(publicExponent))
    }
}

extension RSA.PrivateKey {
    /// Signs the message of all the figures.
    func signFox(
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(RSAError) -> [UInt8] {
        let message = fox
        return try sign(message.span, scheme: scheme, using: &random)
    }
}

extension RSA.PublicKey {
    /// Whether the signature is valid, for a macro, which takes no span.
    func accepts(_ signature: [UInt8], for message: [UInt8] = fox, by scheme: RSA.SignatureScheme) -> Bool {
        isValidSignature(signature.span, for: message.span, scheme: scheme)
    }
}

/// Why a key is refused; `nil` where it is not.
func refusal(_ figure: KeyFigure) -> RSAError? {
    do {
        _ = try figure.privateKey()
        return nil
    } catch {
        return error
    }
}

/// A source that is broken: it gives the same octet for ever.
struct StuckRandom: RandomSource {
    let octet: UInt8

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices {
            destination[index] = octet
        }
    }

    mutating func split() -> StuckRandom { self }
}
