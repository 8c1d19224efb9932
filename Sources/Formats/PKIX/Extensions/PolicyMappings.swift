public import DERCoding

/// Which policies of the subject's an authority takes for its own (RFC 5280, section 4.2.1.5).
///
///     PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
///         issuerDomainPolicy   CertPolicyId,
///         subjectDomainPolicy  CertPolicyId }
public struct PolicyMappings: ExtensionContents {
    /// `id-ce-policyMappings`
    public static let identifier = ObjectIdentifier(2, 5, 29, 33)

    /// That a policy of the issuer's domain is the same as one of the subject's.
    public struct Mapping: Hashable, Sendable {
        /// The policy of the issuer's domain.
        public let issuerDomainPolicy: ObjectIdentifier
        /// The policy of the subject's domain.
        public let subjectDomainPolicy: ObjectIdentifier

        /// Makes a mapping.
        public init(_ issuerDomainPolicy: ObjectIdentifier, to subjectDomainPolicy: ObjectIdentifier) {
            self.issuerDomainPolicy = issuerDomainPolicy
            self.subjectDomainPolicy = subjectDomainPolicy
        }
    }

    /// The mappings, in their order; at least one.
    public let mappings: [Mapping]

    /// Makes an extension of mappings; at least one.
    public init(_ mappings: [Mapping]) {
        precondition(!mappings.isEmpty, "there must be at least one mapping")
        self.mappings = mappings
    }

    /// Whether any policy is mapped, or mapped to, which must not be.
    public var mapsAnyPolicy: Bool {
        let any = CertificatePolicies.anyPolicy
        return mappings.contains { $0.issuerDomainPolicy == any || $0.subjectDomainPolicy == any }
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        var mappings: [Mapping] = []
        try reader.sequenceOf { reader throws(PKIXError) in
            mappings.append(
                try reader.sequence { reader throws(PKIXError) in
                    let issuer = try reader.objectIdentifier()
                    return Mapping(issuer, to: try reader.objectIdentifier())
                }
            )
        }
        guard !mappings.isEmpty else { throw .emptyList(offset: offset) }
        self.mappings = mappings
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for mapping in mappings {
                writer.sequence { writer in
                    writer.objectIdentifier(mapping.issuerDomainPolicy)
                    writer.objectIdentifier(mapping.subjectDomainPolicy)
                }
            }
        }
    }
}
