package import DERCoding
package import PKIX
internal import TextEncodings

/// Why what was exported is not imported as a root. Lines count from 1, in what was decrypted.
package enum RootImportError: Error, Equatable, Sendable {
    /// The text is in the form of copyCert, and only the authenticated one was asked for.
    case notAuthenticated
    /// The export was written by an earlier version of this tool.
    case earlierForm
    /// The documents are not PEM.
    case malformed(PEMError)
    /// There is neither a certificate nor a key.
    case empty
    /// A line belongs to no document.
    case strayLine(Int)
    /// A document is neither a certificate nor a private key.
    case otherDocument(label: String, line: Int)
    /// A certificate cannot be read.
    case invalidCertificate(line: Int, PKIXError)
    /// A certificate is none of an authority that may sign others.
    case noAuthority(line: Int, PKIXError)
    /// The key cannot be read, or is of a kind that is not taken.
    case invalidKey(line: Int, KeyEncodingError)
    /// There is a second key.
    case secondKey(line: Int)
    /// The key does not belong to the first certificate.
    case keyMismatch
    /// The certificate does not fit the key that is at this path.
    case otherKeyThere(path: String)
    /// The key does not fit the certificate that is at this path.
    case otherCertificateThere(path: String)
    /// The key comes alone, and there is no certificate at this path.
    case certificateMissing(path: String)
}

extension RootImportError: CustomStringConvertible {
    /// What was wrong, and what would be right.
    package var description: String {
        switch self {
        case .notAuthenticated:
            "the input is in the form of copyCert, which does not show what was changed on the way; "
                + "import what \"cluster export\" prints, or leave out --authenticated-only"
        case .earlierForm:
            "the export was written by an earlier version of this tool; export the root again with this version"
        case .malformed(let error): "the exported root is not whole: \(error)"
        case .empty: "the input is not an exported root: it has neither a certificate nor a key"
        case .strayLine(let line):
            "line \(line) of the exported root belongs to no certificate and no key; remove it where it was exported"
        case .otherDocument(let label, let line):
            "line \(line) of the exported root begins a \(printable(label)); "
                + "only certificates and one unencrypted key belong there"
        case .invalidCertificate(let line, let error):
            "the certificate in line \(line) of the exported root cannot be read: \(error)"
        case .noAuthority(let line, let error):
            "the certificate in line \(line) of the exported root is not one of an authority: \(error)"
        case .invalidKey(let line, let error):
            "the key in line \(line) of the exported root is not taken: \(error)"
        case .secondKey(let line):
            "line \(line) of the exported root begins a second key; a root has one"
        case .keyMismatch:
            "the exported key does not belong to the first exported certificate; export a root whose two fit"
        case .otherKeyThere(let path):
            "the exported certificate does not fit \(printable(path)); export certificate and key together, "
                + "or give --force and import the key next"
        case .otherCertificateThere(let path):
            "the exported key does not fit \(printable(path)); import the certificate that belongs to it first"
        case .certificateMissing(let path):
            "\(printable(path)) is missing, and the exported key comes alone; import the certificate first"
        }
    }
}
