package import DERCoding
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
/// issues none, and ``Extensions`` counts it among those that it does not know.
package struct NameConstraints: Hashable, Sendable {
    /// `id-ce-nameConstraints`
    package static let identifier = ObjectIdentifier(2, 5, 29, 30)

    /// A set of names of one form.
    package enum Base: Hashable, Sendable {
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
        /// A set of names of another form, by the number of its tag, or one with a distance, which no client takes.
        case other(form: Int)

        /// The number of the form's tag in `GeneralName`.
        package var form: Int {
            switch self {
            case .rfc822Name: 1
            case .dnsName: 2
            case .directoryName: 4
            case .uniformResourceIdentifier: 6
            case .ipAddress: 7
            case .other(let form): form
            }
        }
    }

    /// Where there is one of a form, names of that form must be in one of these.
    package let permitted: [Base]
    /// No name may be in one of these.
    package let excluded: [Base]

    /// The constraints of an authority; `nil` where it has none.
    package init?(of certificate: Certificate) throws(PKIXError) {
        guard let found = certificate.extensions[NameConstraints.identifier] else { return nil }
        do {
            self = try PKIXReader.read(found.contents.span) { reader throws(PKIXError) in
                try NameConstraints(reading: &reader)
            }
        } catch {
            guard case .malformed(let reason) = error else { throw error }
            throw .malformedExtension(NameConstraints.identifier, reason)
        }
    }

    private init(reading reader: inout PKIXReader) throws(PKIXError) {
        (permitted, excluded) = try reader.sequence { reader throws(PKIXError) in
            let permitted = try NameConstraints.bases(&reader, 0)
            return (permitted, try NameConstraints.bases(&reader, 1))
        }
    }

    private static func bases(_ reader: inout PKIXReader, _ number: UInt32) throws(PKIXError) -> [Base] {
        var bases: [Base] = []
        guard try reader.nextIs(.constructedField(number)) else { return bases }
        let offset = reader.offset
        try reader.sequenceOf(.constructedField(number)) { reader throws(PKIXError) in
            bases.append(
                try reader.sequence { reader throws(PKIXError) in
                    let base = try Base(reading: &reader)
                    if reader.isAtEnd { return base }
                    while !reader.isAtEnd { _ = try reader.anyElement() }
                    return .other(form: base.form)
                }
            )
        }
        guard !bases.isEmpty else { throw .emptyList(offset: offset) }
        return bases
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
            let form = Int(tag.number)
            self =
                switch try GeneralName(reading: &reader) {
                case .rfc822Name(let text): .rfc822Name(text)
                case .dnsName(let text): .dnsName(text)
                case .directoryName(let name): .directoryName(name)
                case .uniformResourceIdentifier(let text): .uniformResourceIdentifier(text)
                case .ipAddress, .registeredID, .other: .other(form: form)
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

    /// Whether a name is one of the set; `nil` where it is of another form, or nobody can say.
    package func contains(_ name: GeneralName) -> Bool? {
        switch (self, name) {
        case (.dnsName(let base), .dnsName(let name)): Self.isHost(name, in: base)
        case (.ipAddress(let base, let mask), .ipAddress(let address)):
            address.octets.count == base.count
                && base.indices.allSatisfy { (base[$0] ^ address.octets[$0]) & mask[$0] == 0 }
        case (.directoryName(let base), .directoryName(let name)):
            base.relativeNames.count <= name.relativeNames.count
                && zip(base.relativeNames, name.relativeNames).allSatisfy { $0.folded == $1.folded }
        case (.rfc822Name(let base), .rfc822Name(let name)): Self.isMailbox(name, in: base)
        case (.uniformResourceIdentifier(let base), .uniformResourceIdentifier(let uri)):
            Self.host(of: uri).map { Self.isHost($0, in: base, isExact: true) }
        default: nil
        }
    }

    /// Whether a host is the base or, unless that is meant alone, below it; behind a dot, only below it. An empty base
    /// means all hosts, as all clients have it.
    private static func isHost(_ host: String, in base: String, isExact: Bool = false) -> Bool {
        let (host, base) = (folded(host), folded(base))
        guard let first = base.first else { return true }
        if first == UInt8(ascii: ".") { return host.count > base.count && host.ends(with: base) }
        return host == base || !isExact && host.ends(with: [UInt8(ascii: ".")] + base)
    }

    private static func isMailbox(_ mailbox: String, in base: String) -> Bool? {
        let at = UInt8(ascii: "@")
        guard let place = mailbox.utf8.lastIndex(of: at) else { return nil }
        let host = String(Substring(mailbox.utf8[mailbox.utf8.index(after: place)...]))
        guard let basePlace = base.utf8.lastIndex(of: at) else {
            return isHost(host, in: base, isExact: true)
        }
        // The part before the sign is compared as it is.
        let isSameHost =
            folded(host) == folded(String(Substring(base.utf8[base.utf8.index(after: basePlace)...])))
        return isSameHost && mailbox.utf8[..<place].elementsEqual(base.utf8[..<basePlace])
    }

    /// The host of a URI (RFC 3986, section 3.2); `nil` where it has none.
    private static func host(of uri: String) -> String? {
        let octets = Array(uri.utf8)
        guard let colon = octets.firstIndex(of: UInt8(ascii: ":")),
            octets[(colon + 1)...].starts(with: "//".utf8)
        else { return nil }
        let authority = octets[(colon + 3)...].prefix { !"/?#".utf8.contains($0) }
        let afterUser = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        let host = afterUser.prefix { $0 != UInt8(ascii: ":") }
        return host.isEmpty ? nil : String(validating: host, as: UTF8.self)
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    }
}

extension [UInt8] {
    fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}

extension RelativeDistinguishedName {
    /// The attributes as they are compared: ASCII's case and doubled spaces do not count, nor do string types
    /// (RFC 5280, section 7.1).
    fileprivate var folded: Set<[UInt8]> {
        Set(
            attributes.map { attribute in
                let type = DERWriter.octets { $0.objectIdentifier(attribute.type) }
                guard let text = attribute.text else { return type + attribute.encoding }
                let words = text.utf8.split(separator: UInt8(ascii: " "))
                    .map { $0.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } }
                return type + words.joined(separator: [UInt8(ascii: " ")])
            }
        )
    }
}
