internal import DERCoding

/// What a certificate that is issued here is for. There are four profiles, and each gives the usages that fit and
/// nothing more; all are of version 3.
///
/// | | root | intermediate | server | client |
/// |---|---|---|---|---|
/// | basicConstraints, critical | cA, path length if wanted | the same | no authority | no authority |
/// | keyUsage, critical | keyCertSign, cRLSign | the same | digitalSignature (1) | digitalSignature |
/// | extendedKeyUsage | | the issuer's | serverAuth | clientAuth |
/// | subjectAltName | if wanted | if wanted | needed (2) | if wanted (2) |
/// | subjectKeyIdentifier | yes | yes | yes | yes |
/// | authorityKeyIdentifier | | yes | yes (3) | yes |
///
/// 1. And keyEncipherment where the key can be encrypted to.
/// 2. Critical where the subject is empty.
/// 3. Not where the server signs its own certificate.
public enum CertificateProfile: Hashable, Sendable {
    /// An authority that signs its own certificate; `pathLength` authorities at most may follow it, or any count.
    case root(pathLength: Int?)
    /// An authority under another one; `pathLength` authorities at most may follow it, fewer than may follow its
    /// issuer, or, for `nil`, as many as its issuer leaves room for (RFC 5280, section 4.2.1.9).
    case intermediate(pathLength: Int?)
    /// A server of TLS.
    case server
    /// A client of TLS.
    case client

    /// The constraints of a certificate under an issuer, who may have ones himself.
    func basicConstraints(under issuer: BasicConstraints?) -> BasicConstraints {
        switch self {
        case .root(let pathLength): .authority(pathLength: pathLength)
        case .intermediate(let pathLength):
            .authority(pathLength: pathLength ?? issuer?.pathLength.map { $0 - 1 })
        case .server, .client: .endEntity
        }
    }

    func keyUsage(of key: KeyAlgorithm) -> KeyUsage {
        switch self {
        case .root, .intermediate: [.keyCertSign, .crlSign]
        case .server: key.furtherServerUsage.union(.digitalSignature)
        case .client: .digitalSignature
        }
    }

    /// The purpose of the extended key usage.
    var purpose: ObjectIdentifier? {
        switch self {
        case .root, .intermediate: nil
        case .server: ExtendedKeyUsage.serverAuth
        case .client: ExtendedKeyUsage.clientAuth
        }
    }
}
