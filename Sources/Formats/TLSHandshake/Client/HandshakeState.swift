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
}
