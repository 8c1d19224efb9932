/// Whose grammar an HBA file is written in.
public enum HostBasedAuthenticationDialect: Sendable, Hashable {
    /// `pg_hba.conf` of that major version: a backslash continues a line from 14 on; `include`, `include_dir`,
    /// `include_if_exists` and regular expressions are known from 16 on.
    case postgres(majorVersion: Int)

    /// `pool_hba.conf`: no continuation, no includes, no `+group`, `samegroup` or `samerole`, no GSS records.
    case pgpool

    var continuesLines: Bool {
        if case .postgres(let version) = self { version >= 14 } else { false }
    }

    var includesFiles: Bool { knowsExpressions }

    /// Whether a token that begins with a slash is a regular expression, in quotes or not.
    var knowsExpressions: Bool {
        if case .postgres(let version) = self { version >= 16 } else { false }
    }
}
