internal import Bignum
internal import MessageDigests
public import SecretMemory

extension RSA.PrivateKey {
    /// A signature of `message`, in as many octets as the modulus has.
    ///
    /// `random` gives the blinding and, for PSS, the salt; a signature by PKCS #1 v1.5 does not depend on it.
    /// Throws ``RSAError/modulusTooShortForScheme(bitCount:)`` where the padding does not fit, and
    /// ``RSAError/signatureFault`` in place of a signature that does not verify.
    ///
    /// Leaks: the count of `message`, the sizes of n, p and q.
    public func sign(
        _ message: Span<UInt8>,
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(RSAError) -> [UInt8] {
        let encoded: [UInt8]? =
            switch scheme {
            case .pkcs1v15(let digest):
                PKCS1v15Encoding.encode(message, digest: digest, byteCount: publicKey.byteCount)
            case .pss(let digest, let saltByteCount):
                // A salt longer than the modulus is not drawn.
                (0...publicKey.byteCount).contains(saltByteCount)
                    ? PSSEncoding.encode(
                        message,
                        digest: digest,
                        salt: random.bytes(count: saltByteCount),
                        bitCount: bitCount - 1
                    ) : nil
            }
        guard let encoded else { throw .modulusTooShortForScheme(bitCount: bitCount) }
        // Both paddings leave the top bits clear, so that the number is below n.
        let representative = SecretNatural(
            Natural(bigEndian: encoded.span),
            limbCount: modulus.limbCount
        )
        let signature = try power(of: representative, using: &random)
        // An intermediate limb may have been put on the stack below this call.
        wipeStackBelow()
        // A number below n fits into the octets of n.
        return signature.bigEndianBytes(count: publicKey.byteCount) ?? []
    }

    /// RSASP1 (RFC 8017, section 5.2.1, step 2b) of a number below n: blinded, and checked before it leaves.
    private func power(
        of representative: borrowing SecretNatural,
        using random: inout some RandomSource
    ) throws(RSAError) -> Natural {
        let exponent = publicKey.publicExponent

        // Blinding: what the secret exponents are applied to is m · r^e, of which nobody knows anything.
        let blinding = Blinding(modulus: modulus, using: &random)
        let mask = modulus.power(of: blinding.factor, publicExponent: exponent)
        let blinded = modulus.product(representative, mask)

        // i. s_1 = m^dP mod p and s_2 = m^dQ mod q.
        let halves = PairOfPowers(
            of: blinded,
            exponent1,
            modulo: primes.p,
            exponent2,
            modulo: primes.q
        )
        // iii. h = (s_1 − s_2) · qInv mod p.
        let difference = primes.p.difference(halves.first, primes.p.reduced(halves.second))
        let quotient = primes.p.product(difference, coefficient)
        // iv. s = s_2 + q · h.
        var joined = quotient.product(with: primes.q.value)
        joined.add(halves.second)

        let signature = modulus.product(joined, blinding.inverse)

        // A fault in one of the halves would give away a factor of n (Boneh, DeMillo and Lipton, 1997).
        let opened = modulus.power(of: signature, publicExponent: exponent)
        guard opened.equals(representative).revealed else { throw .signatureFault }
        return signature.revealed()
    }
}

/// A secret factor r and its inverse, modulo n.
private struct Blinding: ~Copyable {
    let factor: SecretNatural
    let inverse: SecretNatural

    /// Draws r evenly between 1 and n − 1.
    ///
    /// To invert r in constant time is slow. A product r · u with a second draw u is as random as u and says
    /// nothing of r, so that it may be inverted in the open; multiplied by u, its inverse is that of r.
    init(modulus: borrowing OddModulus, using random: inout some RandomSource) {
        let n = modulus.value.revealed()
        while true {
            let factor = Blinding.draw(below: modulus, using: &random)
            let other = Blinding.draw(below: modulus, using: &random)
            let product = modulus.product(factor, other).revealed()
            // There is no inverse where a draw hit a multiple of p or q, which never happens.
            if let inverse = product.inverseVarTime(modulo: n) {
                self.inverse = modulus.product(SecretNatural(inverse, limbCount: modulus.limbCount), other)
                self.factor = factor
                return
            }
        }
    }

    /// Draws a number between 1 and n − 1. Leaks how many draws were refused, which says nothing of the last.
    private static func draw(
        below modulus: borrowing OddModulus,
        using random: inout some RandomSource
    ) -> SecretNatural {
        var number = SecretNatural(bitCount: modulus.bitCount, using: &random)
        while !(number.isLess(than: modulus.value) & !number.isZero()).revealed {
            number = SecretNatural(bitCount: modulus.bitCount, using: &random)
        }
        return number
    }
}
