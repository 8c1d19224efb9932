internal import DERCoding
internal import Foundation
internal import SecretMemory
internal import VectorFiles

/// What a published key, certificate or request is.
enum DocumentKind: String {
    case certificate
    case certificateRequest = "certificate-request"
    case privateKey = "private-key"
    case publicKey = "public-key"
    case revocationList = "revocation-list"
}

/// What is known of a published document beside its octets.
struct DocumentNote {
    var result = VectorResult.valid
    var flags: [String] = []
}

extension Conversion {
    /// Converts documents of one kind, each a case. Those with the same octets as one before are left out.
    mutating func convertDocuments(
        _ paths: [String],
        of folder: PublishedFolder,
        kind: DocumentKind,
        notes: [String: DocumentNote],
        to destination: String
    ) throws {
        var file = ConvertedFile(name: destination, suite: kind.rawValue)
        file.addOrigin(folder.name)
        for path in paths {
            let octets = [UInt8](try folder.data(path))
            let isText = String(decoding: octets, as: UTF8.self).contains("-----BEGIN")
            let figures = isText ? Conversion.boundedText(octets) : octets
            let key = "\(kind.rawValue)\n\(hexadecimalText(figures))"
            if let first = origins[key] {
                sameDocuments[Conversion.documentName(path)] = Conversion.documentName(first)
                let reason = "the same document as \(first)"
                try ledger.book(path, cases: 1, converted: [], leftOut: [(1, reason)])
                continue
            }
            origins[key] = path
            let note = notes[path] ?? DocumentNote()
            let name = path.split(separator: "/").dropFirst().joined(separator: "/")
            let field = isText ? "pem" : "der"
            file.addCase(name, note.result, flags: note.flags, [(field, .octets(figures))])
            try ledger.book(path, cases: 1, converted: [(1, destination)])
        }
        for path in notes.keys where !paths.contains(path) { throw ConversionError.missing(path) }
        add(file)
    }

    /// What a document is called by its publisher: the last part of its path, without the ending.
    static func documentName(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
    }

    /// The text from each begin line to its end line; what is around it is left out.
    private static func boundedText(_ octets: [UInt8]) -> [UInt8] {
        var isWithin = false
        var kept: [UInt8] = []
        for line in octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.starts(with: "-----BEGIN ".utf8) { isWithin = true }
            if isWithin { kept += line + [UInt8(ascii: "\n")] }
            if line.starts(with: "-----END ".utf8) { isWithin = false }
        }
        return kept
    }

    /// Leaves out the pairs of cross-certificates, once it is proved that `certificates` has each of theirs.
    mutating func leaveOutPairs(_ paths: [String], besides certificates: [String], of folder: PublishedFolder)
        throws
    {
        let known = Set(try certificates.map { [UInt8](try folder.data($0)) })
        for path in paths {
            let octets = [UInt8](try folder.data(path))
            for certificate in try certificatesOfPair(octets) where !known.contains(certificate) {
                throw ConversionError.unknown("a certificate that is in no file", file: path)
            }
        }
        guard let first = paths.first else { return }
        let reason = "pairs of certificates that are all there by themselves"
        ledger.bookFiles(paths.count, of: String(first.prefix { $0 != "." }), reason: reason)
    }
}

/// The certificates of a CertificatePair (X.509, clause 11.2.3).
private func certificatesOfPair(_ octets: [UInt8]) throws -> [[UInt8]] {
    var certificates: [[UInt8]] = []
    try DERReader<DERError>.read(octets.span) { (outer: inout DERReader<DERError>) throws(DERError) in
        try outer.sequence { (pair: inout DERReader<DERError>) throws(DERError) in
            while try pair.nextTag() != nil { certificates.append(try pair.anyTagAndContents().contents) }
        }
    }
    return certificates
}
