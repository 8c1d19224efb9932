public import DERCoding
internal import SecretMemory

/// One attribute of a name, such as `CN=db1`.
///
///     AttributeTypeAndValue ::= SEQUENCE {
///         type   OBJECT IDENTIFIER,
///         value  ANY -- DEFINED BY type }
public struct NameAttribute: Hashable, Sendable {
    /// What an attribute holds.
    public enum Value: Hashable, Sendable {
        /// A string.
        case string(NameString)
        /// Anything else, as its whole DER encoding.
        case other([UInt8])
    }

    /// Which attribute.
    public let type: ObjectIdentifier
    /// Its value.
    public let value: Value

    /// Makes an attribute as RFC 5280, appendix A, allows it: the string type, the count of characters, and for a
    /// country its two letters. No control character is taken, since names end up on terminals and in logs.
    public init(_ type: NameAttributeType, _ text: String, as kind: NameString.Kind? = nil) throws(PKIXError)
    {
        let kind = kind ?? type.preferredKind
        let count = text.unicodeScalars.count
        guard count > 0 else { throw .emptyAttribute(type) }
        if type == .countryName {
            let areLetters = text.utf8.allSatisfy { 0x41...0x5A ~= $0 & 0xDF }
            guard count == 2, areLetters else { throw .invalidCountry(SafeText(text)) }
        }
        if let limit = type.maximumCount, count > limit {
            throw .oversizedAttribute(type, count: count, limit: limit)
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .controlCharacter(type)
        }
        guard type.allows(kind) else { throw .wrongStringKind(type, kind) }
        self.type = type.identifier
        value = .string(try NameString(text, as: kind))
    }

    /// Makes an attribute of any type from its DER encoding's parts, unchecked.
    public init(type: ObjectIdentifier, value: Value) {
        self.type = type
        self.value = value
    }

    /// The text of a string value.
    public var text: String? {
        guard case .string(let string) = value else { return nil }
        return string.text
    }

    /// The contents octets of the value, of whatever type it is.
    var octets: [UInt8]? {
        switch value {
        case .string(let string): return string.octets
        case .other(let encoding):
            return try? PKIXReader.read(encoding.span) { reader throws(PKIXError) in
                try reader.anyTagAndContents().contents
            }
        }
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        let place = try NameAttribute.place(&reader)
        type = ObjectIdentifier(checked: reader.octets(place.type))
        let octets = [UInt8](copying: reader.octets(place.value))
        value = place.kind.map { .string(NameString(kind: $0, octets: octets)) } ?? .other(octets)
    }

    /// Where the parts of an attribute stand.
    struct Place {
        let type: Range<Int>
        /// The type of a string; `nil` for anything else.
        let kind: NameString.Kind?
        /// The contents of a string; else the whole encoding.
        let value: Range<Int>
    }

    /// Reads an attribute and copies nothing.
    @inline(__always)
    static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        var fields = try reader.inner()
        let type = try fields.objectIdentifierContents()
        let offset = fields.offset
        let (tag, contents) = try fields.header()
        let kind = NameString.Kind(tag: tag)
        if let kind, !kind.takes(fields.octets(contents)) {
            throw .malformedString(kind, offset: offset)
        }
        try fields.finish()
        return Place(type: type, kind: kind, value: kind == nil ? offset..<contents.upperBound : contents)
    }

    var encoding: [UInt8] {
        DERWriter.octets { writer in
            writer.sequence { writer in
                writer.objectIdentifier(type)
                switch value {
                case .string(let string): writer.octetString(string.octets.span, string.kind.tag)
                case .other(let encoding): writer.encoded(encoding.span)
                }
            }
        }
    }
}
