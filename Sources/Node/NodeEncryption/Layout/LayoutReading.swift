internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration

extension NodeLayout {
    /// Follows the settings that name other places: `data_directory` and `hba_file` of PostgreSQL, `pool_passwd` of
    /// Pgpool-II. A place whose setting is missing or cannot be read is unchanged.
    package mutating func followSettings() {
        guard let settings = try? settings() else { return }
        func place(_ name: String, relativeTo folder: String) -> String? {
            guard let path = settings.value(of: name), !path.isEmpty else { return nil }
            return PathText.joining(folder, path)
        }
        switch role {
        case .postgres:
            data = place("data_directory", relativeTo: configurationFolder) ?? data
            authentication = place("hba_file", relativeTo: dataFolder + "/") ?? authentication
        case .pgpool:
            passwords = (try? PoolPasswdLocation.path(configuration: configuration)) ?? passwords
        }
    }

    /// Each `pool_passwd` that the server may read: the one that was chosen, and the one that the settings name.
    var poolPasswdsInForce: [String] {
        guard role == .pgpool else { return [] }
        let named = try? PoolPasswdLocation.path(configuration: configuration)
        return [passwords] + (named.map { [$0] } ?? [])
    }

    /// The port in the settings, or else the server's own default.
    package var port: Int {
        (try? settings())?.value(of: "port").flatMap { Int($0) } ?? (role == .postgres ? 5432 : 9999)
    }

    /// The settings of the node, includes followed.
    func settings(
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) throws(NodeEncryptionError) -> EffectiveConfiguration {
        do throws(PostgresConfigurationError) {
            return try EffectiveConfiguration(
                path: configuration,
                dialect: configurationDialect,
                overrides: role == .postgres ? [systemSettings] : [],
                from: source
            )
        } catch {
            throw .configuration(error)
        }
    }
}
