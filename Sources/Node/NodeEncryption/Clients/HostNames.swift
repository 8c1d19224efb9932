package import PKIX

/// A name or an address by which clients call the node, and who says so.
package struct CalledName: Hashable, Sendable {
    /// Who says so.
    package enum Origin: String, Hashable, Sendable {
        /// An operator, by the variable.
        case variable = "KEY_HOST"
        /// The host itself, by a name that clients need not know.
        case host = "this host's name"
    }

    /// A host's name or an address.
    package let name: GeneralName
    /// Who says so.
    package let origin: Origin

    /// Takes a name.
    package init(_ name: GeneralName, _ origin: Origin) {
        self.name = name
        self.origin = origin
    }
}

extension VerifyingClient {
    /// Whether the client finds `host`, a name or an address, in the certificate of a server.
    func finds(_ host: GeneralName, in certificate: Certificate) -> Bool {
        switch host {
        case .dnsName(let name):
            certificate.dnsNames.contains { isName($0, of: name) }
                || looksAtCommonName(of: certificate, for: host) { isName($0, of: name) }
        case .ipAddress(let address):
            self != .libpqBefore15 && certificate.ipAddresses.contains(address)
                || findsText("\(address)", for: host, in: certificate)
        default: false
        }
    }

    /// libpq and pgjdbc look for an address among the hosts' names, too.
    private func findsText(_ address: String, for host: GeneralName, in certificate: Certificate) -> Bool {
        guard [.libpq, .libpqBefore15, .jdbc].contains(self) else { return false }
        return certificate.dnsNames.contains { isName($0, of: address) }
            || looksAtCommonName(of: certificate, for: host) { isName($0, of: address) }
    }

    /// Whether the client falls back on the common name: libpq where no alternative name is of the form of the host,
    /// the others where none is a host's name.
    private func looksAtCommonName(
        of certificate: Certificate,
        for host: GeneralName,
        _ isHost: (String) -> Bool
    ) -> Bool {
        guard self != .go, self != .rustls, let name = certificate.subject.commonName else { return false }
        if self == .libpq, case .ipAddress = host {
            return certificate.ipAddresses.isEmpty && isHost(name)
        }
        return certificate.dnsNames.isEmpty && isHost(name)
    }

    /// Whether a name of a certificate stands for a host. A star stands for the one label that a name begins with;
    /// OpenSSL and rustls want two labels behind it, pgjdbc no dot.
    private func isName(_ pattern: String, of host: String) -> Bool {
        let (pattern, host) = (Self.folded(pattern), Self.folded(host))
        if pattern == host { return true }
        let dot = UInt8(ascii: ".")
        let rest = pattern.dropFirst()
        guard pattern.first == UInt8(ascii: "*"), !rest.contains(UInt8(ascii: "*")), rest.contains(dot),
            host.count >= rest.count, host.suffix(rest.count).elementsEqual(rest)
        else { return false }
        let label = host.dropLast(rest.count)
        guard !label.contains(dot) else { return false }
        switch self {
        case .jdbc: return true
        case .libpq, .libpqBefore15, .go: return rest.first == dot && !label.isEmpty
        case .python, .rustls:
            return rest.first == dot && !label.isEmpty && rest.count(where: { $0 == dot }) >= 2
        }
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    }
}
