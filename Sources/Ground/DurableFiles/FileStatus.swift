internal import Glibc

/// Who a file belongs to.
public struct FileOwner: Hashable, Sendable {
    /// The user's number.
    public var userID: UInt32
    /// The group's number.
    public var groupID: UInt32

    /// Makes an owner of two numbers.
    public init(userID: UInt32, groupID: UInt32) {
        self.userID = userID
        self.groupID = groupID
    }

    /// The user and group with whose rights this process makes files.
    public static var running: FileOwner {
        FileOwner(userID: geteuid(), groupID: getegid())
    }

    /// Whether this process runs with the rights of root.
    public static var runningIsRoot: Bool { geteuid() == 0 }
}

/// Mode and owner of a file or folder that is made.
public struct FileAttributes: Hashable, Sendable {
    /// The permission bits, as in `0o600`; the process's umask takes nothing away.
    public var mode: UInt32
    /// Who it shall belong to; `nil`: whoever runs.
    public var owner: FileOwner?

    /// Makes attributes.
    public init(mode: UInt32, owner: FileOwner? = nil) {
        self.mode = mode
        self.owner = owner
    }
}

/// What stands at a name.
public struct FileStatus: Hashable, Sendable {
    /// The kinds that matter here.
    public enum Kind: Hashable, Sendable {
        /// A regular file.
        case file
        /// A folder.
        case folder
        /// A symbolic link itself.
        case symbolicLink
        /// A pipe, a socket or a device.
        case other
    }

    /// The file system that it is in, and its number there: what two names of one file have in common.
    package struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    /// What it is.
    public let kind: Kind
    /// Its twelve mode bits.
    public let mode: UInt32
    /// Who it belongs to.
    public let owner: FileOwner
    /// Its size in octets.
    public let byteCount: Int
    /// How many names it has.
    public let nameCount: Int
    /// Which one it is, whatever it is called.
    package let identity: Identity
    /// When its content last changed: seconds since 1970-01-01T00:00:00Z.
    public let changedAt: Int64
    /// The nanoseconds of that second.
    let changedNanoseconds: Int
    /// When anything of it last changed, which nobody sets back: seconds, and the nanoseconds of that second.
    private let statusChangedAt: Int64
    private let statusChangedNanoseconds: Int

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        mode = status.st_mode & 0o7777
        owner = FileOwner(userID: status.st_uid, groupID: status.st_gid)
        byteCount = Int(status.st_size)
        nameCount = Int(status.st_nlink)
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        changedAt = Int64(status.st_mtim.tv_sec)
        changedNanoseconds = status.st_mtim.tv_nsec
        statusChangedAt = Int64(status.st_ctim.tv_sec)
        statusChangedNanoseconds = status.st_ctim.tv_nsec
    }

    /// Mode and owner, to give to a file that takes this one's place.
    public var attributes: FileAttributes { FileAttributes(mode: mode, owner: owner) }
}
