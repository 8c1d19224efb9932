public import DERCoding

/// What the subject's key is for (RFC 5280, section 4.2.1.3).
///
///     KeyUsage ::= BIT STRING { digitalSignature (0), contentCommitment (1), keyEncipherment (2),
///         dataEncipherment (3), keyAgreement (4), keyCertSign (5), cRLSign (6), encipherOnly (7),
///         decipherOnly (8) }
public struct KeyUsage: OptionSet, ExtensionContents {
    /// `id-ce-keyUsage`
    public static let identifier = ObjectIdentifier(2, 5, 29, 15)

    /// The bits, each at the place of its number.
    public let rawValue: UInt16

    /// Makes a usage of bits at the places of their numbers.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// To sign what is neither a certificate nor a list of revoked ones, such as the messages of TLS.
    public static let digitalSignature = KeyUsage(rawValue: 1 << 0)
    /// To sign so that the signer cannot deny it; formerly nonRepudiation.
    public static let contentCommitment = KeyUsage(rawValue: 1 << 1)
    /// To encrypt keys, as the key exchange of TLS by RSA does.
    public static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
    /// To encrypt data itself.
    public static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
    /// To agree on a key.
    public static let keyAgreement = KeyUsage(rawValue: 1 << 4)
    /// To sign certificates.
    public static let keyCertSign = KeyUsage(rawValue: 1 << 5)
    /// To sign lists of revoked certificates.
    public static let crlSign = KeyUsage(rawValue: 1 << 6)
    /// With keyAgreement, only to encrypt.
    public static let encipherOnly = KeyUsage(rawValue: 1 << 7)
    /// With keyAgreement, only to decrypt.
    public static let decipherOnly = KeyUsage(rawValue: 1 << 8)

    /// Reads the contents; one bit at least is set.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let bits = try reader.namedBits(count: 9, takesTrailingZeros: Leniency.trailingZeroBits)
        guard bits != 0 else { throw .emptyKeyUsage }
        rawValue = UInt16(bits)
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.namedBits(UInt32(rawValue))
    }
}
