internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// The certificates in the folder of the clients: by them a root is known, and they are renewed.
///
/// Whoever has that folder puts anything there, and one file under any number of names, so that all of them together
/// are bounded, and not each alone.
struct ClientCertificates {
    /// The names before their dots, and what is in the files.
    private(set) var all: [(stem: String, content: SharedSecret)] = []
    /// What was passed over.
    private(set) var notes: [String] = []
    /// How many certificates were not looked at, for there are too many.
    private(set) var unreadCount = 0

    /// The most files that are looked at.
    static let mostFiles = 1_000
    /// The most bytes of them all.
    static let mostBytes = 16 << 20

    /// None, where the root is known otherwise.
    static let none = ClientCertificates()

    private init() {}

    /// Reads those of a node.
    init(_ layout: NodeLayout) throws(NodeEncryptionError) {
        let folder = layout.certificate("client")
        let stems = try Self.stems(layout)
        var rest = Self.mostBytes
        for (index, stem) in stems.prefix(Self.mostFiles).enumerated() {
            let path = folder + "/" + stem + ".crt"
            // A broken file of somebody else's is not an error of a set.
            let state: FileState?
            do throws(NodeEncryptionError) {
                state = try FileState.read(path, limit: min(rest, CertificateFiles.mostBytes))
            } catch .file(.tooLarge(_, CertificateFiles.mostBytes)) {
                notes.append("\(printable(path)) is larger than a certificate and is passed over")
                continue
            } catch .file(.tooLarge) {
                notes.append(
                    "the certificates in \(printable(folder)) have more than \(Self.mostBytes) bytes; from "
                        + "\(printable(stem)).crt on they are passed over"
                )
                unreadCount = stems.count - index
                return
            } catch {
                state = nil
            }
            guard let content = state?.content else { continue }
            rest -= content.count
            all.append((stem, content))
        }
        if stems.count > Self.mostFiles {
            unreadCount = stems.count - Self.mostFiles
            notes.append(
                "\(printable(folder)) holds \(stems.count) certificates; from "
                    + "\(printable(stems[Self.mostFiles])).crt on they are passed over"
            )
        }
    }

    /// The names of the clients' certificates before their dots.
    static func stems(_ layout: NodeLayout) throws(NodeEncryptionError) -> [String] {
        guard layout.role == .postgres else { return [] }
        let names: [String]
        do throws(FileError) {
            names = try Folder(layout.certificate("client")).names()
        } catch {
            if error.isMissing { return [] }
            throw .file(error)
        }
        return names.filter { $0.utf8.ends(with: ".crt") && !$0.utf8.elementsEqual("root.crt".utf8) }
            .map { String(Substring($0.utf8.dropLast(4))) }.sorted()
    }
}
