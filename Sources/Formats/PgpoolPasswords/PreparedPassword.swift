internal import SCRAMAuthentication
public import SecretMemory

/// A password in the form that an entry must have.
///
/// The client and the backend prepare a password by SASLprep before they use it in SCRAM, and Pgpool-II, which stands
/// between them, does not: where SASLprep changes a password, neither agrees with an entry of it as it was typed. md5
/// has no such preparation, and knows only the typed form.
public struct PreparedPassword: ~Copyable, Sendable {
    /// What SCRAM has of the password.
    public let octets: SecretBytes

    /// Whether that is another text than the password.
    public let isChanged: Bool

    /// Prepares `password` as PostgreSQL's server and libpq do. One that SASLprep refuses or that is not UTF-8 stays as
    /// it is.
    ///
    /// Leaks: what `SASLprep.prepareAsPostgreSQL` leaks, and whether it changes the password.
    public init(_ password: Span<UInt8>) {
        self.init(octets: SASLprep.prepareAsPostgreSQL(password), of: password)
    }

    private init(octets: consuming SecretBytes, of password: Span<UInt8>) {
        isChanged = !constantTimeEquals(octets.span, password)
        self.octets = octets
    }
}
