/// Whose grammar an HBA file is written in.
public enum HostBasedAuthenticationDialect: Sendable, Hashable {
    /// `pg_hba.conf` of that major version: a backslash continues a line from 14 on; `include`, `include_dir`,
    /// `include_if_exists` and regular expressions are known from 16 on. Methods and options are those of 13 to 19.
    case postgres(majorVersion: Int)

    /// `pool_hba.conf`: no continuation, no includes, no `+group`, `samegroup` or `samerole`, no GSS records.
    case pgpool

    /// The newest version whose methods and options are known here.
    static let newestMajorVersion = 19

    var continuesLines: Bool {
        if case .postgres(let version) = self { version >= 14 } else { false }
    }

    var includesFiles: Bool { knowsExpressions }

    /// Whether a token that begins with a slash is a regular expression, in quotes or not.
    var knowsExpressions: Bool {
        if case .postgres(let version) = self { version >= 16 } else { false }
    }

    /// The most octets of a token; with more the server refuses its line (`MAX_TOKEN`, up to PostgreSQL 15).
    var maximumTokenLength: Int {
        switch self {
        case .postgres(let version): version >= 16 ? .max : 10_239
        case .pgpool: 255
        }
    }

    /// The most octets of a line with its newline (`MAX_LINE`, up to PostgreSQL 13).
    var maximumLineLength: Int {
        switch self {
        case .postgres(let version): version >= 14 ? .max : 20_478
        case .pgpool: 8190
        }
    }
}
