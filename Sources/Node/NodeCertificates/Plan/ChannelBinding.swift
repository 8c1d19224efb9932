internal import DERCoding
internal import PKIX

// libpq binds its exchange of SCRAM (SCRAM-SHA-256-PLUS) to the server's certificate by the digest of the certificate's
// signature (RFC 5929, section 4.1). Signatures of Ed25519 and Ed448 have none, so that with a root of such a key no
// client would get in: psql 15 says "could not find digest for NID UNDEF".

extension Certificate {
    /// Throws where this is a root, in the file at `path`, whose signature on a server's certificate nobody could bind
    /// to.
    func requireChannelBinding(path: String) throws(NodeCertificatesError) {
        guard !subjectPublicKeyInfo.algorithm.algorithm.signsWithoutDigest else {
            throw .rootBreaksChannelBinding(path: path)
        }
    }
}

extension NodeCertificatesError {
    /// Why a root whose key, in the file at `path`, has a fault does not sign.
    static func rootKey(path: String, fault: FileFault) -> NodeCertificatesError {
        if case .key(let error) = fault, error.unusedAlgorithm?.signsWithoutDigest ?? false {
            return .rootBreaksChannelBinding(path: path)
        }
        return .unusableRootKey(path: path, reason: fault)
    }
}
