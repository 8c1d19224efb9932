internal import Glibc
package import PKIX

/// A name or an address by which clients call the node, and who says so.
package struct CalledName: Hashable, Sendable {
    /// Who says so.
    package enum Origin: String, Hashable, Sendable {
        /// An operator, by the variable.
        case variable = "KEY_HOST"
        /// An operator, by the option.
        case option = "given by --host"
        /// Whoever has a server asked by it.
        case asked = "the name by which it was asked"
        /// The host itself, by a name that clients need not know.
        case host = "this host's name"
    }

    /// How the name is written, where that is not as certificates have it.
    package enum Spelling: Hashable, Sendable {
        /// With the dot at its end that makes a name of DNS complete.
        case complete
        /// As an address of IPv4 in another form that C libraries take, such as `127.1`.
        case abbreviated
    }

    /// A host's name or an address, as certificates have it.
    package let name: GeneralName
    /// The same as it was written.
    package let text: String
    /// How it was written; `nil` where that is as certificates have it.
    package let spelling: Spelling?
    /// Who says so.
    package let origin: Origin

    /// Takes a name.
    package init(_ name: GeneralName, _ origin: Origin) {
        self.name = name
        self.origin = origin
        text = name.bareText
        spelling = nil
    }

    /// Takes what whoever calls a host types: its name, complete or not, or an address in any form that C libraries
    /// take, of IPv6 with its link or without; `nil` where it is none of these.
    package init?(typed text: String, _ origin: Origin) {
        self.text = text
        self.origin = origin
        if let address = Self.address(text) {
            (name, spelling) = (address, nil)
        } else if let address = Self.abbreviatedAddress(text) {
            (name, spelling) = (address, .abbreviated)
        } else {
            let isComplete = text.utf8.count > 1 && text.utf8.last == UInt8(ascii: ".")
            let host = isComplete ? String(text.dropLast()) : text
            // A star stands for names in certificates, and for no host.
            guard !host.utf8.contains(UInt8(ascii: "*")), let name = try? GeneralName.dns(host) else {
                return nil
            }
            (self.name, spelling) = (name, isComplete ? .complete : nil)
        }
    }

    private static func address(_ text: String) -> GeneralName? {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "%"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        // The link is named as the kernel and its tools do.
        let isLink = { (octet: UInt8) in octet > 0x20 && octet < 0x7F && octet != UInt8(ascii: "/") }
        guard parts.count == 1 || !parts[1].isEmpty && parts[1].allSatisfy(isLink) else { return nil }
        return try? GeneralName.ip(String(parts[0]) ?? "")
    }

    private static func abbreviatedAddress(_ text: String) -> GeneralName? {
        let isPart = { (octet: UInt8) in
            (0x30...0x39).contains(octet) || (0x41...0x46).contains(octet) || (0x61...0x66).contains(octet)
                || [UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: ".")].contains(octet)
        }
        var address = in_addr()
        guard text.utf8.allSatisfy(isPart), unsafe inet_aton(text, &address) != 0 else { return nil }
        let octets = unsafe withUnsafeBytes(of: address.s_addr) { unsafe Array($0) }
        return IPAddress(octets: octets).map(GeneralName.ipAddress)
    }
}

extension VerifyingClient {
    /// Whether the client finds a host that it was told in the certificate of a server.
    ///
    /// A name with a dot at its end is compared as it is by libpq (`fe-secure-common.c`), OpenSSL (`X509_check_host`)
    /// and pgjdbc, and no name of a certificate ends so; Go and rustls take the dot off. An address in a short form is
    /// one to libpq alone, which reads it by `inet_aton`, and a host's name to the others.
    func finds(_ called: CalledName, in certificate: Certificate) -> Bool {
        switch (called.spelling, self) {
        case (nil, _), (.complete, .go), (.complete, .rustls), (.abbreviated, .libpq):
            rules.finds(called.name, in: certificate)
        case (.abbreviated, .libpqBefore15), (.abbreviated, .python), (.abbreviated, .jdbc),
            (.abbreviated, .go),
            (.abbreviated, .rustls), (.complete, _):
            false
        }
    }

    /// Whether the client finds a name or an address, as certificates have it.
    func finds(_ host: GeneralName, in certificate: Certificate) -> Bool {
        rules.finds(host, in: certificate)
    }

    /// Whether the client finds any name of a host in the certificate of a server.
    func findsAny(in certificate: Certificate) -> Bool { rules.findAny(in: certificate) }

    /// How the client compares names.
    private var rules: HostNameRules {
        switch self {
        case .libpq: .libpq
        case .libpqBefore15: .libpqBefore15
        case .python: .openSSL
        case .go: .go
        case .rustls: .rustls
        case .jdbc: .pgjdbc
        }
    }
}
