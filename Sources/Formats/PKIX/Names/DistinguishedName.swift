internal import DERCoding

/// The name of a subject or issuer: relative names from the root of the directory down (RFC 5280, section 4.1.2.4).
///
///     Name ::= CHOICE { rdnSequence  SEQUENCE OF RelativeDistinguishedName }
///
/// Two names are equal where their encodings are, string types included. That is narrower than the matching of
/// section 7.1, and it is what links certificates: an issuer's name is copied octet for octet.
public struct DistinguishedName: Hashable, Sendable {
    /// The relative names, the highest first.
    public let relativeNames: [RelativeDistinguishedName]

    /// A name without any part.
    public static let empty = DistinguishedName(relativeNames: [])

    /// Makes a name of relative names, the highest first.
    public init(relativeNames: [RelativeDistinguishedName]) {
        self.relativeNames = relativeNames
    }

    /// Makes a name of attributes that each stand alone, the highest first.
    public init(_ attributes: [NameAttribute]) {
        relativeNames = attributes.map { RelativeDistinguishedName($0) }
    }

    /// Makes a name of texts, each checked and of the string type that its attribute prefers.
    public init(_ attributes: [(NameAttributeType, String)]) throws(PKIXError) {
        var parts: [NameAttribute] = []
        for (type, text) in attributes { parts.append(try NameAttribute(type, text)) }
        self.init(parts)
    }

    /// Whether the name has no part.
    public var isEmpty: Bool { relativeNames.isEmpty }

    /// All attributes, the highest first.
    public var attributes: [NameAttribute] { relativeNames.flatMap(\.attributes) }

    /// The texts of all attributes of one type, the highest first.
    public func texts(of type: NameAttributeType) -> [String] {
        attributes.filter { $0.type == type.identifier }.compactMap(\.text)
    }

    /// The text of the first common name from the highest level down, which is the one that PostgreSQL takes for a
    /// user's and libpq for a host's; `nil` where there is none, or the first is no string.
    ///
    /// They compare its octets (``commonNameOctets``). A name may have several, and other clients take others:
    /// OpenSSL any, pgjdbc the most specific (`HostNameRules`).
    public var commonName: String? { firstCommonName?.text }

    /// The contents octets of the first common name, of whatever type it is, which PostgreSQL takes for a user's name
    /// as they stand, and libpq for a host's (`X509_NAME_get_text_by_NID`); `nil` where there is none.
    ///
    /// So the two find no name in a `BMPString` of Latin letters, and where an octet is zero they refuse the
    /// certificate ("embedded null" in `be-secure-openssl.c` and `fe-secure-common.c`).
    public var commonNameOctets: [UInt8]? { firstCommonName?.octets }

    private var firstCommonName: NameAttribute? {
        attributes.first { $0.type == NameAttributeType.commonName.identifier }
    }

    /// Reads the DER encoding of a name.
    public init(der octets: Span<UInt8>) throws(PKIXError) {
        self = try PKIXReader.read(octets) { reader throws(PKIXError) in
            try DistinguishedName(reading: &reader)
        }
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        var names: [RelativeDistinguishedName] = []
        try reader.sequenceOf { reader throws(PKIXError) in
            names.append(try RelativeDistinguishedName(reading: &reader))
        }
        relativeNames = names
    }

    /// Reads a name and keeps nothing.
    static func check(_ reader: inout PKIXReader) throws(PKIXError) {
        var levels = try reader.inner()
        while !levels.isAtEnd { try RelativeDistinguishedName.check(&levels) }
    }

    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for name in relativeNames { name.write(to: &writer) }
        }
    }

    /// The DER encoding.
    public var encoding: [UInt8] {
        DERWriter.octets { write(to: &$0) }
    }
}

/// One level of a name: an attribute, or several that stand for one thing together.
///
///     RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
public struct RelativeDistinguishedName: Hashable, Sendable {
    /// The attributes, in the order of their encodings, or as they were read; at least one.
    public let attributes: [NameAttribute]

    /// Makes a level of one attribute.
    public init(_ attribute: NameAttribute) {
        attributes = [attribute]
    }

    /// Makes a level of one or more attributes, in any order.
    public init(_ attributes: [NameAttribute]) throws(PKIXError) {
        guard !attributes.isEmpty else { throw .emptyRelativeName }
        self.attributes = attributes.sorted { $0.encoding.lexicographicallyPrecedes($1.encoding) }
    }

    init(reading reader: inout PKIXReader, _ tag: DERTag = .set) throws(PKIXError) {
        var attributes: [NameAttribute] = []
        try Self.read(&reader, tag) { reader throws(PKIXError) in
            attributes.append(try NameAttribute(reading: &reader))
        }
        self.attributes = attributes
    }

    /// Reads a level and keeps nothing.
    @inline(__always)
    static func check(_ reader: inout PKIXReader, _ tag: DERTag = .set) throws(PKIXError) {
        try read(&reader, tag) { reader throws(PKIXError) in _ = try NameAttribute.place(&reader) }
    }

    /// Reads a level, each attribute by `body`.
    @inline(__always)
    private static func read(
        _ reader: inout PKIXReader,
        _ tag: DERTag,
        _ body: (inout PKIXReader) throws(PKIXError) -> Void
    ) throws(PKIXError) {
        let offset = reader.offset
        var isEmpty = true
        try reader.setOf(tag, takesAnyOrder: Leniency.unsortedNames) { reader throws(PKIXError) in
            try body(&reader)
            isEmpty = false
        }
        guard !isEmpty else { throw .emptyList(offset: offset) }
    }

    func write(to writer: inout DERWriter, _ tag: DERTag = .set) {
        // As they stand: names are compared by their octets.
        writer.element(tag) { writer in
            for attribute in attributes {
                let encoding = attribute.encoding
                writer.encoded(encoding.span)
            }
        }
    }
}
