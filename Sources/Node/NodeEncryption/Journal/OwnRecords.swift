internal import DurableFiles

/// Tells records that this tool wrote from what somebody put in their place.
///
/// What they say is done with the rights of the user who runs the tool, and `--state` names any folder. So the folder,
/// and each file in it, must be that user's and writable for nobody else; a sticky bit is no excuse, since with it
/// others may still add what is missing.
enum OwnRecords {
    /// Refuses a folder or file of records by what it is, told from the descriptor that it is read by.
    static func require(_ status: FileStatus, at path: String) throws(NodeEncryptionError) {
        let own = FileOwner.running.userID
        guard status.owner.userID == own else {
            throw .foreignRecords(path: path, userID: status.owner.userID, own: own)
        }
        guard status.mode & 0o022 == 0 else { throw .writableRecords(path: path, mode: status.mode) }
        if status.kind == .file, status.nameCount > 1 { throw .file(.secondName(path: path)) }
    }

    /// Opens the folder at `path`; `nil` where there is none.
    static func folder(_ path: String) throws(NodeEncryptionError) -> Folder? {
        let folder: Folder
        let status: FileStatus
        do throws(FileError) {
            folder = try Folder(path)
            status = try folder.status()
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
        try require(status, at: path)
        return folder
    }

    /// Refuses to record a mode that would not be taken back from a record (``StateReader``).
    static func requireOrdinaryModes(_ changes: [FileChange]) throws(NodeEncryptionError) {
        for change in changes {
            for case let state in [change.before, change.after] where state.mode & state.refusedModeBits != 0
            {
                throw .specialMode(path: change.path, mode: state.mode)
            }
        }
    }
}

extension FileState {
    fileprivate var mode: UInt32 {
        switch self {
        case .file(_, let attributes), .folder(let attributes): attributes.mode
        case .absent, .link: 0
        }
    }

    /// The mode bits that no record may give to what this is.
    ///
    /// No file of a node needs one of the three special bits. On a folder the set-group-ID bit and the sticky bit are
    /// common, and hand no rights to anybody.
    fileprivate var refusedModeBits: UInt32 { isFolder ? Self.refusedOfFolders : Self.refusedOfFiles }

    static var refusedOfFiles: UInt32 { 0o7000 }
    static var refusedOfFolders: UInt32 { 0o4000 }
}
