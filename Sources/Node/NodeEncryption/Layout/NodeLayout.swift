package import DurableFiles
internal import NodePlatform
package import PostgresConfiguration

/// Where the files of a node are, with the platform's places as the defaults.
package struct NodeLayout: Sendable {
    /// What the node runs.
    package enum Role: String, Sendable, CaseIterable {
        /// PostgreSQL.
        case postgres
        /// Pgpool-II.
        case pgpool
    }

    /// What the node runs.
    package let role: Role
    /// `postgresql.conf` or `pgpool.conf`.
    package var configuration: String
    /// `pg_hba.conf` or `pool_hba.conf`.
    package var authentication: String
    /// Why the rules are not read: their file is somewhere else, where the settings name it, and these may not.
    var authenticationFault: NodeEncryptionError?
    /// `pool_passwd`, on a Pgpool-II node.
    package var passwords: String
    /// The folder of `server` and `client`.
    package var certificates: String
    /// PostgreSQL's data directory; `nil` if it is the directory of the configuration.
    package var data: String?
    /// The list of files that are kept across a redeploy (``RedeployList``).
    package var redeploy: String
    /// The major version of PostgreSQL.
    package var majorVersion: Int
    /// The owner of certificates and new files; `nil` for the user who runs the tool.
    package var owner: FileOwner?

    /// The platform's places.
    package init(role: Role, majorVersion: Int = 15, owner: FileOwner? = nil) {
        self.role = role
        self.majorVersion = majorVersion
        self.owner = owner
        certificates = Platform.certificates
        redeploy = Platform.redeploy
        switch role {
        case .postgres:
            configuration = Platform.postgresFolder + "/postgresql.conf"
            authentication = Platform.postgresFolder + "/pg_hba.conf"
        case .pgpool:
            configuration = Platform.pgpoolFolder + "/pgpool.conf"
            authentication = Platform.pgpoolFolder + "/pool_hba.conf"
        }
        passwords = Platform.pgpoolFolder + "/" + PoolPasswdLocation.standardName
    }

    /// The folder of the configuration, with a slash at its end.
    var configurationFolder: String {
        PathText.folderPrefix(of: configuration)
    }

    /// The file for our settings only, beside `postgresql.conf`.
    package var ownSettings: String { configurationFolder + Self.ownSettingsName }

    static let ownSettingsName = "pg_ssl.conf"

    /// What `ALTER SYSTEM` writes, which is read last.
    package var systemSettings: String { dataFolder + "/postgresql.auto.conf" }

    /// The folder of PostgreSQL's data, without a slash at its end.
    package var dataFolder: String { data ?? String(configurationFolder.dropLast()) }

    /// What `client/root.crt` leads to, as install makes it.
    static let linkToRoot = "../server/root.crt"

    /// The path of a certificate or key.
    package func certificate(_ name: String) -> String { certificates + "/" + name }

    /// The grammar of the settings.
    package var configurationDialect: ConfigurationDialect { role == .postgres ? .postgres : .pgpool }

    /// The grammar of the HBA records.
    package var authenticationDialect: HostBasedAuthenticationDialect {
        role == .postgres ? .postgres(majorVersion: majorVersion) : .pgpool
    }
}
