internal import DERCoding
internal import RSACryptography
internal import SecretMemory

/// The private key of a PEM text, still encoded.
struct PrivateKeyDocument: ~Copyable {
    /// Whether the octets are PKCS#1 and not PKCS#8.
    let isPKCS1: Bool
    /// The octets.
    let octets: SecretBytes

    /// Finds the first private key; an encrypted one, or one of another algorithm, is refused by what it is.
    static func find(in text: Span<UInt8>) throws(KeyEncodingError) -> PrivateKeyDocument {
        var refusal = KeyEncodingError.noKey(expected: RSA.PrivateKey.pemLabel)
        do {
            var reader = try PEMReader(text)
            while let block = try reader.next() {
                switch block.label {
                case RSA.PrivateKey.pemLabel:
                    return PrivateKeyDocument(isPKCS1: false, octets: try block.secretOctets())
                case RSA.PrivateKey.pkcs1PEMLabel:
                    return PrivateKeyDocument(isPKCS1: true, octets: try block.secretOctets())
                case "ENCRYPTED PRIVATE KEY": refusal = .encrypted
                case "EC PRIVATE KEY": refusal = .otherAlgorithm(.ecPublicKey)
                default: continue
                }
                break
            }
        } catch {
            // The one kind of header that keys have says how they are encrypted.
            if case .headersPresent = error { throw .encrypted }
            throw .malformedPEM(error)
        }
        throw refusal
    }
}
