public import DERCoding

/// Where lists of revoked certificates are (RFC 5280, section 4.2.1.13).
///
///     CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
public struct CRLDistributionPoints: ExtensionContents {
    /// `id-ce-cRLDistributionPoints`
    public static let identifier = ObjectIdentifier(2, 5, 29, 31)

    /// The points, in their order; at least one.
    public let points: [DistributionPoint]

    /// Makes an extension of points; at least one.
    public init(_ points: [DistributionPoint]) {
        precondition(!points.isEmpty, "there must be at least one distribution point")
        self.points = points
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        var points: [DistributionPoint] = []
        try reader.list { reader throws(PKIXError) in points.append(try DistributionPoint(reading: &reader)) }
        self.points = points
    }

    /// Reads the contents and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) {
        try reader.list { reader throws(PKIXError) in _ = try DistributionPoint.place(&reader) }
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for point in points { point.write(to: &writer) }
        }
    }
}

/// One place of a list of revoked certificates, and what the list covers.
///
///     DistributionPoint ::= SEQUENCE {
///         distributionPoint  [0]  DistributionPointName OPTIONAL,
///         reasons            [1]  IMPLICIT ReasonFlags OPTIONAL,
///         cRLIssuer          [2]  IMPLICIT GeneralNames OPTIONAL }
///
///     DistributionPointName ::= CHOICE {
///         fullName                [0]  IMPLICIT GeneralNames,
///         nameRelativeToCRLIssuer [1]  IMPLICIT RelativeDistinguishedName }
public struct DistributionPoint: Hashable, Sendable {
    /// Where the list is.
    public enum Name: Hashable, Sendable {
        /// By names, each of which leads to the same list.
        case full([GeneralName])
        /// By one level of a name below the issuer of the list.
        case relativeToIssuer(RelativeDistinguishedName)
    }

    /// Where the list is.
    public let name: Name?
    /// The reasons that the list covers, bit n being the one that ASN.1 numbers n; `nil` for all.
    public let reasons: UInt32?
    /// Who signs the list, where it is not the certificate's issuer; empty where it is.
    public let crlIssuer: [GeneralName]

    /// Makes a point of names, each of which leads to the same list for all reasons; at least one.
    public init(fullName: [GeneralName]) {
        precondition(!fullName.isEmpty, "there must be at least one name")
        name = .full(fullName)
        reasons = nil
        crlIssuer = []
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        let place = try DistributionPoint.place(&reader)
        name = try reader.again(place.name) { reader throws(PKIXError) in
            try Name(reading: &reader, .constructedField(0))
        }
        reasons = place.reasons
        crlIssuer =
            try reader.again(place.crlIssuer) { reader throws(PKIXError) in
                try GeneralName.list(reading: &reader, .constructedField(2))
            } ?? []
    }

    /// Where the parts of a point stand, each as a whole element.
    fileprivate struct Place {
        var name: Range<Int>?
        var reasons: UInt32?
        var crlIssuer: Range<Int>?
    }

    /// Reads a point and copies nothing.
    fileprivate static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        try reader.sequence { reader throws(PKIXError) in
            var place = Place()
            if try reader.nextIs(.constructedField(0)) {
                place.name = try reader.place { reader throws(PKIXError) in
                    try Name.check(&reader, .constructedField(0))
                }
            }
            if try reader.nextIs(.field(1)) { place.reasons = try reader.namedBits(.field(1), count: 9) }
            if try reader.nextIs(.constructedField(2)) {
                place.crlIssuer = try reader.place { reader throws(PKIXError) in
                    try GeneralName.checkList(&reader, .constructedField(2))
                }
            }
            guard place.name != nil || place.crlIssuer != nil else { throw PKIXError.emptyDistributionPoint }
            return place
        }
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            name?.write(to: &writer, .constructedField(0))
            if let reasons { writer.namedBits(reasons, .field(1)) }
            if !crlIssuer.isEmpty { GeneralName.write(crlIssuer, to: &writer, .constructedField(2)) }
        }
    }
}

extension DistributionPoint.Name {
    /// Reads a name that is tagged.
    init(reading reader: inout PKIXReader, _ tag: DERTag) throws(PKIXError) {
        self = try reader.sequence(tag) { reader throws(PKIXError) in
            if try reader.nextIs(.constructedField(1)) {
                return .relativeToIssuer(
                    try RelativeDistinguishedName(reading: &reader, .constructedField(1))
                )
            }
            return .full(try GeneralName.list(reading: &reader, .constructedField(0)))
        }
    }

    /// Reads a name that is tagged, and keeps nothing.
    static func check(_ reader: inout PKIXReader, _ tag: DERTag) throws(PKIXError) {
        try reader.sequence(tag) { reader throws(PKIXError) in
            if try reader.nextIs(.constructedField(1)) {
                try RelativeDistinguishedName.check(&reader, .constructedField(1))
            } else {
                try GeneralName.checkList(&reader, .constructedField(0))
            }
        }
    }

    func write(to writer: inout DERWriter, _ tag: DERTag) {
        writer.element(tag) { writer in
            switch self {
            case .full(let names): GeneralName.write(names, to: &writer, .constructedField(0))
            case .relativeToIssuer(let name): name.write(to: &writer, .constructedField(1))
            }
        }
    }
}
