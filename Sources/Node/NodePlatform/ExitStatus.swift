/// What a tool's exit status says: 0, 1, and the figures of `sysexits.h` where they fit.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done, or there was nothing to do.
    case success = 0
    /// Something else went wrong.
    case failure = 1
    /// An argument, an option or a variable is wrong; nothing was changed.
    case usage = 64
    /// What is there already is broken and was not touched.
    case data = 65
    /// A file that is needed is missing.
    case noInput = 66
    /// A user or a group that is needed is unknown.
    case noUser = 67
    /// A file could not be read or written.
    case inputOutput = 74
    /// Another run is at work; try again later.
    case tryAgain = 75
    /// The running user may not do this.
    case noPermission = 77
}
