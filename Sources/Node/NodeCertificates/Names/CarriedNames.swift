package import PKIX

// A certificate that takes the place of another has its names, too: clients go by them.

extension Certificate {
    /// The names that a client finds a subject by: those of the subject alternative name; and where no host's name is
    /// among them, the common names, since clients look at them then, libpq at the first and OpenSSL at all.
    package var soughtNames: [GeneralName] {
        guard dnsNames.isEmpty else { return names }
        return subject.texts(of: .commonName).compactMap(ServerHost.name).reduce(into: names) { all, own in
            if !all.contains(own) { all.append(own) }
        }
    }
}

extension PairSettings {
    /// What the pair is issued as in the place of `old`: with its names first, in their order, but for those that are
    /// dropped and those that no certificate is issued with here.
    func template(replacing old: Certificate?) -> CertificateTemplate {
        guard let old else { return template }
        var template = template
        let oldNames = member == .server ? old.soughtNames : old.names
        var seen = Set(dropped.map(\.name.folded))
        template.names = (oldNames.filter(\.isIssuable) + template.names).filter { name in
            seen.insert(name.folded).inserted
        }
        return template
    }

    /// The names that whoever gave them means `certificate` to have, and it does not; with `all`, of every name that
    /// it should have.
    func missingNames(of certificate: Certificate, all: Bool = false) -> [ServerName] {
        let present = Set(certificate.names.map(\.folded))
        return names.filter { (all || $0.origin.asksForName) && !present.contains($0.name.folded) }
    }

    /// Throws where a name that is to be dropped is none of `certificate`.
    func requireDropped(of certificate: Certificate?) throws(NodeCertificatesError) {
        let present = certificate?.soughtNames ?? []
        for item in dropped where !present.contains(where: { $0.folded == item.name.folded }) {
            throw .invalidInput(item.origin, value: SafeText(item.name.bare), .nameOfCertificate(present))
        }
    }
}

extension GeneralName {
    /// The same for two names that a client takes for one: hosts' names of other case.
    package var folded: GeneralName {
        guard case .dnsName(let text) = self else { return self }
        return .dnsName(
            String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
        )
    }

    /// Whether a certificate is issued with it here: some that others issued break the standard.
    fileprivate var isIssuable: Bool { (try? validate()) != nil }

    /// The name without its form, as an operator types it.
    fileprivate var bare: String {
        switch self {
        case .dnsName(let text), .rfc822Name(let text), .uniformResourceIdentifier(let text): text
        case .ipAddress(let address): "\(address)"
        case .directoryName, .registeredID, .other: "\(self)"
        }
    }
}
