internal import PKIX

/// What is known so far of the server, while the handshake goes on.
struct HandshakeState {
    var version: TLSVersion?
    /// The suite of a HelloRetryRequest, and whether there was one.
    var retrySuite: CipherSuite?
    var suite: CipherSuite?
    var group: NamedGroup?
    var applicationProtocol: String?
    var request: CertificateRequestMessage?
    var certificates: [[UInt8]] = []
    var certificate: Certificate?
    var key: (any VerifyingKey)?
    var scheme: SignatureScheme?
    /// In TLS 1.2: what the server drew, its share of the key, and the kinds of certificates it takes.
    var serverRandom: [UInt8] = []
    var serverShare: [UInt8] = []
    var hasExtendedMasterSecret = false
    var hasSecureRenegotiation = false
    /// Whether the server warned of something, and went on.
    var hasWarned = false

    /// What the server has shown, once it has proved its key.
    func peer(hasClientCertificate: Bool) -> TLSPeer {
        guard let suite, let group, let scheme, let certificate else {
            preconditionFailure("all of it comes before the proof")
        }
        return TLSPeer(
            version: suite.version,
            suite: suite,
            group: group,
            scheme: scheme,
            certificates: certificates,
            certificate: certificate,
            applicationProtocol: applicationProtocol,
            hasExtendedMasterSecret: suite.version == .tls13 || hasExtendedMasterSecret,
            hasSecureRenegotiation: suite.version == .tls13 || hasSecureRenegotiation,
            hasWarned: hasWarned,
            wasRetried: retrySuite != nil,
            wantsClientCertificate: request != nil,
            clientCertificateAuthorities: request?.authorities ?? [],
            hasClientCertificate: hasClientCertificate
        )
    }
}
