internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import SecretMemory

/// The files that a question names, read whole; whatever is in them instead of certificates or lists stays in memory
/// that wipes itself, since it may be a key.
enum CheckedFiles {
    /// The most bytes of a file of lists: what one list may have.
    private static let mostBytesOfLists = CertificateList.maximumByteCount * 2

    /// The certificates of a file, at least one.
    static func certificates(_ path: String) throws(NodeEncryptionError) -> [Certificate] {
        let content = try content(path, limit: CertificateFiles.mostBytes)
        return try read(content, at: path, as: .certificates) { octets throws(PKIXError) in
            FileContent.isDER(octets) ? [try Certificate(der: octets)] : try Certificate.all(pem: octets)
        }
    }

    /// The lists of a file, at least one.
    static func lists(_ path: String) throws(NodeEncryptionError) -> [CertificateList] {
        let content = try content(path, limit: mostBytesOfLists)
        return try read(content, at: path, as: .lists) { octets throws(PKIXError) in
            FileContent.isDER(octets)
                ? [try CertificateList(der: octets)] : try CertificateList.all(pem: octets)
        }
    }

    /// All of a file.
    private static func content(_ path: String, limit: Int) throws(NodeEncryptionError) -> SecretBytes {
        try onFiles { () throws(FileError) in
            try SecretReading.file(path, links: .any, waits: true, limit: limit).takeContent()
        }
    }

    private static func read<Item>(
        _ content: borrowing SecretBytes,
        at path: String,
        as expected: FileContent,
        _ body: (Span<UInt8>) throws(PKIXError) -> [Item]
    ) throws(NodeEncryptionError) -> [Item] {
        let found = FileContent(content.span)
        var reason = expected == .lists ? found.insteadOfLists : found.insteadOfCertificates
        do throws(PKIXError) {
            let items = try body(content.span)
            if !items.isEmpty { return items }
        } catch {
            // Where it is something else, what keeps it from being this is no news, and may be of a key.
            if found == expected { reason += ": \(error)" }
        }
        throw .unreadableCertificates(path: path, reason: reason)
    }
}
