internal import Glibc

/// The user who started the tool, which another may run as.
enum RunningUser {
    /// The real user's number.
    static var number: UInt32 { getuid() }
}
