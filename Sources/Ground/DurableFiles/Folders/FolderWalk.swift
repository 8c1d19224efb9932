internal import Glibc

/// Goes from the root or the working folder to the end of a path, one component at a time.
///
/// A path given by the operator may lead through folders that other users can write to. A symbolic link on the way is
/// followed only if nobody but root and the running user could have put it there: root or the running user made it,
/// and the folder that holds it is writable for nobody else, unless its sticky bit keeps others from exchanging it.
///
/// `..` leads back to where the walk came from, as the text of the path says: whoever can move a folder while somebody
/// is in it says where its own `..` leads to.
struct FolderWalk {
    private var here: Descriptor
    /// The folders on the way from the beginning to this one.
    private var way: [Descriptor] = []
    /// What is still to walk, the next component last.
    private var rest: [String]
    private var linksLeft = 32

    init(_ path: String) throws(FileError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidName(path) }
        here = try .start(absolute: PathText.isAbsolute(path))
        rest = PathText.names(in: path).reversed()
    }

    /// Walks to the folder that `path` names.
    ///
    /// - Parameter missing: the attributes with which folders are made where the path ends too early; `nil`: an error.
    static func open(_ path: String, creating missing: FolderCreation?) throws(FileError) -> Descriptor {
        var walk = try FolderWalk(path)
        while let name = walk.next() {
            try walk.enter(name, isLast: walk.rest.isEmpty, creating: missing)
        }
        return try walk.finish()
    }

    /// Walks to the folder that holds the file that `path` names, through links at its end too if `followingLink`.
    static func openParent(
        _ path: String,
        followingLink: Bool
    ) throws(FileError) -> (folder: Descriptor, name: String) {
        guard !["", ".", ".."].contains(PathText.lastName(of: path)) else { throw .invalidName(path) }
        var walk = try FolderWalk(path)
        while let name = walk.next() {
            guard walk.rest.isEmpty else {
                try walk.enter(name, isLast: false, creating: nil)
                continue
            }
            let isLink = try walk.here.status(of: name)?.kind == .symbolicLink
            if followingLink, isLink {
                try walk.followLink(name)
            } else {
                return (try walk.finish(), name)
            }
        }
        // A link led to a folder, by `.` or `..` at its end.
        throw .notRegular(path: path)
    }

    private mutating func next() -> String? {
        while let name = rest.popLast() {
            if name != "." { return name }
        }
        return nil
    }

    private mutating func enter(
        _ name: String,
        isLast: Bool,
        creating missing: FolderCreation?
    ) throws(FileError) {
        FileInterception.current?.onTheWay(PathText.joining(here.path, name))
        if name == "..", let last = way.popLast() {
            here = last
            return
        }
        do {
            let next = try here.opening(name, flags: walkingFlags)
            // What is above the beginning was not come to from there: another `..` leads further up.
            if name != ".." { way.append(here) }
            here = next
        } catch {
            switch error {
            case .system(_, _, ENOENT):
                guard let missing else { throw error }
                let made = try missing.make(name, in: here, isLast: isLast)
                way.append(here)
                here = made
            case .system(_, _, ENOTDIR), .system(_, _, ELOOP):
                guard try here.status(of: name)?.kind == .symbolicLink else { throw error }
                try followLink(name)
            default:
                throw error
            }
        }
    }

    private mutating func followLink(_ name: String) throws(FileError) {
        let path = here.joined(name)
        guard linksLeft > 0 else { throw .tooManyLinks(path: path) }
        linksLeft -= 1
        guard let link = try here.status(of: name) else {
            throw .system(.open, path: path, code: ENOENT)
        }
        let folder = try here.status()
        let trusted: Set<UInt32> = [0, FileOwner.running.userID]
        let othersWrite = folder.mode & 0o022 != 0 || !trusted.contains(folder.owner.userID)
        let isSticky = folder.mode & 0o1000 != 0 && trusted.contains(folder.owner.userID)
        // A link of a process belongs to root where the process is protected, and leads where the process wants it to.
        guard trusted.contains(link.owner.userID), !othersWrite || isSticky, !here.isOfProcesses else {
            throw .untrustedLink(path: path)
        }
        let target = try here.linkTarget(of: name)
        guard !target.isEmpty else { throw .system(.open, path: path, code: ENOENT) }
        if PathText.isAbsolute(target) {
            here = try .start(absolute: true)
            way = []
        }
        rest += PathText.names(in: target).reversed()
    }

    /// The folder that was reached, opened for listing, locking and synchronising.
    private func finish() throws(FileError) -> Descriptor {
        try here.reopened()
    }
}

/// How folders on a path are made where they are missing.
struct FolderCreation {
    /// Of the folder that the path ends in.
    var last: FileAttributes
    /// Of those before it.
    var before = FileAttributes(mode: 0o755)
    /// The locks that the caller holds already.
    var locks: FolderLocks?

    /// Makes the folder. The folder around it is locked meanwhile: two runs at once make one folder.
    func make(
        _ name: String,
        in folder: Descriptor,
        isLast: Bool
    ) throws(FileError) -> Descriptor {
        let around = try folder.reopened()
        if try locks?.holds(around) != true { try around.lock(patience: Folder.patience) }
        if try around.status(of: name) == nil {
            // What a run left that was killed here, and that nobody else would look for.
            Folder(around).removeLeftovers()
            try Folder(around).makeFolder(name, attributes: isLast ? last : before)
        }
        return try folder.opening(name, flags: walkingFlags)
    }
}
