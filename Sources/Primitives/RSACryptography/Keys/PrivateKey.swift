internal import Bignum
public import SecretMemory
internal import Synchronization

extension RSA {
    /// A private key with the values of the Chinese remainder theorem (RFC 8017, section 3.2, second form).
    ///
    /// The secrets lie on the heap and are wiped when the key is dropped; moving a key copies none of them. The
    /// key has no description that shows one.
    ///
    /// Leaks: the sizes of n, p and q in bits. What making, reading and using a key leaks beyond that stands at
    /// each operation.
    public struct PrivateKey: ~Copyable, Sendable {
        /// The public key.
        public let publicKey: PublicKey

        /// n.
        let modulus: OddModulus
        /// p and q.
        let primes: PrimePair
        /// d.
        let exponent: SecretNatural
        /// d mod (p − 1).
        let exponent1: SecretNatural
        /// d mod (q − 1).
        let exponent2: SecretNatural
        /// q^−1 mod p.
        let coefficient: SecretNatural
        /// What the next signature is blinded with. Signatures on several threads wait for each other here alone.
        let blindings: Mutex<Blindings>

        /// The number of bits of the modulus.
        public var bitCount: Int { publicKey.bitCount }

        /// What a log may say of the key: its size.
        public var description: String { "RSA.PrivateKey(\(bitCount) bits)" }

        /// The same as ``description``.
        public var debugDescription: String { description }
    }
}

extension RSA.PrivateKey {
    /// The private exponent d, big-endian, in as many octets as the modulus has.
    public var privateExponentBytes: SecretBytes { exponent.bigEndianBytes(count: publicKey.byteCount) }

    /// The prime p, big-endian, in as many octets as it needs.
    public var prime1Bytes: SecretBytes { primes.p.value.bigEndianBytes(count: primes.p.byteCount) }

    /// The prime q, big-endian, in as many octets as it needs.
    public var prime2Bytes: SecretBytes { primes.q.value.bigEndianBytes(count: primes.q.byteCount) }

    /// dP = d mod (p − 1), big-endian, in as many octets as p needs.
    public var exponent1Bytes: SecretBytes { exponent1.bigEndianBytes(count: primes.p.byteCount) }

    /// dQ = d mod (q − 1), big-endian, in as many octets as q needs.
    public var exponent2Bytes: SecretBytes { exponent2.bigEndianBytes(count: primes.q.byteCount) }

    /// qInv = q^−1 mod p, big-endian, in as many octets as p needs.
    public var coefficientBytes: SecretBytes { coefficient.bigEndianBytes(count: primes.p.byteCount) }
}

/// The two prime factors of a modulus.
struct PrimePair: ~Copyable, Sendable {
    let p: OddModulus
    let q: OddModulus
}

extension OddModulus {
    /// The octets that the modulus needs.
    var byteCount: Int { (bitCount + 7) / 8 }
}
