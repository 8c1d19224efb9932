public import DERCoding

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
