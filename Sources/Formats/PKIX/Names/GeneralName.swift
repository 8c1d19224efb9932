public import DERCoding
internal import SecretMemory

/// A name of any of the forms that a certificate may give its subject (RFC 5280, section 4.2.1.6).
///
///     GeneralName ::= CHOICE {
///         otherName                  [0]  OtherName,
///         rfc822Name                 [1]  IA5String,
///         dNSName                    [2]  IA5String,
///         x400Address                [3]  ORAddress,
///         directoryName              [4]  Name,
///         ediPartyName               [5]  EDIPartyName,
///         uniformResourceIdentifier  [6]  IA5String,
///         iPAddress                  [7]  OCTET STRING,
///         registeredID               [8]  OBJECT IDENTIFIER }
public enum GeneralName: Hashable, Sendable {
    /// An e-mail address.
    case rfc822Name(String)
    /// A host's name.
    case dnsName(String)
    /// A name of the directory.
    case directoryName(DistinguishedName)
    /// A URI.
    case uniformResourceIdentifier(String)
    /// An address of the network.
    case ipAddress(IPAddress)
    /// An identifier that someone registered for the subject.
    case registeredID(ObjectIdentifier)
    /// A name of another form, as its whole DER encoding.
    case other([UInt8])

    /// Makes a host's name: labels of letters, digits, hyphens and underscores, none beginning or ending in a
    /// hyphen, each of 1 to 63 characters and all of 253 at most, and the first one possibly `*`.
    ///
    /// Underscores are not in the "preferred name syntax" that RFC 5280 asks for; they are taken since hosts have
    /// them, and no client refuses them. A name that ends in a number, which clients would take for an address, is
    /// not, unless it is one number of more digits than any address has, as a container's name may be.
    public static func dns(_ text: String) throws(PKIXError) -> GeneralName {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last else { throw .invalidDNSName(SafeText(text)) }
        let endsInNumber = last.allSatisfy { 0x30...0x39 ~= $0 }
        guard !endsInNumber || labels.count == 1 && last.count > 10 else {
            throw .invalidDNSName(SafeText(text))
        }
        for (index, label) in labels.enumerated() {
            if index == 0, labels.count > 1, label.elementsEqual("*".utf8) { continue }
            let hyphen = UInt8(ascii: "-")
            let areValid = label.allSatisfy { character in
                switch character {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, hyphen, UInt8(ascii: "_"): true
                default: false
                }
            }
            guard 1...63 ~= label.count, areValid, label.first != hyphen, label.last != hyphen else {
                throw .invalidDNSName(SafeText(text))
            }
        }
        return .dnsName(text)
    }

    /// Makes an address of the network from its text.
    public static func ip(_ text: String) throws(PKIXError) -> GeneralName {
        .ipAddress(try IPAddress(text))
    }

    /// Makes an e-mail address: visible ASCII, something before one `@`, and a host's name after it.
    public static func email(_ text: String) throws(PKIXError) -> GeneralName {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, 1...64 ~= parts[0].count, parts[0].allSatisfy({ 0x21...0x7E ~= $0 }),
            case .success = Result(catching: { () throws(PKIXError) in try dns(String(parts[1]) ?? "") }),
            parts[1].first != UInt8(ascii: "*")
        else { throw .invalidEmailAddress(SafeText(text)) }
        return .rfc822Name(text)
    }

