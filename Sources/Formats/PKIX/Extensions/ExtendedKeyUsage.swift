public import DERCoding

/// What the certificate is for (RFC 5280, section 4.2.1.12).
///
///     ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
public struct ExtendedKeyUsage: ExtensionContents {
    /// `id-ce-extKeyUsage`
    public static let identifier = ObjectIdentifier(2, 5, 29, 37)

    /// `id-kp-serverAuth`: a server of TLS
    public static let serverAuth = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 1)
    /// `id-kp-clientAuth`: a client of TLS
    public static let clientAuth = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 2)
    /// `id-kp-codeSigning`
    public static let codeSigning = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 3)
    /// `id-kp-emailProtection`
    public static let emailProtection = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 4)
    /// `id-kp-timeStamping`
    public static let timeStamping = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 8)
    /// `id-kp-OCSPSigning`
    public static let ocspSigning = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 9)
    /// `anyExtendedKeyUsage`
    public static let any = ObjectIdentifier(2, 5, 29, 37, 0)

    /// The purposes, in their order; at least one.
    public let purposes: [ObjectIdentifier]

    /// Makes a usage of one purpose.
    public init(_ purpose: ObjectIdentifier) {
        purposes = [purpose]
    }

    /// Makes a usage of several purposes; at least one.
    public init(_ purposes: [ObjectIdentifier]) {
        precondition(!purposes.isEmpty, "there must be at least one purpose")
        self.purposes = purposes
    }

    /// Whether the usage covers `purpose`, by itself or as any.
    public func covers(_ purpose: ObjectIdentifier) -> Bool {
        purposes.contains(purpose) || purposes.contains(ExtendedKeyUsage.any)
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        var purposes: [ObjectIdentifier] = []
        try reader.list { reader throws(PKIXError) in purposes.append(try reader.objectIdentifier()) }
        self.purposes = purposes
    }

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) {
        try reader.list { reader throws(PKIXError) in _ = try reader.objectIdentifierContents() }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for purpose in purposes { writer.objectIdentifier(purpose) }
        }
    }
}
