internal import PKIX
internal import TextEncodings

/// A certificate of a set that ends soon, and that only another authority can renew.
package struct LeftCertificate: Equatable, Sendable {
    /// The name of its file in the set's folder.
    package let name: String
    /// The authority's name.
    package let issuer: String
    /// The last instant of its validity.
    package let end: String

    init(_ certificate: Certificate, name: String) {
        self.name = name
        issuer = "\(certificate.issuer)"
        end = "\(certificate.validity.notAfter)"
    }
}

extension LeftCertificate: CustomStringConvertible {
    /// One line: what was left, and what would be right.
    package var description: String {
        "\(printable(name)) ends at \(end) and was not renewed, since it is by \(printable(issuer)); put a new one of "
            + "that authority there"
            + (name == SetFiles.rootCertificate
                ? "" : ", or move the certificate and its key away to have both made")
    }
}
