internal import DERCoding
internal import DurableFiles
internal import Glibc
internal import PKIX
internal import SecretMemory

/// The lists of revoked certificates in a file, by which OpenSSL refuses every certificate of an authority that has no
/// valid one there ("unable to get certificate CRL"; PostgreSQL asks for one of each authority of a path).
struct RevocationLists {
    private let lists: [CertificateList]
    private let rule: OpenSSLRevocation

    /// Reads a file; `nil` where that cannot be done.
    init?(reading path: String) {
        guard let lists = Self.lists(at: path) else { return nil }
        self.init(lists)
    }

    private static func lists(at path: String) -> [CertificateList]? {
        guard let real = try? ChangeList.realPath(path),
            let content = (try? FileState.read(real))?.content
        else { return nil }
        let text = content.publicBytes
        var lists: [CertificateList] = []
        guard var reader = try? PEMReader(text.span) else { return nil }
        while let block = try? reader.next() {
            guard block.label == CertificateList.pemLabel, let octets = try? block.octets(),
                let list = try? CertificateList(der: octets.span)
            else { continue }
            lists.append(list)
        }
        return lists
    }

    /// Reads those of some authorities in a folder, as OpenSSL looks there when it needs one: at each connection, under
    /// the authority's name, from `HASH.r0` on to the first number that is not there, or has no list; `nil` where the
    /// folder cannot be looked at. One that is missing has none.
    init?(in folder: String, of authorities: [Certificate]) {
        do throws(NodeEncryptionError) {
            let state = try FileState.read(try ChangeList.realPath(folder))
            guard state == .absent || state.isFolder else { return nil }
            if state.isFolder, unsafe access(folder, R_OK | X_OK) != 0 { return nil }
        } catch {
            return nil
        }
        self.init(Self.readFiles(in: folder, of: authorities).flatMap(\.lists))
    }

    /// The files of those in a folder.
    static func files(in folder: String, of authorities: [Certificate]) -> [String] {
        readFiles(in: folder, of: authorities).map(\.path)
    }

    private static func readFiles(
        in folder: String,
        of authorities: [Certificate]
    ) -> [(path: String, lists: [CertificateList])] {
        var files: [(path: String, lists: [CertificateList])] = []
        var names: Set<String> = []
        for authority in authorities where names.insert(authority.subject.directoryHash).inserted {
            for number in 0..<(mostFiles - files.count) {
                let path = PathText.joining(folder, "\(authority.subject.directoryHash).r\(number)")
                guard let lists = lists(at: path), !lists.isEmpty else { break }
                files.append((path, lists))
            }
        }
        return files
    }

    /// The most files of a folder that are read.
    private static let mostFiles = 100

    /// The settings that name a file and a folder of lists.
    static let settings = ["ssl_crl_file", "ssl_crl_dir"]

    /// Whether a setting names a folder.
    static func isFolder(_ setting: String) -> Bool {
        setting.lowercased().utf8.elementsEqual("ssl_crl_dir".utf8)
    }

    /// Reads those that one of ``settings`` names.
    init?(named setting: String, at path: String, of authorities: [Certificate]) {
        if Self.isFolder(setting) { self.init(in: path, of: authorities) } else { self.init(reading: path) }
    }

    private init(_ lists: [CertificateList]) {
        self.lists = lists
        rule = OpenSSLRevocation(lists)
    }

    /// None, to which others are added.
    init() { self.init([]) }

    /// These and others, as the server takes a list from wherever it finds one.
    func adding(_ others: RevocationLists) -> RevocationLists { RevocationLists(lists + others.lists) }

    /// What the server finds first in a path: the certificate, and whoever stands above it, the root included.
    func fault(of path: [Certificate], at now: DERTime) -> FailedPath.LocatedFault? {
        rule.fault(of: path, at: now)
    }

    /// Whether there is one of a root that is valid now, and by which the root itself is not revoked.
    func has(_ root: Certificate, at now: DERTime) -> Bool { fault(of: [root], at: now) == nil }
}