    /// Makes a URI: visible ASCII, with a scheme and something after it.
    public static func uri(_ text: String) throws(PKIXError) -> GeneralName {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let first = text.utf8.first, 0x41...0x5A ~= first & 0xDF,
            text.utf8[..<colon].allSatisfy({ character in
                switch character {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "+-.".utf8.contains(character)
                }
            }),
            text.utf8.index(after: colon) != text.utf8.endIndex
        else { throw .invalidURI(SafeText(text)) }
        return .uniformResourceIdentifier(text)
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        let offset = reader.offset
        switch try reader.nextTag() {
        case .field(1): self = .rfc822Name(try GeneralName.text(&reader, 1))
        case .field(2): self = .dnsName(try GeneralName.text(&reader, 2))
        case .constructedField(4):
            // A CHOICE is tagged explicitly, whatever the module says.
            self = try reader.sequence(.constructedField(4)) { reader throws(PKIXError) in
                .directoryName(try DistinguishedName(reading: &reader))
            }
        case .field(6): self = .uniformResourceIdentifier(try GeneralName.text(&reader, 6))
        case .field(7):
            let octets = [UInt8](copying: try reader.octetString(.field(7)))
            guard let address = IPAddress(octets: octets) else {
                throw .malformedIPAddress(octetCount: octets.count, offset: offset)
            }
            self = .ipAddress(address)
        case .field(8): self = .registeredID(try reader.objectIdentifier(.field(8)))
        case .constructedField(0):
            // OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY DEFINED BY type-id }
            let (_, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                try reader.sequence(.constructedField(0)) { name throws(PKIXError) in
                    _ = try name.objectIdentifier()
                    try name.sequence(.constructedField(0)) { value throws(PKIXError) in
                        _ = try value.anyElement()
                    }
                }
            }
            self = .other(encoding)
        case .constructedField(3), .constructedField(5):
            let (_, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                _ = try reader.anyElement()
            }
            self = .other(encoding)
        case .some(let tag):
            throw .malformed(.unexpectedTag(found: tag, expected: .field(2), offset: offset))
        case .none: throw .malformed(.missingElement(expected: .field(2), offset: offset))
        }
    }

    private static func text(_ reader: inout PKIXReader, _ number: UInt32) throws(PKIXError) -> String {
        let offset = reader.offset
        let octets = [UInt8](copying: try reader.octetString(.field(number)))
        return try NameString(kind: .ia5, octets: octets, offset: offset).text
    }

    func write(to writer: inout DERWriter) {
        switch self {
        case .rfc822Name(let text): writer.octetString(Array(text.utf8).span, .field(1))
        case .dnsName(let text): writer.octetString(Array(text.utf8).span, .field(2))
        case .directoryName(let name): writer.element(.constructedField(4)) { name.write(to: &$0) }
        case .uniformResourceIdentifier(let text): writer.octetString(Array(text.utf8).span, .field(6))
        case .ipAddress(let address): writer.octetString(address.octets.span, .field(7))
        case .registeredID(let identifier): writer.objectIdentifier(identifier, .field(8))
        case .other(let encoding): writer.encoded(encoding.span)
        }
    }

    /// Reads a list of one name or more.
    static func list(
        reading reader: inout PKIXReader,
        _ tag: DERTag = .sequence
    ) throws(PKIXError) -> [GeneralName] {
        let offset = reader.offset
        var names: [GeneralName] = []
        try reader.sequenceOf(tag) { reader throws(PKIXError) in
            names.append(try GeneralName(reading: &reader))
        }
        guard !names.isEmpty else { throw .emptyList(offset: offset) }
        return names
    }

    static func write(_ names: [GeneralName], to writer: inout DERWriter, _ tag: DERTag = .sequence) {
        writer.element(tag) { writer in
            for name in names { name.write(to: &writer) }
        }
    }
}

extension GeneralName: CustomStringConvertible {
    /// The form and the name, such as `DNS:db1.example`, as openssl shows them; fit for a terminal.
    public var description: String {
        switch self {
        case .rfc822Name(let text): "email:\(SafeText(text))"
        case .dnsName(let text): "DNS:\(SafeText(text))"
        case .directoryName(let name): "DirName:\(name)"
        case .uniformResourceIdentifier(let text): "URI:\(SafeText(text))"
        case .ipAddress(let address): "IP Address:\(address)"
        case .registeredID(let identifier): "Registered ID:\(identifier)"
        case .other: "othername:<unsupported>"
        }
    }
}
