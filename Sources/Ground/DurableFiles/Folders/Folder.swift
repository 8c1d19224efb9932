internal import Glibc

/// An open folder, in which files are looked at, read, replaced and removed by name.
///
/// Every name is looked up in the folder that was opened, so nobody can exchange the folder on the way, and the last
/// component is never followed where it is a symbolic link.
public final class Folder: Sendable {
    let descriptor: Descriptor

    /// The path it was opened by, without symbolic links, for messages.
    public var path: String { descriptor.path.isEmpty ? "." : descriptor.path }

    /// How long a lock is waited for where nothing else is said.
    public static var patience: Duration { .seconds(60) }

    init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    /// Opens the folder at `path`.
    ///
    /// Symbolic links on the way are followed only where nobody but root and the running user could have made them;
    /// elsewhere the error is ``FileError/untrustedLink(path:)``.
    public convenience init(_ path: String) throws(FileError) {
        self.init(try FolderWalk.open(path, creating: nil))
    }

    /// Opens the folder at `path`, made with `attributes` if it is missing; missing folders around it get mode 0755
    /// and stay the running user's.
    ///
    /// A folder that is there keeps its attributes.
    public convenience init(_ path: String, makingWith attributes: FileAttributes) throws(FileError) {
        self.init(try FolderWalk.open(path, creating: FolderCreation(last: attributes)))
    }

    /// The same for one who holds the locks of some folders on the way.
    package convenience init(
        _ path: String,
        makingWith attributes: FileAttributes,
        holding locks: FolderLocks
    ) throws(FileError) {
        self.init(try FolderWalk.open(path, creating: FolderCreation(last: attributes, locks: locks)))
    }

    /// Opens the folder that holds the file at `path`, and gives the file's name in it.
    ///
    /// With `followingLink`, a symbolic link at the end of the path leads on to the file it stands for (by the same
    /// rule as links on the way), so that a file that an operator keeps elsewhere is replaced there.
    public static func holding(
        _ path: String,
        followingLink: Bool = false
    ) throws(FileError) -> (folder: Folder, name: String) {
        let (descriptor, name) = try FolderWalk.openParent(path, followingLink: followingLink)
        return (Folder(descriptor), name)
    }

    /// Opens the folder `name` in this one; a symbolic link is refused.
    public func folder(_ name: String) throws(FileError) -> Folder {
        try check(name)
        if try descriptor.status(of: name)?.kind == .symbolicLink {
            throw .symbolicLink(path: descriptor.joined(name))
        }
        return Folder(try descriptor.opening(name, flags: O_RDONLY | O_DIRECTORY))
    }

    /// What the folder itself is.
    public func status() throws(FileError) -> FileStatus {
        try descriptor.status()
    }

    /// What stands at `name`, a symbolic link itself included; `nil` where there is nothing.
    public func status(of name: String) throws(FileError) -> FileStatus? {
        try check(name)
        return try descriptor.status(of: name)
    }

    /// The names in the folder, sorted, without what an unfinished replacement left.
    ///
    /// - Throws: ``FileError/notUTF8(path:)`` where one is no text.
    public func names() throws(FileError) -> [String] {
        try descriptor.names().filter { !Leftover.isOne($0) }
    }

    /// The path of `name` in the folder, for messages.
    public func path(of name: String) -> String {
        descriptor.joined(name)
    }

    /// Removes the file `name`, or the symbolic link itself.
    public func remove(_ name: String) throws(FileError) {
        try check(name)
        try descriptor.remove(name)
    }

    /// Waits until new names and removals are on the disk.
    public func synchronize() throws(FileError) {
        try descriptor.synchronize()
    }

    /// Refuses what is not the name of one file in this folder.
    func check(_ name: String) throws(FileError) {
        let isName =
            !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
        guard isName else { throw .invalidName(name) }
    }
}
