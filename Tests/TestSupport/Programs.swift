/// The independent programs that tests ask, where they are installed.
public enum Programs {
    /// OpenSSL's command line.
    public static let openssl = Program.find("openssl")
    /// GnuTLS's certificate tool.
    public static let certtool = Program.find("certtool")
    /// A Python 3 interpreter.
    public static let python = Program.find("python3")
    /// The `pg_enc` of the distribution's Pgpool-II.
    public static let distributionPgEnc = Program.find("pg_enc")
}
