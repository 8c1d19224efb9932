public import DERCoding
internal import SecretMemory

/// Which names the certificates below an authority may have (RFC 5280, section 4.2.1.10).
///
///     NameConstraints ::= SEQUENCE {
///         permittedSubtrees  [0]  GeneralSubtrees OPTIONAL,
///         excludedSubtrees   [1]  GeneralSubtrees OPTIONAL }
///     GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
///     GeneralSubtree ::= SEQUENCE {
///         base     GeneralName,
///         minimum  [0]  BaseDistance DEFAULT 0,
///         maximum  [1]  BaseDistance OPTIONAL }
///
/// What issues certificates here does not keep to them, so that an authority with a critical extension of this kind
/// issues none, and ``Extensions/unrecognizedCriticalExtensions`` has it; ``CertificateVerifier`` keeps to them.
public struct NameConstraints: ExtensionContents {
    /// `id-ce-nameConstraints`
    public static let identifier = ObjectIdentifier(2, 5, 29, 30)

    /// A set of names of one form.
    public enum Base: Hashable, Sendable {
        /// A host's name and all below it.
        case dnsName(String)
        /// A mailbox, the mailboxes of a host, or, behind a dot, those of all hosts below it.
        case rfc822Name(String)
        /// The URIs of a host, or, behind a dot, of all hosts below it.
        case uniformResourceIdentifier(String)
        /// A name of the directory and all below it.
        case directoryName(DistinguishedName)
        /// A network: 4 or 16 octets of an address, and as many of its mask.
        case ipAddress([UInt8], mask: [UInt8])
        /// A set of names of another form, or one with a distance, which no client takes: the contents of its
        /// `GeneralSubtree`, as they stand.
        case other(GeneralName.Form, encoding: [UInt8])

        /// Of which form the names are.
        public var form: GeneralName.Form {
            switch self {
            case .rfc822Name: .rfc822Name
            case .dnsName: .dnsName
            case .directoryName: .directoryName
            case .uniformResourceIdentifier: .uniformResourceIdentifier
            case .ipAddress: .ipAddress
            case .other(let form, _): form
            }
        }
    }

    /// Where there is one of a form, names of that form must be in one of these.
    public let permitted: [Base]
    /// No name may be in one of these.
    public let excluded: [Base]

    /// Makes constraints; one at least of the two lists has an element.
    public init(permitted: [Base] = [], excluded: [Base] = []) {
        precondition(!permitted.isEmpty || !excluded.isEmpty, "there must be at least one set of names")
        self.permitted = permitted
        self.excluded = excluded
    }

    /// Reads the contents.
    public init(reading reader: inout DERReader<PKIXError>) throws(PKIXError) {
        let offset = reader.offset
        (permitted, excluded) = try reader.sequence { reader throws(PKIXError) in
            let permitted = try NameConstraints.bases(&reader, 0)
            return (permitted, try NameConstraints.bases(&reader, 1))
        }
        // An empty sequence is not to be issued, and constrains nothing.
        guard !permitted.isEmpty || !excluded.isEmpty else { throw .emptyList(offset: offset) }
    }

    private static func bases(_ reader: inout PKIXReader, _ number: UInt32) throws(PKIXError) -> [Base] {
        var bases: [Base] = []
        guard try reader.nextIs(.constructedField(number)) else { return bases }
        let offset = reader.offset
        try reader.sequenceOf(.constructedField(number)) { reader throws(PKIXError) in
            bases.append(
                try reader.sequence { reader throws(PKIXError) in
                    let (base, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                        try Base(reading: &reader)
                    }
                    if reader.isAtEnd { return base }
                    var rest: [UInt8] = []
                    while !reader.isAtEnd { rest += [UInt8](copying: try reader.anyElement()) }
                    return .other(base.form, encoding: encoding + rest)
                }
            )
        }
        guard !bases.isEmpty else { throw .emptyList(offset: offset) }
        return bases
    }

    /// Writes the contents.
    public func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            for (number, bases) in [(UInt32(0), permitted), (1, excluded)] where !bases.isEmpty {
                writer.element(.constructedField(number)) { writer in
                    for base in bases { writer.sequence { base.write(to: &$0) } }
                }
            }
        }
    }
}

extension NameConstraints.Base {
    init(reading reader: inout PKIXReader) throws(PKIXError) {
        let offset = reader.offset
        guard let tag = try reader.nextTag() else {
            throw .malformed(.missingElement(expected: .field(2), offset: offset))
        }
        guard tag == .field(7) else {
            // The other forms are those of a name.
            let (name, encoding) = try reader.withEncoding { reader throws(PKIXError) in
                try GeneralName(reading: &reader)
            }
            self =
                switch name {
                case .rfc822Name(let text): .rfc822Name(text)
                case .dnsName(let text): .dnsName(text)
                case .directoryName(let name): .directoryName(name)
                case .uniformResourceIdentifier(let text): .uniformResourceIdentifier(text)
                case .ipAddress, .registeredID, .other: .other(name.form, encoding: encoding)
                }
            return
        }
        let octets = [UInt8](copying: try reader.octetString(tag))
        guard octets.count == 8 || octets.count == 32 else {
            throw .malformedIPAddress(octetCount: octets.count, offset: offset)
        }
        let half = octets.count / 2
        self = .ipAddress(Array(octets[..<half]), mask: Array(octets[half...]))
    }

    func write(to writer: inout DERWriter) {
        switch self {
        case .dnsName(let text): GeneralName.dnsName(text).write(to: &writer)
        case .rfc822Name(let text): GeneralName.rfc822Name(text).write(to: &writer)
        case .uniformResourceIdentifier(let text):
            GeneralName.uniformResourceIdentifier(text).write(to: &writer)
        case .directoryName(let name): GeneralName.directoryName(name).write(to: &writer)
        case .ipAddress(let address, let mask): writer.octetString((address + mask).span, .field(7))
        case .other(_, let encoding): writer.encoded(encoding.span)
        }
    }
}

extension NameConstraints.Base: CustomStringConvertible {
    /// The form and the set, fit for a terminal.
    public var description: String {
        switch self {
        case .dnsName(let text): "\(GeneralName.dnsName(text))"
        case .rfc822Name(let text): "\(GeneralName.rfc822Name(text))"
        case .uniformResourceIdentifier(let text): "\(GeneralName.uniformResourceIdentifier(text))"
        case .directoryName(let name): "\(GeneralName.directoryName(name))"
        case .ipAddress(let address, let mask):
            if let address = IPAddress(octets: address), let mask = IPAddress(octets: mask) {
                "IP Address:\(address)/\(mask)"
            } else {
                "IP Address:<invalid>"
            }
        case .other(let form, _): "\(form):<unsupported>"
        }
    }
}
