internal import Glibc

extension Folder {
    /// What the symbolic link `name` holds.
    public func linkTarget(of name: String) throws(FileError) -> String {
        try check(name)
        return try descriptor.linkTarget(of: name)
    }

    /// Puts a symbolic link to `target` in the place of `name`, whole: what was there before is there until it is.
    ///
    /// - Parameter owner: whose the link is; `nil`: the running user's.
    public func replace(
        _ name: String,
        withLinkTo target: String,
        owner: FileOwner? = nil
    ) throws(FileError) {
        try check(name)
        let prepared = Leftover.newName()
        try descriptor.makeLink(prepared, to: target, owner: owner, shownAs: path(of: name))
        do {
            try descriptor.rename(prepared, to: descriptor, name)
        } catch {
            try? descriptor.remove(prepared)
            throw error
        }
        try descriptor.synchronize()
    }

    /// Makes the folder `name`, where nothing is at that name, so that it appears with its final attributes.
    ///
    /// The caller holds this folder's lock: two runs at once make one folder.
    package func makeFolder(_ name: String, attributes: FileAttributes) throws(FileError) {
        try check(name)
        let prepared = Leftover.newName()
        let path = descriptor.joined(name)
        let made = try descriptor.makingFolder(prepared, shownAs: path)
        do {
            try made.set(attributes)
            try descriptor.rename(prepared, to: descriptor, name)
        } catch {
            try? descriptor.remove(prepared, isFolder: true)
            throw error
        }
        do {
            try descriptor.synchronize()
        } catch {
            try? descriptor.remove(name, isFolder: true)
            throw error
        }
    }

    /// Removes the folder `name` if nothing is in it but what killed processes left; true if it did.
    public func removeFolderIfEmpty(_ name: String) throws(FileError) -> Bool {
        let inner = try folder(name)
        inner.removeLeftovers()
        guard try inner.descriptor.entries().isEmpty else { return false }
        try descriptor.remove(name, isFolder: true)
        return true
    }
}
