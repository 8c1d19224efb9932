internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import TextEncodings

/// The `pool_passwd` file of the configuration that the arguments name.
struct PoolPasswd {
    private let store: PoolPasswdStore
    private let configuration: String

    /// Finds the file. Errors of the configuration are reported in the original's words.
    init(_ settings: Settings) throws(Refusal) {
        configuration = settings.configurationFile ?? PoolPasswdLocation.defaultConfigurationFile()
        let path: String
        do throws(NodePlatformError) {
            path = try PoolPasswdLocation.path(configuration: configuration)
        } catch {
            switch error {
            case .poolPasswdNotUTF8, .poolPasswdUnused, .foreignPoolPasswd: throw Refusal("Error: \(error)")
            default: throw .spaced("WARNING: \(error)\nUnable to get configuration. Exiting...\n")
            }
        }
        store = try refusing { () throws(NodePlatformError) in try PoolPasswdStore(path: path) }
    }

    /// The path, for messages.
    var path: String { printable(store.path) }

    /// The file as it is; `nil` if there is none.
    func read() throws(Refusal) -> PoolPasswdFile? {
        try refusing { () throws(NodePlatformError) in try store.read() }
    }

    /// Reads the file, lets `change` change it, and replaces it whole if that returns true, or, where that cannot be,
    /// writes it in place with a word; all under its locks.
    func update(_ change: (inout PoolPasswdFile) throws(Refusal) -> Bool) throws(Refusal) {
        let attributes = try refusing { () throws(NodePlatformError) in
            try PoolPasswdStore.attributesOfNew(besideConfiguration: configuration)
        }
        var update = try refusing { () throws(NodePlatformError) in
            try store.beginUpdate(ownedBy: attributes.owner)
        }
        guard try change(&update.file) else { return }
        let isNew = update.attributes == nil
        do throws(NodePlatformError) {
            try update.write(attributesOfNew: attributes) { reason in
                PgEnc.warn(
                    "WARNING: \(path) is written in place, since no new file can take its place (\(reason)); "
                        + "a kill or a crash while it is written can damage it"
                )
            }
        } catch {
            throw Refusal("Error: \(error)")
        }
        if isNew, attributes.owner == FileOwner(userID: 0, groupID: 0) {
            PgEnc.warn(
                "pg_enc: made \(path), which only root can read; change its owner to the user that runs Pgpool-II"
            )
        }
    }
}

/// Runs `body`, and turns its error into a line of the tool.
func refusing<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Refusal) -> Result {
    do throws(Failure) {
        return try body()
    } catch {
        throw Refusal("Error: \(error)")
    }
}
