package import DurableFiles
package import PgpoolPasswords
internal import SecretMemory

/// A change of `pool_passwd` in progress: no other run changes the file while this value lives.
package struct PoolPasswdUpdate: ~Copyable {
    /// The file, to be changed.
    package var file: PoolPasswdFile
    /// Mode and owner of the file that is there; `nil` where there is none.
    package var attributes: FileAttributes? { present?.status.attributes }

    private let folder: Folder
    private let name: String
    /// The file that is there, under its own lock, and its content.
    private let present: LockedFile?
    private let before: SecretBytes
    /// The lock of the folder, or why there is none.
    private let locked: LockedFolder?
    private let denial: FileError?

    init(_ folder: Folder, _ name: String, present: LockedFile?, under locked: consuming LockedFolder)
        throws(FileError)
    {
        before = try present?.read(limit: PoolPasswdStore.limit) ?? SecretBytes(copying: [UInt8]().span)
        file = PoolPasswdFile(before.copy())
        self.folder = folder
        self.name = name
        self.present = present
        self.locked = consume locked
        denial = nil
    }

    init(_ folder: Folder, _ name: String, present: LockedFile, denial: FileError) throws(FileError) {
        before = try present.read(limit: PoolPasswdStore.limit)
        file = PoolPasswdFile(before.copy())
        self.folder = folder
        self.name = name
        self.present = present
        locked = nil
        self.denial = denial
    }

    /// Replaces the file whole; it keeps its mode and owner, and a new one gets those given.
    ///
    /// - Parameter note: called before a file whose place no other can take (it is mounted by itself, or its folder is
    ///   not the user's to change) is written in place, with what stands against it; `nil`: such a file is an error. A
    ///   kill or a crash of the computer can damage a file that is written in place.
    /// - Throws: an error with which the file is as it was, but for ``NodePlatformError/damagedInPlace(path:_:)``.
    package consuming func write(
        attributesOfNew: FileAttributes,
        inPlace note: ((FileError) -> Void)? = nil
    ) throws(NodePlatformError) {
        let content = file.content()
        let reason: FileError
        do throws(FileError) {
            if let denial { throw denial }
            try folder.replace(
                name,
                with: content.span,
                attributes: attributes ?? attributesOfNew,
                ifStill: present?.status
            )
            return
        } catch {
            reason = error
        }
        guard let note, let present, reason.deniesChange else { throw .file(reason) }
        if let refusal = present.refusal { throw .file(refusal) }
        note(reason)
        do throws(OverwritingError) {
            try present.overwrite(before.span, with: content.span)
        } catch {
            switch error {
            case .unchanged(let error): throw .file(error)
            case .damaged(let error): throw .damagedInPlace(path: folder.path(of: name), error)
            }
        }
    }
}
