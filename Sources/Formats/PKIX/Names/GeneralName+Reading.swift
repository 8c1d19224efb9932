internal import DERCoding
internal import SecretMemory

extension GeneralName {
    init(reading reader: inout PKIXReader) throws(PKIXError) {
        try self.init(at: try GeneralName.place(&reader), in: reader)
    }

    init(at place: Place, in reader: PKIXReader) throws(PKIXError) {
        let octets = reader.octets(place.octets)
        switch place.form {
        case .rfc822Name: self = .rfc822Name(GeneralName.text(octets))
        case .dnsName: self = .dnsName(GeneralName.text(octets))
        case .directoryName:
            var again = reader.reader(of: place.octets)
            self = .directoryName(try DistinguishedName(reading: &again))
        case .uniformResourceIdentifier: self = .uniformResourceIdentifier(GeneralName.text(octets))
        case .ipAddress:
            guard let address = IPAddress(octets: [UInt8](copying: octets)) else {
                throw .malformedIPAddress(octetCount: octets.count, offset: place.octets.lowerBound)
            }
            self = .ipAddress(address)
        case .registeredID: self = .registeredID(ObjectIdentifier(checked: octets))
        case .otherName, .x400Address, .ediPartyName: self = .other([UInt8](copying: octets))
        }
    }

    private static func text(_ octets: Span<UInt8>) -> String {
        NameString(kind: .ia5, octets: [UInt8](copying: octets)).text
    }

    /// Where a name stands.
    struct Place {
        let form: Form
        /// The contents, or the whole encoding of a name of a form that has no case of its own.
        let octets: Range<Int>
    }

    /// Reads a name and copies nothing.
    static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        let offset = reader.offset
        switch try reader.nextTag() {
        case .field(1): return Place(form: .rfc822Name, octets: try text(&reader, 1))
        case .field(2): return Place(form: .dnsName, octets: try text(&reader, 2))
        case .constructedField(4):
            // A CHOICE is tagged explicitly, whatever the module says.
            let name = try reader.sequence(.constructedField(4)) { reader throws(PKIXError) in
                try reader.place { reader throws(PKIXError) in try DistinguishedName.check(&reader) }
            }
            return Place(form: .directoryName, octets: name)
        case .field(6): return Place(form: .uniformResourceIdentifier, octets: try text(&reader, 6))
        case .field(7):
            let address = try reader.contents(of: .field(7))
            guard IPAddress.isByteCount(address.count) else {
                throw .malformedIPAddress(octetCount: address.count, offset: offset)
            }
            return Place(form: .ipAddress, octets: address)
        case .field(8):
            return Place(form: .registeredID, octets: try reader.objectIdentifierContents(.field(8)))
        case .constructedField(0):
            // OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY DEFINED BY type-id }
            try reader.sequence(.constructedField(0)) { name throws(PKIXError) in
                _ = try name.objectIdentifierContents()
                try name.sequence(.constructedField(0)) { value throws(PKIXError) in
                    _ = try value.anyElementRange()
                }
            }
            return Place(form: .otherName, octets: offset..<reader.offset)
        case .constructedField(3): return Place(form: .x400Address, octets: try reader.anyElementRange())
        case .constructedField(5): return Place(form: .ediPartyName, octets: try reader.anyElementRange())
        case .some(let tag):
            throw .malformed(.unexpectedTag(found: tag, expected: .field(2), offset: offset))
        case .none: throw .malformed(.missingElement(expected: .field(2), offset: offset))
        }
    }

    private static func text(_ reader: inout PKIXReader, _ number: UInt32) throws(PKIXError) -> Range<Int> {
        let offset = reader.offset
        let contents = try reader.contents(of: .field(number))
        guard NameString.Kind.ia5.takes(reader.octets(contents)) else {
            throw .malformedString(.ia5, offset: offset)
        }
        return contents
    }

    /// Reads a list of one name or more.
    static func list(
        reading reader: inout PKIXReader,
        _ tag: DERTag = .sequence
    ) throws(PKIXError) -> [GeneralName] {
        var names: [GeneralName] = []
        try reader.list(tag) { reader throws(PKIXError) in names.append(try GeneralName(reading: &reader)) }
        return names
    }

    /// Reads a list of one name or more, and keeps nothing.
    static func checkList(_ reader: inout PKIXReader, _ tag: DERTag = .sequence) throws(PKIXError) {
        try reader.list(tag) { reader throws(PKIXError) in _ = try place(&reader) }
    }
}
