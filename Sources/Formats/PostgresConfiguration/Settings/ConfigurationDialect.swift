/// Whose grammar a file of settings is written in.
///
/// Both have `name = value` lines with an optional `=`, and comments from `#` on; they differ in the details that
/// the cases name (PostgreSQL: "Parameter Interaction via the Configuration File"; Pgpool-II 4.3: seen by running it).
public enum ConfigurationDialect: Sendable, Hashable {
    /// `postgresql.conf`: names in any case, at most one dot in them; one setting a line; `''` and backslash escapes
    /// in quotes; `include`, `include_if_exists` and `include_dir`.
    case postgres

    /// `pgpool.conf`: names as written; several settings a line; nothing is escaped in quotes, though a backslash
    /// keeps a quote from closing where another one follows on the line; `include`, in lower case, alone; a comment
    /// wants a newline behind it.
    case pgpool
}
