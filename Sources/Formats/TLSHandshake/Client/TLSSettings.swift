package import PKIX

/// What a client offers, and asks for.
package struct TLSSettings: Sendable {
    /// The host name of the server, for a server that has several certificates; `nil` where an address is all that is
    /// known. A name as certificates have it, in ASCII.
    package var serverName: String?
    /// The versions, the newest first.
    package var versions = TLSVersion.allCases
    /// The cipher suites, the first one best. Those of other versions than the ones offered are left out.
    package var suites = CipherSuite.allCases
    /// The groups, the first one best.
    package var groups = NamedGroup.allCases
    /// The groups that a key is sent of at once. The server may ask for one of another.
    package var sharedGroups: [NamedGroup] = [.x25519, .p256]
    /// How the server may sign the handshake, the first one best.
    package var schemes = SignatureScheme.allCases
    /// The protocols to be spoken inside, the first one best; none where that is understood. Direct TLS to a
    /// PostgreSQL needs `postgresql`.
    package var applicationProtocols: [String] = []
    /// The most bytes of application data that are taken, in all.
    package var mostReceivedBytes = 1 << 20
    /// Complete messages to send in place of the first ClientHello, and of the second: for published traces.
    package var fixedHellos: [[UInt8]] = []

    /// The suites of the versions that are offered.
    var offeredSuites: [CipherSuite] { suites.filter { versions.contains($0.version) } }

    /// Offers all.
    package init(serverName: String? = nil) {
        self.serverName = serverName
    }
}

/// A client certificate, with the chain that issued it, and its key.
package struct TLSCredential: Sendable {
    /// In DER, that of the client first.
    package let certificates: [[UInt8]]
    /// The key of the first one.
    package let key: SharedKey<PrivateKey>

    /// Takes a certificate and its key.
    package init(certificates: [[UInt8]], key: SharedKey<PrivateKey>) {
        self.certificates = certificates
        self.key = key
    }
}

/// What a handshake has shown of the server. That it holds the certificate's key is proved; whether the certificate is
/// to be trusted is for path validation to say.
package struct TLSPeer: Sendable {
    /// The version that was chosen.
    package let version: TLSVersion
    /// The cipher suite.
    package let suite: CipherSuite
    /// The group in which the key was agreed on.
    package let group: NamedGroup
    /// How the server signed.
    package let scheme: SignatureScheme
    /// All certificates that it sent, in DER, its own first.
    package let certificates: [[UInt8]]
    /// Its own.
    package let certificate: Certificate
    /// The protocol to be spoken inside, where the server chose one.
    package let applicationProtocol: String?
    /// Whether the keys are tied to this handshake alone, as they always are in TLS 1.3, and in TLS 1.2 where the
    /// server knows the extension extended_master_secret (RFC 7627).
    package let hasExtendedMasterSecret: Bool
    /// Whether nobody can put a handshake of his own before this one: TLS 1.3 negotiates nothing again, and in TLS 1.2
    /// the server knows the extension renegotiation_info (RFC 5746), without which OpenSSL's clients go from 3.0 on.
    package let hasSecureRenegotiation: Bool
    /// Whether the server warned of something on its way, as that it has no certificate for the name, and went on.
    package let hasWarned: Bool
    /// Whether the server asked for a key of another group first.
    package let wasRetried: Bool
    /// Whether the server asked for a client certificate.
    package let wantsClientCertificate: Bool
    /// The names of the authorities of which it asked for one, in DER.
    package let clientCertificateAuthorities: [[UInt8]]
    /// Whether a client certificate was sent.
    package let hasClientCertificate: Bool
}
