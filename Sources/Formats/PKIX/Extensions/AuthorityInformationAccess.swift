public import DERCoding

/// Where more about the issuer is (RFC 5280, section 4.2.2.1).
///
///     AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
///     AccessDescription ::= SEQUENCE {
///         accessMethod    OBJECT IDENTIFIER,
///         accessLocation  GeneralName }
public struct AuthorityInformationAccess: ExtensionContents {
    /// `id-pe-authorityInfoAccess`
    public static let identifier = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 1, 1)

    /// `id-ad-ocsp`: a responder of OCSP
    public static let ocsp = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1)
    /// `id-ad-caIssuers`: certificates of the issuer
    public static let caIssuers = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 2)

    /// One thing, and where it is.
    public struct Description: Hashable, Sendable {
        /// What is there.
        public let method: ObjectIdentifier
        /// Where.
        public let location: GeneralName

        /// Makes a description.
        public init(method: ObjectIdentifier, location: GeneralName) {
            self.method = method
            self.location = location
        }
    }

    /// The descriptions, in their order; at least one.
    public let descriptions: [Description]

    /// Makes an extension of descriptions; at least one.
    public init(_ descriptions: [Description]) {
        precondition(!descriptions.isEmpty, "there must be at least one description")
        self.descriptions = descriptions
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        var descriptions: [Description] = []
        try reader.sequenceOf { reader throws(PKIXError) in
            descriptions.append(
                try reader.sequence { reader throws(PKIXError) in
                    let method = try reader.objectIdentifier()
                    return Description(method: method, location: try GeneralName(reading: &reader))
                }
            )
        }
        guard !descriptions.isEmpty else { throw .emptyList(offset: offset) }
        self.descriptions = descriptions
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for description in descriptions {
                writer.sequence { writer in
                    writer.objectIdentifier(description.method)
                    description.location.write(to: &writer)
                }
            }
        }
    }
}
