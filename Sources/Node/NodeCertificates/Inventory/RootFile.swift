internal import DERCoding
internal import PKIX
internal import SecretMemory

/// The file of the root's certificate. It may hold other trust anchors and text too, which are the operator's.
struct RootFile {
    /// The root's certificate.
    let certificate: Found<Certificate>
    /// All certificates of the file that can be read, the root's among them.
    let anchors: [Certificate]
    /// What stands before and after it.
    private let surroundings: (before: [UInt8], after: [UInt8])

    /// Reads the file: of several certificates the root's is the one for `key` that is valid the longest, or the first
    /// one where none is.
    init(of source: some SetSource, key: SetKey?) throws(NodeCertificatesError) {
        let content = try source.content(SetFiles.rootCertificate)
        let first = content.map(Found.init(certificate:)) ?? .missing
        guard case .whole = first, let content else {
            certificate = first
            anchors = []
            surroundings = ([], [])
            return
        }
        let all = Self.certificates(in: content)
        anchors = all.map(\.certificate)
        let own = all.filter { item in key.map { item.certificate.isFor($0.publicKeyInfo) } ?? false }
        let best =
            own.max { $0.certificate.validity.notAfter < $1.certificate.validity.notAfter } ?? all.first
        certificate = best.map { .whole($0.certificate) } ?? first
        let range = best?.range ?? 0..<content.count
        surroundings = (Array(content[..<range.lowerBound]), Array(content[range.upperBound...]))
    }

    /// The file with `certificate` in the place of the root's, and all else as it is.
    func file(with certificate: Certificate) -> SetFile {
        // Where something follows, it begins with the end of the line.
        let text = surroundings.after.isEmpty ? certificate.pemText : String(certificate.pemText.dropLast())
        let content = surroundings.before + Array(text.utf8) + surroundings.after
        return SetFile(SetFiles.rootCertificate, SharedSecret(copying: content.span))
    }

    /// The certificates of a text that can be read, and where they stand.
    static func certificates(
        in content: [UInt8]
    ) -> [(certificate: Certificate, range: Range<Int>)] {
        var found: [(certificate: Certificate, range: Range<Int>)] = []
        guard var reader = try? PEMReader(content.span) else { return [] }
        while let block = try? reader.next() {
            guard Certificate.pemLabels.contains(block.label) else { continue }
            if let octets = try? block.octets(), let certificate = try? Certificate(der: octets.span) {
                found.append((certificate, block.range))
            }
        }
        return found
    }
}
