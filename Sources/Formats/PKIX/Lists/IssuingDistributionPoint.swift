public import DERCoding

/// What a list covers, where it is not all that its issuer issued (RFC 5280, section 5.2.5).
///
///     IssuingDistributionPoint ::= SEQUENCE {
///         distributionPoint          [0] DistributionPointName OPTIONAL,
///         onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
///         onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
///         onlySomeReasons            [3] ReasonFlags OPTIONAL,
///         indirectCRL                [4] BOOLEAN DEFAULT FALSE,
///         onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
public struct IssuingDistributionPoint: ExtensionContents {
    /// `id-ce-issuingDistributionPoint`
    public static let identifier = ObjectIdentifier(2, 5, 29, 28)

    /// Where the list is.
    public let name: DistributionPoint.Name?
    /// Whether the list has certificates of those alone who are no authorities.
    public let hasEndEntitiesOnly: Bool
    /// Whether the list has certificates of authorities alone.
    public let hasAuthoritiesOnly: Bool
    /// The reasons that the list covers, bit n being the one that ASN.1 numbers n; `nil` for all.
    public let reasons: UInt32?
    /// Whether the list has certificates of others than its issuer.
    public let isIndirect: Bool
    /// Whether the list has attribute certificates alone.
    public let hasAttributeCertificatesOnly: Bool

    /// Makes the extension of a list that is at one place and has all certificates of its issuer.
    public init(_ name: DistributionPoint.Name) {
        self.name = name
        hasEndEntitiesOnly = false
        hasAuthoritiesOnly = false
        reasons = nil
        isIndirect = false
        hasAttributeCertificatesOnly = false
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        self = try reader.sequence { reader throws(PKIXError) in
            try IssuingDistributionPoint(fields: &reader)
        }
        // The DER of such a sequence without a field is not to be issued (section 5.2.5).
        guard self != IssuingDistributionPoint() else { throw .emptyList(offset: offset) }
        let scopes = [hasEndEntitiesOnly, hasAuthoritiesOnly, hasAttributeCertificatesOnly]
        guard scopes.filter({ $0 }).count <= 1 else { throw .contradictoryListScope }
    }

    private init() {
        name = nil
        hasEndEntitiesOnly = false
        hasAuthoritiesOnly = false
        reasons = nil
        isIndirect = false
        hasAttributeCertificatesOnly = false
    }

    private init(fields reader: inout DERReader<PKIXError>) throws(PKIXError) {
        name =
            try reader.nextIs(.constructedField(0))
            ? try DistributionPoint.Name(reading: &reader, .constructedField(0)) : nil
        hasEndEntitiesOnly = try reader.booleanDefaultFalse(.field(1))
        hasAuthoritiesOnly = try reader.booleanDefaultFalse(.field(2))
        reasons = try reader.nextIs(.field(3)) ? try reader.namedBits(.field(3), count: 9) : nil
        isIndirect = try reader.booleanDefaultFalse(.field(4))
        hasAttributeCertificatesOnly = try reader.booleanDefaultFalse(.field(5))
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            name?.write(to: &writer, .constructedField(0))
            if hasEndEntitiesOnly { writer.boolean(true, .field(1)) }
            if hasAuthoritiesOnly { writer.boolean(true, .field(2)) }
            if let reasons { writer.namedBits(reasons, .field(3)) }
            if isIndirect { writer.boolean(true, .field(4)) }
            if hasAttributeCertificatesOnly { writer.boolean(true, .field(5)) }
        }
    }
}
