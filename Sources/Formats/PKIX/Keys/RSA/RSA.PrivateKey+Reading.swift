internal import Bignum
internal import DERCoding
public import RSACryptography
internal import SecretMemory

// RSA private keys (RFC 8017, appendix A.1.2; RFC 5958, section 2).
//
//     RSAPrivateKey ::= SEQUENCE {
//         version           INTEGER { two-prime(0), multi(1) },
//         modulus           INTEGER,
//         publicExponent    INTEGER,
//         privateExponent   INTEGER,
//         prime1            INTEGER,
//         prime2            INTEGER,
//         exponent1         INTEGER,
//         exponent2         INTEGER,
//         coefficient       INTEGER,
//         otherPrimeInfos   OtherPrimeInfos OPTIONAL }
extension RSA.PrivateKey {
    /// The label of PKCS#8 in PEM (RFC 7468, section 10).
    public static let pemLabel = PrivateKeyDocument.pkcs8Label
    /// The label of PKCS#1 in PEM, as OpenSSL writes it.
    public static let pkcs1PEMLabel = "RSA PRIVATE KEY"

    /// Reads PKCS#1; the key is checked whole.
    ///
    /// Leaks: the sizes of all numbers, and whether the key was right and what was wrong with it.
    public init(pkcs1 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try KeyReader.read(octets) { reader throws(KeyEncodingError) in
            try RSA.PrivateKey(readingPKCS1: &reader)
        }
    }

    /// Reads PKCS#8; the key is checked whole. An encrypted one, one of another algorithm and one whose public key
    /// is not that of the private one are refused.
    ///
    /// Leaks: the sizes of all numbers, and whether the key was right and what was wrong with it.
    public init(pkcs8 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try PrivateKeyInfo.read(octets) { algorithm, reader throws(KeyEncodingError) in
            try algorithm.requireRSAOfPKCS8()
            return try RSA.PrivateKey(readingPKCS1: &reader)
        } isPublicKey: { key, octets throws(KeyEncodingError) in
            try RSA.PublicKey(pkcs1: octets) == key.publicKey
        }
    }

    /// Reads PKCS#8 or PKCS#1, whichever the octets are.
    ///
    /// Leaks: the sizes of all numbers, and whether the key was right and what was wrong with it.
    public init(der octets: Span<UInt8>) throws(KeyEncodingError) {
        if try PrivateKeyInfo.distinguishingTag(of: octets) == .integer {
            try self.init(pkcs1: octets)
        } else {
            try self.init(pkcs8: octets)
        }
    }

    /// Reads the first private key of a PEM text, PKCS#8 or PKCS#1, passing over documents that are no private keys.
    ///
    /// Leaks: the text's lines and labels, the sizes of all numbers, and whether the key was right and what was
    /// wrong with it.
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        let document = try PrivateKeyDocument.find(in: text, of: .rsaEncryption)
        if document.label == RSA.PrivateKey.pkcs1PEMLabel {
            try self.init(pkcs1: document.octets.span)
        } else {
            try self.init(pkcs8: document.octets.span)
        }
    }
}

private typealias KeyReader = DERReader<KeyEncodingError>

extension RSA.PrivateKey {
    /// Reads an RSAPrivateKey.
    init(readingPKCS1 reader: inout DERReader<KeyEncodingError>) throws(KeyEncodingError) {
        self = try reader.sequence { reader throws(KeyEncodingError) in
            let version = try reader.smallInteger()
            guard version != 1 else { throw KeyEncodingError.multiPrime }
            guard version == 0 else { throw KeyEncodingError.unknownVersion(version) }
            let modulus = try reader.unsignedInteger()
            let publicExponent = try reader.unsignedInteger()
            let privateExponent = try reader.unsignedInteger()
            let prime1 = try reader.unsignedInteger()
            let prime2 = try reader.unsignedInteger()
            let exponent1 = try reader.unsignedInteger()
            let exponent2 = try reader.unsignedInteger()
            let coefficient = try reader.unsignedInteger()
            do throws(RSAError) {
                return try RSA.PrivateKey(
                    modulus: modulus,
                    publicExponent: publicExponent,
                    privateExponent: privateExponent,
                    prime1: prime1,
                    prime2: prime2,
                    exponent1: exponent1,
                    exponent2: exponent2,
                    coefficient: coefficient
                )
            } catch {
                throw KeyEncodingError.invalidKey(error)
            }
        }
    }
}
