internal import DERCoding
internal import SecretMemory

/// The private key of a PEM text, still encoded.
struct PrivateKeyDocument: ~Copyable {
    /// The label by which it was found.
    let label: String
    /// The octets.
    let octets: SecretBytes

    /// The label of PKCS#8 (RFC 7468, section 10).
    static let pkcs8Label = "PRIVATE KEY"

    /// The labels of OpenSSL's forms for the keys of one algorithm.
    private static let ownForms: [String: ObjectIdentifier] = [
        "RSA PRIVATE KEY": .rsaEncryption, "EC PRIVATE KEY": .ecPublicKey,
    ]

    /// Finds the first private key, in PKCS#8 or in the form that is the algorithm's own, that of any algorithm where
    /// `algorithm` is `nil`; an encrypted one, or one in the form of another algorithm, is refused by what it is.
    static func find(
        in text: Span<UInt8>,
        of algorithm: ObjectIdentifier?
    ) throws(KeyEncodingError) -> PrivateKeyDocument {
        var refusal = KeyEncodingError.noKey(expected: pkcs8Label)
        do {
            var reader = try PEMReader(text)
            while let block = try reader.next() {
                let found = ownForms[block.label]
                if block.label == pkcs8Label || found != nil && (algorithm == nil || algorithm == found) {
                    return PrivateKeyDocument(label: block.label, octets: try block.secretOctets())
                } else if block.label == "ENCRYPTED PRIVATE KEY" {
                    refusal = .encrypted
                } else if let found, let algorithm {
                    refusal = .otherAlgorithm(found, needed: algorithm)
                } else {
                    continue
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
