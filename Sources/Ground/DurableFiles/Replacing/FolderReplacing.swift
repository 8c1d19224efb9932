internal import Glibc

extension Folder {
    /// Replaces the file `name` whole, or makes it.
    ///
    /// The new file is prepared under another name in the same folder: born for the running user alone, given its
    /// final owner and mode while it is empty, written, synchronised, and then renamed; then the folder is
    /// synchronised. Whatever happens, a kill or a full disk included, `name` is the old file or the new one, and at
    /// no instant can anybody read it whom `attributes` does not let. A symbolic link at `name` is replaced itself.
    ///
    /// To keep mode and owner of the file that is there, pass its ``FileStatus/attributes``. Its access control lists
    /// and extended attributes come along, with the mode's rights as the most that a list lets in.
    public func replace(
        _ name: String,
        with content: Span<UInt8>,
        attributes: FileAttributes
    ) throws(FileError) {
        try replace(name, with: content, attributes: attributes) { () throws(FileError) in }
    }

    /// The same, for content that was made of what is there: `expected` is what that was when it was read, `nil` for
    /// nothing, and it is looked at once more in the last moment.
    ///
    /// - Throws: ``FileError/changed(path:)`` where another program changed it meanwhile; it stays as that left it.
    package func replace(
        _ name: String,
        with content: Span<UInt8>,
        attributes: FileAttributes,
        ifStill expected: FileStatus?
    ) throws(FileError) {
        try replace(name, with: content, attributes: attributes) { () throws(FileError) in
            guard try status(of: name) == expected else { throw .changed(path: path(of: name)) }
        }
    }

    private func replace(
        _ name: String,
        with content: Span<UInt8>,
        attributes: FileAttributes,
        looking look: () throws(FileError) -> Void
    ) throws(FileError) {
        try check(name)
        let (file, preparedName) = try prepare(content, for: name, attributes: attributes)
        do {
            try file.synchronize()
            try look()
            try descriptor.rename(preparedName, to: descriptor, name)
        } catch {
            try? descriptor.remove(preparedName)
            throw reason(error, replacing: name)
        }
        try descriptor.synchronize()
    }

    /// Why a file could not be replaced, as far as that is more than the system says.
    private func reason(_ error: FileError, replacing name: String) -> FileError {
        guard case .system(.rename, let path, EPERM) = error,
            let (file, _) = try? descriptor.openingFile(name), file.isUnchangeable()
        else { return error }
        return .irreplaceable(path: path, code: EPERM)
    }

    /// Makes the file `name` whole, in the same steps, where nothing is at that name.
    ///
    /// - Throws: an error of which ``FileError/isExisting`` is true where something is, also a symbolic link that leads
    ///   nowhere, and also what came there in the meantime; it stays as it is.
    public func make(
        _ name: String,
        with content: Span<UInt8>,
        attributes: FileAttributes
    ) throws(FileError) {
        try check(name)
        let (file, preparedName) = try prepare(content, for: name, attributes: attributes)
        do {
            try file.synchronize()
            // A second name is refused where the name is taken; a rename would take it away.
            try descriptor.link(preparedName, to: descriptor, name)
        } catch {
            try? descriptor.remove(preparedName)
            throw error
        }
        // Where this fails, the leftover is removed by whoever tidies up, and the file keeps its name.
        try? descriptor.remove(preparedName)
        try descriptor.synchronize()
    }

    /// Sets mode and owner of the regular file `name`, if they are others.
    ///
    /// - Parameter isOurs: whether its content was looked at and is what belongs there. If not, a file of root's in
    ///   somebody else's folder stays as it is: he may have moved it there to get it.
    /// - Throws: an error where the file is a symbolic link, has a second name, or belongs to somebody who is neither
    ///   root, nor the running user, nor the wanted owner: it could stand for a file that is none of ours.
    public func set(
        _ attributes: FileAttributes,
        of name: String,
        isOurs: Bool = true
    ) throws(FileError) {
        try check(name)
        let (file, status) = try descriptor.openingFile(name)
        if status.mode == attributes.mode, attributes.owner == nil || attributes.owner == status.owner {
            return
        }
        guard status.nameCount == 1 else { throw .secondName(path: file.path) }
        let userID = status.owner.userID
        if !isOurs, userID == 0, try descriptor.status().owner.userID != 0 { return }
        guard userID == 0 || userID == FileOwner.running.userID || userID == attributes.owner?.userID else {
            throw .foreignOwner(path: file.path, userID: userID)
        }
        try file.set(attributes)
        try file.synchronize()
    }

    /// Makes a file of an unforeseeable name with its final attributes and content, not synchronised yet.
    ///
    /// Its lock is held as long as the descriptor lives: nobody takes it for a leftover.
    private func prepare(
        _ content: Span<UInt8>,
        for finalName: String,
        attributes: FileAttributes
    ) throws(FileError) -> (file: Descriptor, name: String) {
        let old = try extendedAttributes(of: finalName, owner: attributes.owner)
        while true {
            let name = Leftover.newName()
            let file = try descriptor.making(name, shownAs: descriptor.joined(finalName))
            do {
                // Somebody who tidies up may come between making and locking; then all begins again.
                guard try file.tryLock(), try file.status().nameCount == 1 else { continue }
                try file.setLooks(attributes, of: old)
                try file.write(content)
            } catch {
                try? descriptor.remove(name)
                throw error
            }
            return (file, name)
        }
    }
}
