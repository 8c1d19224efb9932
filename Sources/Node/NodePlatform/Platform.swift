/// Where the platform keeps the things of a node, and what it calls them.
///
/// Every one of these is the default of an option, and stands here only.
package enum Platform {
    /// The folder of a node's certificates.
    package static let certificates = "/var/lib/jelastic/keys/SSL-TLS"
    /// The file of variables that say what a node is.
    package static let metadata = "/etc/jelastic/metainf.conf"
    /// The list of files that are kept across a redeploy.
    package static let redeploy = "/etc/jelastic/redeploy.conf"
    /// The folder of PostgreSQL's data and configuration.
    package static let postgresFolder = "/var/lib/pgsql/data"
    /// The folder of Pgpool-II's configuration.
    package static let pgpoolFolder = "/etc/pgpool-II"
    /// What `postgres-ssl` remembers about a node.
    package static let state = "/var/lib/postgres-ssl"
    /// The account that both servers run as.
    package static let serverAccount = "postgres"
    /// The database's administrator, whose password and client certificate are meant where nobody else is named.
    package static let user = "webadmin"
    /// The user by which Pgpool-II asks its backends.
    package static let pgpoolUser = "pgpool"
}
