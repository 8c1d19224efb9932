internal import Glibc

// Folders and symbolic links have no descriptor when they are made, as files have. Where another user may write the
// folder around, he can give the name away at once, to something of root's: what is opened by the name is looked at,
// and what is given to another user is what was looked at.
extension Descriptor {
    /// Makes the folder `name`, which must not be there, for the running user alone, and opens it. Where it cannot be
    /// opened, nothing is left.
    ///
    /// - Throws: ``FileError/exchanged(path:)`` where another is at that name already.
    func makingFolder(_ name: String, shownAs path: String) throws(FileError) -> Descriptor {
        _ = try attempt(.makeFolder, path) { unsafe mkdirat(number, name, 0o700) }
        do throws(FileError) {
            FileInterception.current?.beforeOpening(path)
            let made = try opening(name, flags: O_RDONLY | O_DIRECTORY, shownAs: path)
            // Some file systems (NFS, FUSE) make a folder somebody else's, as they did the one around.
            let makers = [FileOwner.running.userID, try status().owner.userID]
            guard makers.contains(try made.status().owner.userID), try made.entries().isEmpty else {
                throw FileError.exchanged(path: path)
            }
            return made
        } catch {
            try? remove(name, isFolder: true)
            throw error
        }
    }

    /// Makes the symbolic link `name`, which must not be there, of that owner; `nil`: the running user. Where it cannot
    /// be given to him, nothing is left.
    ///
    /// - Throws: ``FileError/exchanged(path:)`` where something else is at that name already.
    func makeLink(
        _ name: String,
        to target: String,
        owner: FileOwner?,
        shownAs path: String
    ) throws(FileError) {
        _ = try attempt(.makeLink, path) { unsafe symlinkat(target, number, name) }
        guard let owner else { return }
        do throws(FileError) {
            FileInterception.current?.beforeOpening(path)
            let made = try opening(name, flags: pathOnly, shownAs: path)
            let status = try made.status()
            if status.owner == owner { return }
            guard status.kind == .symbolicLink, status.owner.userID == FileOwner.running.userID,
                status.nameCount == 1, try made.linkTarget("", shownAs: path).utf8.elementsEqual(target.utf8)
            else { throw FileError.exchanged(path: path) }
            _ = try attempt(.setOwner, path) {
                unsafe fchownat(made.number, "", owner.userID, owner.groupID, itself)
            }
        } catch {
            try? remove(name)
            throw error
        }
    }
}

/// `AT_EMPTY_PATH`, which the C library shows to GNU programs only: what is meant is what the descriptor stands for.
private let itself: Int32 = 0x1000
