public import DERCoding
internal import SecretMemory

/// An algorithm by its identifier, with its parameters as they stand (RFC 5280, section 4.1.1.2).
///
///     AlgorithmIdentifier ::= SEQUENCE {
///         algorithm   OBJECT IDENTIFIER,
///         parameters  ANY DEFINED BY algorithm OPTIONAL }
public struct AlgorithmIdentifier: Hashable, Sendable {
    /// Which algorithm.
    public let algorithm: ObjectIdentifier
    /// The DER encoding of the parameters; `nil` where they are absent.
    public let parameters: [UInt8]?

    /// Makes an identifier; `parameters` is the DER encoding of one value, or absent.
    public init(algorithm: ObjectIdentifier, parameters: [UInt8]? = nil) {
        self.algorithm = algorithm
        self.parameters = parameters
    }

    /// Reads an identifier.
    public init<Failure>(reading reader: inout DERReader<Failure>) throws(Failure) {
        self.init(at: try AlgorithmIdentifier.place(&reader), in: reader)
    }

    init<Failure>(at place: Place, in reader: DERReader<Failure>) {
        algorithm = ObjectIdentifier(checked: reader.octets(place.algorithm))
        parameters = place.parameters.map { [UInt8](copying: reader.octets($0)) }
    }

    /// Where the parts of an identifier stand.
    struct Place {
        /// The contents of the algorithm's identifier.
        let algorithm: Range<Int>
        /// The whole encoding of the parameters.
        let parameters: Range<Int>?
    }

    /// Reads an identifier and copies nothing.
    static func place<Failure>(_ reader: inout DERReader<Failure>) throws(Failure) -> Place {
        var fields = try reader.inner()
        let algorithm = try fields.objectIdentifierContents()
        let parameters = fields.isAtEnd ? nil : try fields.anyElementRange()
        try fields.finish()
        return Place(algorithm: algorithm, parameters: parameters)
    }

    /// Writes the identifier.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.objectIdentifier(algorithm)
            if let parameters { writer.encoded(parameters.span) }
        }
    }

    /// The DER encoding of `NULL`, the parameters of many algorithms.
    public static let nullParameters: [UInt8] = [5, 0]
}

extension ObjectIdentifier {
    /// `rsaEncryption`, keys for every use of RSA (RFC 8017, appendix A.1).
    public static let rsaEncryption = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1)
    /// `id-RSASSA-PSS`, keys for PSS alone, and PSS signatures (RFC 8017, appendix A.2.3).
    public static let rsassaPSS = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10)
    /// `id-ecPublicKey` (RFC 5480, section 2.1.1).
    public static let ecPublicKey = ObjectIdentifier(1, 2, 840, 10045, 2, 1)
    /// `id-Ed25519`, keys and signatures (RFC 8410, section 3).
    public static let ed25519 = ObjectIdentifier(1, 3, 101, 112)
    /// `id-Ed448`, keys and signatures (RFC 8410, section 3).
    public static let ed448 = ObjectIdentifier(1, 3, 101, 113)

    /// Whether this is of a key and its signatures alike, which have no digest of their own (RFC 8410, section 3).
    package var signsWithoutDigest: Bool { self == .ed25519 || self == .ed448 }
}
