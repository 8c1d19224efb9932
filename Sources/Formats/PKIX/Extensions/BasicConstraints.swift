public import DERCoding

/// Whether the subject is an authority (RFC 5280, section 4.2.1.9).
///
///     BasicConstraints ::= SEQUENCE {
///         cA                 BOOLEAN DEFAULT FALSE,
///         pathLenConstraint  INTEGER (0..MAX) OPTIONAL }
public struct BasicConstraints: ExtensionContents {
    /// `id-ce-basicConstraints`
    public static let identifier = ObjectIdentifier(2, 5, 29, 19)

    /// Whether the subject is an authority.
    public let isAuthority: Bool
    /// The most authorities that may stand between this one and the last certificate of a path; `nil` for any.
    public let pathLength: Int?

    /// The constraints of one who is no authority.
    public static let endEntity = BasicConstraints(isAuthority: false, pathLength: nil)

    /// The constraints of an authority; `pathLength` is not negative.
    public static func authority(pathLength: Int? = nil) -> BasicConstraints {
        precondition(pathLength ?? 0 >= 0, "a path length must not be negative")
        return BasicConstraints(isAuthority: true, pathLength: pathLength)
    }

    private init(isAuthority: Bool, pathLength: Int?) {
        self.isAuthority = isAuthority
        self.pathLength = pathLength
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        self = try reader.sequence { reader throws(PKIXError) in
            let isAuthority = try reader.booleanDefaultFalse(takesWrittenDefault: Leniency.writtenDefaults)
            let pathLength = reader.isAtEnd ? nil : try reader.smallInteger()
            guard isAuthority || pathLength == nil else { throw PKIXError.pathLengthWithoutAuthority }
            return BasicConstraints(isAuthority: isAuthority, pathLength: pathLength)
        }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            if isAuthority { writer.boolean(true) }
            if let pathLength { writer.integer(pathLength) }
        }
    }
}
