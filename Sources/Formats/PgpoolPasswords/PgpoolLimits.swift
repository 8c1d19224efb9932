/// How much Pgpool-II reads of things, in octets (4.3.5).
public enum PgpoolLimits {
    /// What it takes of a field of an entry, prefix included; the rest it drops.
    public static let secret = 128

    /// A line of `pool_passwd`, line break included; what is beyond it reads as another line.
    public static let line = 1023

    /// The longest password whose AES entry is no longer than ``secret``.
    public static let aesPassword = 79

    /// The longest password behind the prefix `TEXT`.
    public static let textPassword = 124

    /// The longest user name.
    public static let userName = 128

    /// What it takes of the first line of a key file.
    public static let key = 255
}
