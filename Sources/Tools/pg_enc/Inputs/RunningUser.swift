internal import Glibc

/// The user who started the tool, even if it runs as another (set-user-ID).
enum RunningUser {
    /// The real user's number.
    static var number: UInt32 { getuid() }
}
