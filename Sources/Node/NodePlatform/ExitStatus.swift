/// The exit statuses of the tools: 0, 1, and the values of `sysexits.h` where they fit.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done, or there was nothing to do.
    case success = 0
    /// Anything else that failed.
    case failure = 1
    /// Done in part: since a run is bounded, and the next one goes on; or as far as the records go, and the rest is
    /// named.
    case inPart = 3
    /// An argument, an option or a variable is wrong; nothing was changed.
    case usage = 64
    /// What is there already is broken and was not touched.
    case data = 65
    /// A required file is missing.
    case noInput = 66
    /// A user or group does not exist on this host.
    case noUser = 67
    /// A file could not be read or written.
    case inputOutput = 74
    /// Another program is at work on the same files, or changed one in the meantime; try again later.
    case tryAgain = 75
    /// The user who runs the tool may not do this.
    case noPermission = 77
}
