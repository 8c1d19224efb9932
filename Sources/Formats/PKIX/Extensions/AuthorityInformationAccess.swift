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

        /// Reads a description and copies nothing.
        fileprivate static func place(
            _ reader: inout PKIXReader
        ) throws(PKIXError) -> (method: Range<Int>, location: GeneralName.Place) {
            try reader.sequence { reader throws(PKIXError) in
                let method = try reader.objectIdentifierContents()
                return (method, try GeneralName.place(&reader))
            }
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
        var descriptions: [Description] = []
        try reader.list { reader throws(PKIXError) in
            let place = try Description.place(&reader)
            descriptions.append(
                Description(
                    method: ObjectIdentifier(checked: reader.octets(place.method)),
                    location: try GeneralName(at: place.location, in: reader)
                )
            )
        }
        self.descriptions = descriptions
    }

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) {
        try reader.list { reader throws(PKIXError) in _ = try Description.place(&reader) }
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
