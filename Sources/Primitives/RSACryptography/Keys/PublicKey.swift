public import Bignum
public import MessageDigests

extension RSA {
    /// A public key: the modulus n and the public exponent e (RFC 8017, section 3.1).
    public struct PublicKey: Sendable, Hashable {
        /// The modulus n: odd, of 512 to 16384 bits.
        public let modulus: Natural

        /// The public exponent e: odd, 3 at least, below 2^256 and below n.
        public let publicExponent: Natural

        /// Takes a modulus and an exponent of these ranges.
        ///
        /// Throws ``RSAError/modulusLength(bitCount:)``, ``RSAError/modulusEven``,
        /// ``RSAError/publicExponentEven`` and ``RSAError/publicExponentOutOfRange``.
        public init(modulus: Natural, publicExponent: Natural) throws(RSAError) {
            guard RSA.modulusBitCounts.contains(modulus.bitCount) else {
                throw .modulusLength(bitCount: modulus.bitCount)
            }
            guard modulus.isOdd else { throw .modulusEven }
            guard publicExponent.isOdd else { throw .publicExponentEven }
            guard publicExponent > Natural(1), publicExponent.bitCount <= RSA.publicExponentBitCount,
                publicExponent < modulus
            else { throw .publicExponentOutOfRange }
            self.modulus = modulus
            self.publicExponent = publicExponent
        }

        /// The number of bits of the modulus.
        public var bitCount: Int { modulus.bitCount }

        /// The number of octets of the modulus and of every signature.
        public var byteCount: Int { (bitCount + 7) / 8 }

        /// Throws ``RSAError/publicExponentTooSlow(bitCount:)`` where a verification would take long for no reason: a
        /// key of somebody else's is verified with only if OpenSSL would (`OPENSSL_RSA_SMALL_MODULUS_BITS`,
        /// `OPENSSL_RSA_MAX_PUBEXP_BITS`).
        public func requireQuickVerification() throws(RSAError) {
            guard bitCount <= 3072 || publicExponent.bitCount <= 64 else {
                throw .publicExponentTooSlow(bitCount: publicExponent.bitCount)
            }
        }

        /// Whether `signature` is one of `message` by this key and scheme.
        ///
        /// It is not where it is longer or shorter than the modulus, where its number is not below the modulus,
        /// and where any bit of its padding is not as the scheme has it. Everything here is public; the time
        /// depends on all of it.
        public func isValidSignature(
            _ signature: Span<UInt8>,
            for message: Span<UInt8>,
            scheme: SignatureScheme
        ) -> Bool {
            switch scheme {
            case .pkcs1v15(let digest):
                guard let opened = open(signature) else { return false }
                // Section 8.2.2, steps 3 and 4: the padding is made again and compared whole, so that there is
                // nothing to read it wrongly.
                let expected = PKCS1v15Encoding.encode(message, digest: digest, byteCount: byteCount)
                return expected == opened.bigEndianBytes(count: byteCount)
            case .pss(let digest, let saltByteCount):
                return isValidPSSSignature(
                    signature,
                    for: message,
                    digest: digest,
                    maskDigest: .sha2(digest),
                    saltByteCount: saltByteCount
                )
            }
        }

        /// Whether `signature` is one of `message` by this key and RSASSA-PSS with MGF1 on `maskDigest`.
        ///
        /// Signatures are made here with one digest for both, as RFC 8017, section 8.1, recommends. Java and others
        /// take SHA-1 for the mask, where collisions of it do no harm: what is signed is bound by `digest` alone.
        public func isValidPSSSignature(
            _ signature: Span<UInt8>,
            for message: Span<UInt8>,
            digest: DigestAlgorithm,
            maskDigest: SignatureDigest,
            saltByteCount: Int
        ) -> Bool {
            // Section 8.1.2, steps 2c and 3, with emBits = modBits − 1.
            let encodedBitCount = bitCount - 1
            guard let encoded = open(signature)?.bigEndianBytes(count: (encodedBitCount + 7) / 8) else {
                return false
            }
            return PSSEncoding.isConsistent(
                encoded,
                with: message,
                digest: digest,
                maskDigest: maskDigest,
                saltByteCount: saltByteCount,
                bitCount: encodedBitCount
            )
        }

        /// The number that a signature was made of; `nil` where it is none of this key.
        private func open(_ signature: Span<UInt8>) -> Natural? {
            // RFC 8017, sections 8.1.2 and 8.2.2: 1. If the length of S is not k octets, output "invalid
            // signature" and stop.
            guard signature.count == byteCount else { return nil }
            // 2. RSAVP1 (section 5.2.2): the representative is between 0 and n − 1.
            let number = Natural(bigEndian: signature)
            guard number < modulus else { return nil }
            return number.powerVarTime(publicExponent, modulo: modulus)
        }
    }
}
