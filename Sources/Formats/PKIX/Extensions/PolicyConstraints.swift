public import DERCoding

/// After how many more certificates a path needs a policy, or may map none (RFC 5280, section 4.2.1.11).
///
///     PolicyConstraints ::= SEQUENCE {
///         requireExplicitPolicy  [0]  SkipCerts OPTIONAL,
///         inhibitPolicyMapping   [1]  SkipCerts OPTIONAL }
///     SkipCerts ::= INTEGER (0..MAX)
public struct PolicyConstraints: ExtensionContents {
    /// `id-ce-policyConstraints`
    public static let identifier = ObjectIdentifier(2, 5, 29, 36)

    /// After how many more certificates an acceptable policy is needed; `nil` for never.
    public let requireExplicitPolicy: Int?
    /// After how many more certificates policies are mapped no more; `nil` for never.
    public let inhibitPolicyMapping: Int?

    /// Makes constraints; at least one of the two, neither negative.
    public init(requireExplicitPolicy: Int? = nil, inhibitPolicyMapping: Int? = nil) {
        precondition(
            requireExplicitPolicy != nil || inhibitPolicyMapping != nil,
            "there must be a constraint"
        )
        precondition(min(requireExplicitPolicy ?? 0, inhibitPolicyMapping ?? 0) >= 0, "no count is negative")
        self.requireExplicitPolicy = requireExplicitPolicy
        self.inhibitPolicyMapping = inhibitPolicyMapping
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        (requireExplicitPolicy, inhibitPolicyMapping) = try reader.sequence { reader throws(PKIXError) in
            let explicit = try reader.nextIs(.field(0)) ? try reader.smallInteger(.field(0)) : nil
            return (explicit, try reader.nextIs(.field(1)) ? try reader.smallInteger(.field(1)) : nil)
        }
        guard requireExplicitPolicy != nil || inhibitPolicyMapping != nil else {
            throw .emptyList(offset: offset)
        }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            if let requireExplicitPolicy { writer.integer(requireExplicitPolicy, .field(0)) }
            if let inhibitPolicyMapping { writer.integer(inhibitPolicyMapping, .field(1)) }
        }
    }
}

/// After how many more certificates `anyPolicy` stands for nothing (RFC 5280, section 4.2.1.14).
///
///     InhibitAnyPolicy ::= SkipCerts
public struct InhibitAnyPolicy: ExtensionContents {
    /// `id-ce-inhibitAnyPolicy`
    public static let identifier = ObjectIdentifier(2, 5, 29, 54)

    /// The count of certificates.
    public let skippedCount: Int

    /// Makes the extension; the count is not negative.
    public init(skippedCount: Int) {
        precondition(skippedCount >= 0, "a count must not be negative")
        self.skippedCount = skippedCount
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        skippedCount = try reader.smallInteger()
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.integer(skippedCount)
    }
}
