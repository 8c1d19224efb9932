internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import ToolSupport

/// The `pool_passwd` file on the disk.
struct PoolPasswdStore {
    private let folder: Folder
    private let name: String
    private let configurationFile: String

    /// The file that the configuration names; a symbolic link there leads on to the file it stands for, and stays.
    init(_ settings: Settings) throws(Refusal) {
        configurationFile = settings.configurationFile ?? PoolPasswdLocation.defaultConfigurationFile()
        let path = try PoolPasswdLocation.path(configuration: configurationFile)
        (folder, name) = try told { () throws(FileError) in try Folder.holding(path, followingLink: true) }
    }

    /// The path, for messages.
    var path: String { printable(folder.path(of: name)) }

    /// The file as it is; nil where there is none.
    func read() throws(Refusal) -> PoolPasswdFile? {
        let isThere = try told { () throws(FileError) in try folder.status(of: name) != nil }
        return isThere ? try readFile() : nil
    }

    /// Reads the file, lets `change` change it, and replaces it whole where that returns true; all under the lock of
    /// its folder, so that no two runs lose each other's entries.
    func update(_ change: (inout PoolPasswdFile) throws(Refusal) -> Bool) throws(Refusal) {
        let lock = try told { () throws(FileError) in try folder.lock() }
        // What a killed run prepared has every password of the file.
        folder.removeLeftovers()
        let status = try told { () throws(FileError) in try folder.status(of: name) }
        var file = status == nil ? PoolPasswdFile() : try readFile()
        if try change(&file) {
            let content = file.content()
            let attributes = if let status { status.attributes } else { try attributesOfNew() }
            try told { () throws(FileError) in
                try folder.replace(name, with: content.span, attributes: attributes)
            }
            if status == nil, attributes.owner == FileOwner(userID: 0, groupID: 0) {
                PgEnc.warn(
                    "pg_enc: made \(path), which root alone can read; give it to the user that runs Pgpool-II"
                )
            }
        }
        lock.release()
    }

    private func readFile() throws(Refusal) -> PoolPasswdFile {
        PoolPasswdFile(
            try told { () throws(FileError) in try folder.readSecret(name, limit: SecretFile.limit) }
        )
    }

    /// A new file is nobody's but its owner's: the running user, or for root whoever has the configuration, which is
    /// what the user who runs Pgpool-II can read.
    private func attributesOfNew() throws(Refusal) -> FileAttributes {
        var owner = FileOwner.running
        if FileOwner.runningIsRoot {
            let status = try told { () throws(FileError) in
                let (folder, name) = try Folder.holding(configurationFile, followingLink: true)
                return try folder.status(of: name)
            }
            owner = status?.owner.userID == 0 ? FileOwner(userID: 0, groupID: 0) : status?.owner ?? owner
        }
        return FileAttributes(mode: 0o600, owner: owner)
    }
}

/// Does `body`, and says what of the files was wrong.
func told<Result: ~Copyable>(_ body: () throws(FileError) -> Result) throws(Refusal) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw Refusal("Error: \(error)")
    }
}
