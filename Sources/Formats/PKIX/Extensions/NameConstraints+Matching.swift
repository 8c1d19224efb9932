extension NameConstraints.Base {
    /// Whether a name is one of the set; `nil` where it is of another form, or nobody can say.
    ///
    /// A host's name that begins with `*.` stands for many hosts; it is taken as it is written, so that it is in a set
    /// where all of them are. ``overlaps(_:)`` asks for one of them.
    public func contains(_ name: GeneralName) -> Bool? {
        switch (self, name) {
        case (.dnsName(let base), .dnsName(let name)): Self.isHost(name, in: base)
        case (.ipAddress(let base, let mask), .ipAddress(let address)):
            address.octets.count == base.count
                && base.indices.allSatisfy { (base[$0] ^ address.octets[$0]) & mask[$0] == 0 }
        case (.directoryName(let base), .directoryName(let name)):
            FoldedName(name).isWithin(FoldedName(base))
        case (.rfc822Name(let base), .rfc822Name(let name)): Self.isMailbox(name, in: base)
        case (.uniformResourceIdentifier(let base), .uniformResourceIdentifier(let uri)):
            Self.host(of: uri).map { Self.isHost($0, in: base, isExact: true) }
        default: nil
        }
    }

    /// Whether a name, or a host that a star in it stands for, is one of the set; `nil` as in ``contains(_:)``.
    public func overlaps(_ name: GeneralName) -> Bool? {
        guard case .dnsName(let base) = self, case .dnsName(let text) = name,
            text.utf8.starts(with: "*.".utf8)
        else { return contains(name) }
        // The base is one label below the rest of the name, or deeper.
        let rest = ASCII.lowercased(text).dropFirst()
        let base1 = ASCII.lowercased(base)
        return base1.count > rest.count && base1.suffix(rest.count).elementsEqual(rest)
            || Self.isHost(text, in: base)
    }

    /// Whether a host is the base or, unless that is meant alone, below it; behind a dot, only below it. An empty base
    /// means all hosts, as all clients have it.
    private static func isHost(_ host: String, in base: String, isExact: Bool = false) -> Bool {
        let (host, base) = (ASCII.lowercased(host), ASCII.lowercased(base))
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
        let baseHost = String(Substring(base.utf8[base.utf8.index(after: basePlace)...]))
        return ASCII.lowercased(host) == ASCII.lowercased(baseHost)
            && mailbox.utf8[..<place].elementsEqual(base.utf8[..<basePlace])
    }

    /// The host of a URI (RFC 3986, section 3.2); `nil` where it has none, or an address, which no set of URIs speaks
    /// of (RFC 5280, section 4.2.1.10).
    private static func host(of uri: String) -> String? {
        let octets = Array(uri.utf8)
        guard let colon = octets.firstIndex(of: UInt8(ascii: ":")),
            octets[(colon + 1)...].starts(with: "//".utf8)
        else { return nil }
        let authority = octets[(colon + 3)...].prefix { !"/?#".utf8.contains($0) }
        let afterUser = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        let host = afterUser.prefix { $0 != UInt8(ascii: ":") }
        guard !host.isEmpty, host.first != UInt8(ascii: "["),
            let text = String(validating: host, as: UTF8.self), (try? IPAddress(text)) == nil
        else { return nil }
        return text
    }
}

extension [UInt8] {
    fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
