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
        rules.finds(host, in: certificate)
    }

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
