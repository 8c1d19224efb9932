/// Where the pool key is.
package enum PoolKeyPath {
    /// The variable of the environment that names it, as Pgpool-II reads it.
    package static let variable = "PGPOOLKEYFILE"
    /// The name of the file in a home directory.
    package static let name = ".pgpoolkey"

    /// The path that was given, or else that of ``variable``, or else the file in the user's home directory; an empty
    /// text counts as not given. `nil` where the user has no home directory.
    ///
    /// The home is that of `/etc/passwd`, as for Pgpool-II, whatever `HOME` says.
    package static func find(
        given: String?,
        variable: String?,
        homeOf userID: UInt32
    ) throws(NodePlatformError) -> String? {
        if let path = [given, variable].compactMap(\.self).first(where: { !$0.isEmpty }) { return path }
        return try Accounts.ofThisHost().user(numbered: userID).map { $0.home + "/" + name }
    }
}
