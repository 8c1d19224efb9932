/// One step in which this module asks the operating system for something.
public enum FileOperation: Sendable, Hashable, CaseIterable {
    /// Opening a file or folder, or looking at what stands at a name.
    case open
    /// Reading octets, or a symbolic link.
    case read
    /// Listing a folder.
    case list
    /// Waiting for a lock.
    case lock
    /// Making a new file.
    case make
    /// Making a new symbolic link.
    case makeLink
    /// Making a new folder.
    case makeFolder
    /// Setting owner and group.
    case setOwner
    /// Setting the mode.
    case setMode
    /// Setting a list of who may do what, another extended attribute, or times.
    case setAttribute
    /// Writing octets.
    case write
    /// Waiting until what was written is on the disk.
    case synchronize
    /// Giving a file or folder its final name.
    case rename
    /// Removing a file or an empty folder.
    case remove

    /// Whether the step changes what a later process finds.
    public var changes: Bool {
        switch self {
        case .open, .read, .list, .lock: false
        case .make, .makeLink, .makeFolder, .setOwner, .setMode, .setAttribute, .write, .synchronize, .rename,
            .remove:
            true
        }
    }

    var verb: String {
        switch self {
        case .open: "open"
        case .read: "read"
        case .list: "list"
        case .lock: "lock"
        case .make: "make"
        case .makeLink: "make the symbolic link"
        case .makeFolder: "make the folder"
        case .setOwner: "set the owner of"
        case .setMode: "set the mode of"
        case .setAttribute: "set the attributes of"
        case .write: "write"
        case .synchronize: "synchronize"
        case .rename: "rename"
        case .remove: "remove"
        }
    }
}

/// A test's say before every step that changes something: it may let the step happen or fail in its place.
///
/// A process killed between two steps is played by failing every step from the N-th on, those that would tidy up
/// included; a kill within a write by a ``largestWrite`` smaller than the content.
package struct FileInterception: Sendable {
    #if DEBUG
        /// The interception of the running task; there is none outside tests.
        @TaskLocal package static var current: FileInterception?
    #else
        /// A release knows none: a task's value would bring Swift's runtime of tasks into every tool.
        package static var current: FileInterception? { nil }
    #endif

    /// Called before a step on a path; what it throws is thrown in place of the step.
    package var before: @Sendable (FileOperation, String) throws(FileError) -> Void

    /// Called with the path of a file that was looked at and is now opened: what a test puts in its place then comes as
    /// late as any other program's could.
    package var beforeOpening: @Sendable (String) -> Void

    /// Called with the path of each step from folder to folder, `..` as it was written.
    package var onTheWay: @Sendable (String) -> Void = { _ in }

    /// The most octets that one write gives to the system.
    package var largestWrite: Int

    /// Makes an interception of steps.
    package init(
        largestWrite: Int = .max,
        before: @escaping @Sendable (FileOperation, String) throws(FileError) -> Void
    ) {
        self.before = before
        beforeOpening = { _ in }
        self.largestWrite = largestWrite
    }

    /// Makes an interception of openings.
    package init(beforeOpening: @escaping @Sendable (String) -> Void) {
        before = { _, _ in }
        self.beforeOpening = beforeOpening
        largestWrite = .max
    }
}
