/// The most bytes that are read from files that the operator names.
enum InputLimits {
    /// The most bytes of a file of users and passwords.
    static let file = 1 << 30
    /// The most bytes of a file with one key or one password.
    static let line = 64 << 10
}
