internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// The files of a server's settings as its user reads them.
///
/// What a trial server is told comes from nowhere else: root, who follows that user's links, could read lines of a file
/// for him that he cannot open.
struct ServersFiles: ConfigurationSource {
    /// The contents, by the bytes of the paths.
    private let contents: [[UInt8]: [UInt8]]

    /// What came of reading them.
    enum Reading {
        case whole(ServersFiles)
        /// The server would not start; why.
        case refused(String)
        /// They are not used; why.
        case unusable(String)
    }

    /// Has the server's user read files, unless somebody else could have written them, or could put others in their
    /// places: what the settings have the server run, it runs as that user.
    static func read(_ paths: [String], of service: PostgresService) throws(NodeEncryptionError) -> Reading {
        let owner = (try? Folder(service.layout.dataFolder).status())?.owner.userID
        if let path = NamedPlaces(in: paths).fileOpenToOthers(besides: owner) {
            return .unusable(
                "somebody else than the server's user may write \(printable(path)), or a directory on the way to it"
            )
        }
        let command = service.asServer(
            "a look at its settings as the server",
            ["sh", "-c", script, "sh"] + paths,
            variables: ["LC_ALL=C"]
        )
        let outcome = try command.run()
        let parts = outcome.content.publicBytes.split(separator: 0, omittingEmptySubsequences: false)
        guard outcome.status == 0 else {
            let path = String(decoding: parts.last ?? [], as: UTF8.self).trimmed
            return .refused(service.cannotOpen(path, command, outcome))
        }
        guard parts.count == paths.count + 1 else { return .unusable("its settings have a zero byte") }
        let contents = zip(paths, parts).map { (Array($0.utf8), Array($1)) }
        return .whole(ServersFiles(contents: Dictionary(contents) { first, _ in first }))
    }

    /// Writes each file and a zero byte; where one cannot be read, its path comes last.
    private static let script =
        #"for file do cat <"$file" && printf '\0' || { printf '\0%s\n' "$file"; exit 1; }; done"#

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        contents[Array(path.utf8)]
    }

    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        try ConfigurationFileSystem().files(in: folder)
    }
}
