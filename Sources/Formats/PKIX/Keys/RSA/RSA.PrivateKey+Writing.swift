internal import Bignum
internal import DERCoding
public import RSACryptography
public import SecretMemory

// RSA private keys, unencrypted (RFC 8017, appendix A.1.2; RFC 5958, section 2).
extension RSA.PrivateKey {
    /// The key as PKCS#1, in memory that wipes itself.
    ///
    /// Leaks: the sizes of all numbers.
    public var pkcs1Encoding: SecretBytes {
        DERWriter.secretBytes { writePKCS1(to: &$0) }
    }

    /// The key as PKCS#8, in memory that wipes itself.
    ///
    /// Leaks: the sizes of all numbers.
    public var pkcs8Encoding: SecretBytes {
        DERWriter.secretBytes { writer in
            writer.sequence { writer in
                writer.integer(0)
                AlgorithmIdentifier.rsaEncryption.write(to: &writer)
                writer.element(.octetString) { writePKCS1(to: &$0) }
            }
        }
    }

    /// The key as PKCS#1 in PEM, in memory that wipes itself.
    ///
    /// Leaks: the sizes of all numbers.
    public var pkcs1PEM: SecretBytes {
        let encoding = pkcs1Encoding
        return PEM.encodeSecret(encoding.span, label: RSA.PrivateKey.pkcs1PEMLabel)
    }

    /// The key as PKCS#8 in PEM, in memory that wipes itself.
    ///
    /// Leaks: the sizes of all numbers.
    public var pkcs8PEM: SecretBytes {
        let encoding = pkcs8Encoding
        return PEM.encodeSecret(encoding.span, label: RSA.PrivateKey.pemLabel)
    }

    private func writePKCS1(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.integer(0)
            writer.unsignedInteger(publicKey.modulus.bigEndianBytes.span)
            writer.unsignedInteger(publicKey.publicExponent.bigEndianBytes.span)
            writer.unsignedInteger(privateExponentBytes.span)
            writer.unsignedInteger(prime1Bytes.span)
            writer.unsignedInteger(prime2Bytes.span)
            writer.unsignedInteger(exponent1Bytes.span)
            writer.unsignedInteger(exponent2Bytes.span)
            writer.unsignedInteger(coefficientBytes.span)
        }
    }
}
