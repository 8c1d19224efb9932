internal import Bignum
internal import MessageDigests
public import SecretMemory
internal import Synchronization

extension RSA.PrivateKey {
    /// A signature of `message`, in as many octets as the modulus has.
    ///
    /// `random` gives, for PSS, the salt, and what blinds the signature, or where it is the operating system's, at one
    /// in 32 what blinds that and the next ones; a signature by PKCS #1 v1.5 does not depend on it. A key that another
    /// thread signs with while the process forks can be locked for ever in the new process.
    /// Throws ``RSAError/modulusTooShortForScheme(bitCount:)`` where the padding does not fit, and
    /// ``RSAError/signatureFault`` in place of a signature that does not verify.
    ///
    /// Leaks: the count of `message`, the sizes of n, p and q.
    public func sign(
        _ message: Span<UInt8>,
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(RSAError) -> [UInt8] {
        // An intermediate limb may have been put on the stack below this call.
        defer { wipeStackBelow() }
        let representative = try representative(of: message, scheme: scheme, using: &random)
        return octets(of: try power(of: representative, using: &random))
    }

    /// The signatures of several messages, in their order: for one who signs for a whole fleet.
    ///
    /// The same signatures as ``sign(_:scheme:using:)`` makes, and the same errors, for less time each where the
    /// processor has vector lanes. Leaks: the counts of the messages, the sizes of n, p and q.
    public func sign(
        _ messages: [[UInt8]],
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(RSAError) -> [[UInt8]] {
        defer { wipeStackBelow() }
        var signatures: [[UInt8]] = []
        signatures.reserveCapacity(messages.count)
        var rest = messages[...]
        while !rest.isEmpty {
            var representatives: [Natural] = []
            for message in rest.prefix(PairsOfPowers.capacity) {
                let octets = message.span
                representatives.append(try representative(of: octets, scheme: scheme, using: &random))
            }
            rest = rest.dropFirst(representatives.count)
            for signature in try powers(of: representatives, using: &random) {
                signatures.append(octets(of: signature))
            }
        }
        return signatures
    }

    /// The message, hashed and padded, as a number below n: both paddings leave the top bits clear.
    private func representative(
        of message: Span<UInt8>,
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(RSAError) -> Natural {
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
        return Natural(bigEndian: encoded.span)
    }

    /// A number below n fits into the octets of n.
    private func octets(of signature: Natural) -> [UInt8] {
        signature.bigEndianBytes(count: publicKey.byteCount) ?? []
    }

    /// RSASP1 (RFC 8017, section 5.2.1, step 2b) of up to ``PairsOfPowers/capacity`` numbers below n.
    private func powers(
        of representatives: [Natural],
        using random: inout some RandomSource
    ) throws(RSAError) -> [Natural] {
        var signatures: [Natural] = []
        // The time of the lanes does not depend on how many of them are used, and is that of three numbers one by one.
        guard representatives.count > 2, PairsOfPowers.supports(primes.p, primes.q) else {
            for representative in representatives {
                signatures.append(try power(of: representative, using: &random))
            }
            return signatures
        }
        var inverses = SecretBuffer<UInt>(repeating: 0, count: representatives.count * modulus.limbCount)
        var halves = PairsOfPowers(count: representatives.count, modulo: primes.p)
        for (index, representative) in representatives.enumerated() {
            let blinding = nextBlinding(using: &random)
            let blinded = modulus.product(secret(representative), blinding.mask)
            halves.set(index, to: blinded, modulo: primes.p, primes.q)
            blinding.inverse.copyLimbs(into: &inverses, at: index * modulus.limbCount)
        }
        halves.raise(to: exponent1, modulo: primes.p, exponent2, modulo: primes.q)
        for (index, representative) in representatives.enumerated() {
            let s1 = halves.first(index)
            let s2 = halves.second(index)
            let start = index * modulus.limbCount
            let inverse = SecretNatural(
                copyingLimbs: inverses.span.extracting(start..<start + modulus.limbCount)
            )
            signatures.append(try opened(first: s1, second: s2, inverse, representative))
        }
        return signatures
    }

    /// RSASP1 (RFC 8017, section 5.2.1, step 2b) of a number below n: blinded, and checked before it leaves.
    private func power(
        of representative: Natural,
        using random: inout some RandomSource
    ) throws(RSAError) -> Natural {
        // Blinding: what the secret exponents are applied to is m · r^e.
        let blinding = nextBlinding(using: &random)
        let blinded = modulus.product(secret(representative), blinding.mask)

        // i. s_1 = m^dP mod p and s_2 = m^dQ mod q.
        let halves = PairOfPowers(
            of: blinded,
            exponent1,
            modulo: primes.p,
            exponent2,
            modulo: primes.q
        )
        return try opened(first: halves.first, second: halves.second, blinding.inverse, representative)
    }

    private func nextBlinding(using random: inout some RandomSource) -> Blinding {
        // What another source gives is for that one signature, whatever the key has signed before, and blinds nobody
        // else's.
        guard random is OperatingSystemRandom else {
            return Blinding(modulus: modulus, publicExponent: publicKey.publicExponent, using: &random)
        }
        return blindings.withLock { blindings in
            blindings.next(
                modulus: modulus,
                publicExponent: publicKey.publicExponent,
                using: &random
            )
        }
    }

    /// The signature that the halves s_1 and s_2 of a blinded one give, without its blinding, of which `inverse` takes
    /// the factor off.
    private func opened(
        first: borrowing SecretNatural,
        second: borrowing SecretNatural,
        _ inverse: borrowing SecretNatural,
        _ representative: Natural
    ) throws(RSAError) -> Natural {
        // iii. h = (s_1 − s_2) · qInv mod p.
        let difference = primes.p.difference(first, primes.p.reduced(second))
        let quotient = primes.p.product(difference, coefficient)
        // iv. s = s_2 + q · h.
        var joined = quotient.product(with: primes.q.value)
        joined.add(second)

        let signature = modulus.product(joined, inverse)

        // A fault in one of the halves would give away a factor of n (Boneh, DeMillo and Lipton, 1997).
        let opened = modulus.power(of: signature, publicExponent: publicKey.publicExponent)
        guard opened.equals(secret(representative)).revealed else {
            // The fault may as well be in what the next signatures would be blinded with.
            blindings.withLock { $0 = Blindings() }
            throw .signatureFault
        }
        return signature.revealed()
    }

    private func secret(_ representative: Natural) -> SecretNatural {
        SecretNatural(representative, limbCount: modulus.limbCount)
    }
}
