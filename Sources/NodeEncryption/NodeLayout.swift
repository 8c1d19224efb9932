public import DurableFiles
public import PostgresConfiguration

/// Where the things of a node are, with the platform's places as the defaults.
public struct NodeLayout: Sendable {
    /// What the node runs.
    public enum Role: String, Sendable, CaseIterable {
        /// PostgreSQL.
        case postgres
        /// Pgpool-II.
        case pgpool
    }

    /// What the node runs.
    public let role: Role
    /// `postgresql.conf` or `pgpool.conf`.
    public var configuration: String
    /// `pg_hba.conf` or `pool_hba.conf`.
    public var authentication: String
    /// `pool_passwd`; of a Pgpool-II node.
    public var passwords: String
    /// The folder of `server` and `client`.
    public var certificates: String
    /// The folder of PostgreSQL's data; where nothing is said, that of the configuration.
    public var data: String?
    /// The list of files that are kept across a redeploy; left alone where its folder is missing.
    public var redeploy: String
    /// The major version of PostgreSQL.
    public var majorVersion: Int
    /// Who certificates and new files belong to; `nil`: whoever runs the tool.
    public var owner: FileOwner?

    /// The platform's places.
    public init(role: Role, majorVersion: Int = 15, owner: FileOwner? = nil) {
        self.role = role
        self.majorVersion = majorVersion
        self.owner = owner
        certificates = "/var/lib/jelastic/keys/SSL-TLS"
        redeploy = "/etc/jelastic/redeploy.conf"
        switch role {
        case .postgres:
            configuration = "/var/lib/pgsql/data/postgresql.conf"
            authentication = "/var/lib/pgsql/data/pg_hba.conf"
        case .pgpool:
            configuration = "/etc/pgpool-II/pgpool.conf"
            authentication = "/etc/pgpool-II/pool_hba.conf"
        }
        passwords = "/etc/pgpool-II/pool_passwd"
    }

    /// The folder of the configuration, with a slash at its end.
    var configurationFolder: String {
        PathText.folderPrefix(of: configuration)
    }

    /// The file of the settings that are ours alone, beside `postgresql.conf`.
    public var ownSettings: String { configurationFolder + Self.ownSettingsName }

    static let ownSettingsName = "pg_ssl.conf"

    /// What `ALTER SYSTEM` writes, which is read last.
    public var systemSettings: String { dataFolder + "/postgresql.auto.conf" }

    /// The folder of PostgreSQL's data, without a slash at its end.
    public var dataFolder: String { data ?? String(configurationFolder.dropLast()) }

    /// The path of a certificate or key.
    public func certificate(_ name: String) -> String { certificates + "/" + name }

    /// Whose grammar the settings have.
    public var configurationDialect: ConfigurationDialect { role == .postgres ? .postgres : .pgpool }

    /// Whose grammar the HBA records have.
    public var authenticationDialect: HostBasedAuthenticationDialect {
        role == .postgres ? .postgres(majorVersion: majorVersion) : .pgpool
    }
}
