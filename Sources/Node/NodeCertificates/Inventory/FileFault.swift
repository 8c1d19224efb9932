internal import DERCoding
package import PKIX

/// Why a file of a set cannot be used.
package enum FileFault: Equatable, Sendable {
    /// It has no bytes.
    case empty
    /// It has zeros alone, as some file systems leave after a loss of power.
    case zeros
    /// It is a beginning of the document that belongs there, and of nothing else.
    case cutOff
    /// It is in another form than PEM.
    case otherForm(FileForm)
    /// It has no PEM document, and no form that is known.
    case noDocument
    /// It is not a usable certificate.
    case certificate(PKIXError)
    /// It is not a usable private key.
    case key(KeyEncodingError)
}

extension FileFault {
    /// Whether a program that was stopped left the file so: it was never written, or only in part, and holds nothing
    /// worth keeping. All else may be an operator's, however odd it looks.
    var isHalfWritten: Bool {
        switch self {
        case .empty, .zeros, .cutOff: true
        case .otherForm, .noDocument, .certificate, .key: false
        }
    }

    /// The fault of a file as a whole; nil where it is one of the document in it.
    ///
    /// - Parameters:
    ///   - octets: what the file holds, which could not be read.
    ///   - labels: those of what is written to such a file.
    ///   - isMissing: whether the reader found no document that it could have read.
    ///
    /// Leaks: the text's lines, and the answer.
    init?(of octets: Span<UInt8>, _ labels: [String], isMissing: Bool) {
        if octets.isEmpty {
            self = .empty
        } else if octets.indices.allSatisfy({ octets[$0] == 0 }) {
            self = .zeros
        } else if labels.contains(where: { PEM.isCutOff(octets, label: $0) }) {
            self = .cutOff
        } else if let form = FileForm(of: octets) {
            self = .otherForm(form)
        } else if isMissing, !Self.hasBoundary(octets) {
            self = .noDocument
        } else {
            return nil
        }
    }

    /// Whether five hyphens, with which every boundary of PEM begins, stand anywhere.
    private static func hasBoundary(_ octets: Span<UInt8>) -> Bool {
        var count = 0
        for index in octets.indices {
            count = octets[index] == UInt8(ascii: "-") ? count + 1 : 0
            if count == 5 { return true }
        }
        return false
    }
}

extension FileFault: CustomStringConvertible {
    /// What is wrong with the file.
    package var description: String {
        switch self {
        case .empty: "is empty"
        case .zeros: "holds nothing but zeros"
        case .cutOff: "is cut off"
        case .otherForm(let form): "\(form)"
        case .noDocument: "contains no PEM document"
        case .certificate(let error): "is not a usable certificate (\(error))"
        case .key(let error): "is not a usable private key (\(error))"
        }
    }
}
