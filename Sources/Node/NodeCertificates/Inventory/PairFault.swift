/// Why a key and its certificate cannot be used.
package enum PairFault: Equatable, Sendable {
    /// Nothing is there.
    case absent
    /// The key is there and the certificate missing.
    case missingCertificate
    /// The certificate is there and the key missing.
    case missingKey
    /// The certificate's file is broken.
    case brokenCertificate(FileFault)
    /// The key's file is broken.
    case brokenKey(FileFault)
    /// The key does not match the certificate.
    case mismatch
    /// The certificate has expired, at this time.
    case expired(String)
    /// The certificate ends soon, at this time.
    case ends(String)
    /// The certificate names the root as its issuer, and the root's key did not sign it.
    case orphaned
    /// The root that signed it is being replaced.
    case newRoot
    /// It was asked for.
    case asked
    /// The certificate shall have other names.
    case otherNames
}

extension PairFault {
    /// Whether something is wrong with what was there, which nobody asked to have made again.
    package var isOfPresent: Bool {
        switch self {
        case .missingCertificate, .missingKey, .brokenCertificate, .brokenKey, .mismatch, .expired, .orphaned:
            true
        case .absent, .ends, .newRoot, .asked, .otherNames: false
        }
    }
}

extension PairFault: CustomStringConvertible {
    /// What is wrong with the pair.
    package var description: String {
        switch self {
        case .absent: "nothing was there"
        case .missingCertificate: "the certificate is missing"
        case .missingKey: "the key is missing"
        case .brokenCertificate(let fault): "the certificate file \(fault)"
        case .brokenKey(let fault): "the key file \(fault)"
        case .mismatch: "the key does not match the certificate"
        case .expired(let time): "the certificate expired at \(time)"
        case .ends(let time): "the certificate ends at \(time)"
        case .orphaned: "the certificate was signed by a root that is gone"
        case .newRoot: "the root is new"
        case .asked: "it was asked for"
        case .otherNames: "the certificate's names change"
        }
    }
}
