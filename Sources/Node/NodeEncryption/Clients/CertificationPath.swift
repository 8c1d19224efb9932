internal import DERCoding
internal import PKIX

/// A certificate, and where it stands.
struct PlacedCertificate: Hashable, Sendable {
    let certificate: Certificate
    let path: String
    /// Its subject, where others stand beside it and it is not the first of them.
    let subject: String?

    func fault(_ kind: ClientFault.Kind) -> ClientFault { ClientFault(kind, path, subject: subject) }
}

/// A way from a certificate to a root, as a client may go it.
struct CertificationPath: Sendable {
    /// The certificate that is verified, the authorities behind it, and at last the root.
    let steps: [PlacedCertificate]
    /// Why it leads to no root; `nil` where it does.
    let deadEnd: ClientFault?
    /// The places of the certificates whose signatures were not verified here.
    var unverified: Set<Int> = []

    var leaf: PlacedCertificate { steps[0] }
    /// Whether the certificate that is verified is itself one of the roots.
    var isDirect: Bool { steps.count == 1 && deadEnd == nil }
    /// Whether each issuer's name is spelled as its own certificate has it, which is all that Go and rustls compare; to
    /// others the case of letters and the types of strings do not matter (RFC 5280, section 7.1).
    var hasNamesAlike: Bool {
        zip(steps, steps.dropFirst()).allSatisfy { $0.certificate.namesIssuer($1.certificate) }
    }
}
