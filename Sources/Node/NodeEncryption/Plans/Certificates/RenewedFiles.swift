internal import NodeCertificates
internal import TextEncodings

/// The files of a renewal while one client after another is looked at. What a client adds does not depend on how many
/// there were before: only the server's files, of which there are five at most, are compared with what they were.
struct RenewedFiles {
    /// The server's files: what the next client's certificate is issued by.
    private(set) var server: [SetFile] = []
    /// The files that were made for clients.
    private(set) var clients: [SetFile] = []
    /// Those of the server's that are as they were found.
    private var staying: [String] = []
    /// How many files were compared with one another.
    private(set) var comparisons = 0

    init(_ set: CertificateFiles) {
        server = set.files
        staying = set.staying
    }

    /// All that was made. What stays is not touched, nor its mode and owner.
    var made: [SetFile] { server.filter { !CertificateFiles.has($0.name, in: staying) } + clients }

    /// Adds what came of a client's files, with those of the server.
    mutating func add(_ more: CertificateFiles) {
        for file in more.files {
            guard !file.name.utf8.starts(with: "client/".utf8) else {
                comparisons += more.staying.count
                if !CertificateFiles.has(file.name, in: more.staying) { clients.append(file) }
                continue
            }
            comparisons += server.count
            guard let index = server.firstIndex(where: { isSamePath($0.name, file.name) }) else {
                server.append(file)
                continue
            }
            if server[index].content == file.content { continue }
            server[index] = file
            staying.removeAll { isSamePath($0, file.name) }
        }
    }
}
