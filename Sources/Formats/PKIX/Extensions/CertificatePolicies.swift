public import DERCoding

/// Under which policies a certificate was issued, or those below an authority may be (RFC 5280, section 4.2.1.4).
///
///     certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
///     PolicyInformation ::= SEQUENCE {
///         policyIdentifier  CertPolicyId,
///         policyQualifiers  SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
public struct CertificatePolicies: ExtensionContents {
    /// `id-ce-certificatePolicies`
    public static let identifier = ObjectIdentifier(2, 5, 29, 32)
    /// `anyPolicy`
    public static let anyPolicy = ObjectIdentifier(2, 5, 29, 32, 0)

    /// A policy, and what is said with it.
    public struct PolicyInformation: Hashable, Sendable {
        /// Which policy.
        public let policy: ObjectIdentifier
        /// The DER of the qualifiers, as it stands; they are for people and decide nothing.
        public let qualifiers: [UInt8]?

        /// Makes a policy without qualifiers.
        public init(_ policy: ObjectIdentifier) {
            self.policy = policy
            qualifiers = nil
        }

        init(reading reader: inout PKIXReader) throws(PKIXError) {
            (policy, qualifiers) = try reader.sequence { reader throws(PKIXError) in
                let policy = try reader.objectIdentifier()
                guard !reader.isAtEnd else { return (policy, nil) }
                let (_, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                    try reader.sequenceOf { reader throws(PKIXError) in _ = try reader.anyElement() }
                }
                return (policy, encoding)
            }
        }
    }

    /// The policies, in their order; at least one, and each once.
    public let all: [PolicyInformation]

    /// Makes an extension of policies without qualifiers; at least one, and each once.
    public init(_ policies: [ObjectIdentifier]) {
        precondition(!policies.isEmpty, "there must be at least one policy")
        precondition(Set(policies).count == policies.count, "a policy must not stand twice")
        all = policies.map { PolicyInformation($0) }
    }

    /// The identifiers of the policies.
    public var policies: [ObjectIdentifier] { all.map(\.policy) }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        var all: [PolicyInformation] = []
        var seen: Set<ObjectIdentifier> = []
        try reader.sequenceOf { reader throws(PKIXError) in
            let one = try PolicyInformation(reading: &reader)
            guard seen.insert(one.policy).inserted else { throw PKIXError.duplicatePolicy(one.policy) }
            all.append(one)
        }
        guard !all.isEmpty else { throw .emptyList(offset: offset) }
        self.all = all
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for one in all {
                writer.sequence { writer in
                    writer.objectIdentifier(one.policy)
                    if let qualifiers = one.qualifiers { writer.encoded(qualifiers.span) }
                }
            }
        }
    }
}
