internal import DERCoding

/// What a certificate that is issued here is for. There are three profiles, and each gives the usages that fit and
/// nothing more; all are of version 3.
///
/// | | root | server | client |
/// |---|---|---|---|
/// | basicConstraints, critical | cA, and a path length if wanted | no authority | no authority |
/// | keyUsage, critical | keyCertSign, cRLSign | digitalSignature, and keyEncipherment where the key can | digitalSignature |
/// | extendedKeyUsage | | serverAuth | clientAuth |
/// | subjectAltName | | needed; critical where the subject is empty | if wanted; the same |
/// | subjectKeyIdentifier | yes | yes | yes |
/// | authorityKeyIdentifier | | yes | yes |
public enum CertificateProfile: Hashable, Sendable {
    /// An authority that signs its own certificate; `pathLength` authorities at most may follow it, or any count.
    case root(pathLength: Int?)
    /// A server of TLS.
    case server
    /// A client of TLS.
    case client

    var basicConstraints: BasicConstraints {
        switch self {
        case .root(let pathLength): .authority(pathLength: pathLength)
        case .server, .client: .endEntity
        }
    }

    func keyUsage(of key: KeyAlgorithm) -> KeyUsage {
        switch self {
        case .root: [.keyCertSign, .crlSign]
        case .server: key.furtherServerUsage.union(.digitalSignature)
        case .client: .digitalSignature
        }
    }

    /// The purpose of the extended key usage.
    var purpose: ObjectIdentifier? {
        switch self {
        case .root: nil
        case .server: ExtendedKeyUsage.serverAuth
        case .client: ExtendedKeyUsage.clientAuth
        }
    }
}
