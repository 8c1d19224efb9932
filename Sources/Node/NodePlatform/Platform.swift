/// Where the platform keeps the things of a node, and what it calls them.
///
/// Each of these is the default of an option, and is written down only here.
package enum Platform {
    /// The directory of a node's certificates.
    package static let certificates = "/var/lib/jelastic/keys/SSL-TLS"
    /// The file of variables that say what a node is.
    package static let metadata = "/etc/jelastic/metainf.conf"
    /// The list of files that are kept across a redeploy.
    package static let redeploy = "/etc/jelastic/redeploy.conf"
    /// The directory of PostgreSQL's data and configuration.
    package static let postgresFolder = "/var/lib/pgsql/data"
    /// The directory of Pgpool-II's configuration.
    package static let pgpoolFolder = "/etc/pgpool-II"
    /// What `postgres-ssl` remembers about a node.
    package static let state = "/var/lib/postgres-ssl"
    /// The account that both servers run as.
    package static let serverAccount = "postgres"
    /// The database administrator, whose password and client certificate are meant where no other user is named.
    package static let user = "webadmin"
    /// The user that Pgpool-II itself connects to its backends as.
    package static let pgpoolUser = "pgpool"
}
