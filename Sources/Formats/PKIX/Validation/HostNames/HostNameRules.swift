/// How a client finds the host that it called in the certificate of a server, by whose rules.
///
/// All compare ASCII without regard to case, and take a star for the whole first label of a host's name alone; they
/// differ in whether they look at the common name, for addresses, and in which stars they take.
public enum HostNameRules: Hashable, Sendable, CaseIterable {
    /// RFC 9525 (once RFC 6125): alternative names alone, a star with two labels behind it.
    case rfc9525
    /// libpq from PostgreSQL 15 on, which looks at the first common name (`fe-secure-common.c`, `fe-secure-openssl.c`).
    case libpq
    /// libpq of earlier versions, which knows no addresses in certificates.
    case libpqBefore15
    /// OpenSSL's `X509_check_host` and `X509_check_ip`, as Python has them, which look at all common names.
    case openSSL
    /// Go's `crypto/x509` (`verify.go`), without common names since 1.15.
    case go
    /// `rustls-webpki` (`subject_name`).
    case rustls
    /// pgjdbc (`PGjdbcHostnameVerifier`), which looks at the most specific common name.
    case pgjdbc

    /// Whether the common name stands for a host where no alternative name does.
    public var takesCommonName: Bool {
        switch self {
        case .rfc9525, .go, .rustls: false
        case .libpq, .libpqBefore15, .openSSL, .pgjdbc: true
        }
    }

    /// Whether a certificate has any name by which a host could be called by these rules.
    public func findAny(in certificate: Certificate) -> Bool {
        !certificate.dnsNames.isEmpty || !certificate.ipAddresses.isEmpty
            || !commonNames(of: certificate.subject).isEmpty
    }

    /// Whether a certificate has `name`: a host's name or an address by these rules; a mailbox, whose host's case does
    /// not count; or another name as it is.
    public func finds(_ name: GeneralName, in certificate: Certificate) -> Bool {
        switch name {
        case .dnsName(let host):
            certificate.dnsNames.contains { isName($0, of: host) }
                || looksAtCommonName(of: certificate, for: name) { isName($0, of: host) }
        case .ipAddress(let address):
            self != .libpqBefore15 && certificate.ipAddresses.contains(address)
                || findsText("\(address)", for: name, in: certificate)
        case .rfc822Name:
            certificate.names.contains { own in
                guard case .rfc822Name(let text) = own else { return false }
                return NameConstraints.Base.rfc822Name(text).contains(name) ?? false
                    && text.utf8.contains(UInt8(ascii: "@"))
            }
        case .directoryName(let wanted):
            wanted.matches(certificate.subject)
                || certificate.names.contains { own in
                    if case .directoryName(let own) = own { own.matches(wanted) } else { false }
                }
        case .uniformResourceIdentifier, .registeredID, .other: certificate.names.contains(name)
        }
    }

    /// libpq and pgjdbc look for an address among the hosts' names, too.
    private func findsText(_ address: String, for host: GeneralName, in certificate: Certificate) -> Bool {
        guard [.libpq, .libpqBefore15, .pgjdbc].contains(self) else { return false }
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
        var isLookedAt = certificate.dnsNames.isEmpty
        if self == .libpq, case .ipAddress = host { isLookedAt = certificate.ipAddresses.isEmpty }
        return isLookedAt && commonNames(of: certificate.subject).contains(where: isHost)
    }

    /// Whether a name of a certificate stands for a host. OpenSSL, rustls and the RFC want two labels behind a star,
    /// pgjdbc no dot.
    private func isName(_ pattern: String, of host: String) -> Bool {
        let (pattern, host) = (ASCII.lowercased(pattern), ASCII.lowercased(host))
        if pattern == host { return true }
        let dot = UInt8(ascii: ".")
        let rest = pattern.dropFirst()
        guard pattern.first == UInt8(ascii: "*"), !rest.contains(UInt8(ascii: "*")), rest.contains(dot),
            host.count >= rest.count, host.suffix(rest.count).elementsEqual(rest)
        else { return false }
        let label = host.dropLast(rest.count)
        guard !label.contains(dot) else { return false }
        switch self {
        case .pgjdbc: return true
        case .libpq, .libpqBefore15, .go: return rest.first == dot && !label.isEmpty
        case .rfc9525, .openSSL, .rustls:
            return rest.first == dot && !label.isEmpty && rest.count(where: { $0 == dot }) >= 2
        }
    }
}
