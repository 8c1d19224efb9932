internal import DurableFiles
internal import Glibc
internal import NodePlatform
internal import PostgresConfiguration

extension NodeLayout {
    /// Follows the settings that name other places: `data_directory` and `hba_file` of PostgreSQL, `pool_passwd` of
    /// Pgpool-II. A place whose setting is missing or cannot be read is unchanged, and one that `choices` has is taken
    /// from there.
    ///
    /// - Throws: ``NodeEncryptionError/foreignPlace(setting:path:configuration:option:)`` where somebody could have
    ///   named a place to have it changed with rights that he has not (``NamedPlaces``). Of the rules,
    ///   ``authenticationFault`` says it.
    package mutating func followSettings(_ choices: NodeChoices) throws(NodeEncryptionError) {
        data = choices.data ?? data
        var settings = try? settings()
        if settings == nil, choices.looksOnly { settings = try? self.settings(from: SeenFiles()) }
        func place(
            _ name: String,
            relativeTo folder: String,
            standard: String,
            option: String
        ) throws(NodeEncryptionError) -> String? {
            guard let settings, let setting = settings.setting(of: name), !setting.assignment.value.isEmpty
            else { return nil }
            let path = PathText.joining(folder, setting.assignment.text)
            let places = NamedPlaces(in: settings.paths)
            guard places.allows(path, namedIn: setting.path, standard: standard) else {
                throw .foreignPlace(setting: name, path: path, configuration: setting.path, option: option)
            }
            return path
        }
        switch role {
        case .postgres:
            if choices.data == nil {
                let named = try place(
                    "data_directory",
                    relativeTo: configurationFolder,
                    standard: dataFolder,
                    option: "--data"
                )
                data = named ?? data
            }
            if choices.authentication == nil {
                do throws(NodeEncryptionError) {
                    let named = try place(
                        "hba_file",
                        relativeTo: dataFolder + "/",
                        standard: authentication,
                        option: "--hba"
                    )
                    authentication = named ?? authentication
                } catch {
                    // Whatever does not need the rules goes without them.
                    authenticationFault = error
                }
            }
        case .pgpool:
            if let given = choices.passwords {
                passwords = given
            } else {
                do throws(NodePlatformError) {
                    passwords = try PoolPasswdLocation.path(configuration: configuration)
                } catch .foreignPoolPasswd(let path, let configuration) {
                    throw .foreignPlace(
                        setting: "pool_passwd",
                        path: path,
                        configuration: configuration,
                        option: "--pool-passwd"
                    )
                } catch {
                    // Whoever needs the file says what is wrong with the settings.
                }
            }
        }
        authentication = choices.authentication ?? authentication
    }

    /// Whether PostgreSQL is told where its configuration is by its command line or a symbolic link: it is not beside
    /// the data, and does not say where those are.
    var isReadByAnotherPath: Bool {
        guard role == .postgres, let data,
            !isSamePath(realFolder(data), realFolder(PathText.folder(of: configuration)))
        else { return false }
        return ((try? settings())?.value(of: "data_directory") ?? "").isEmpty
    }

    /// The folders in which the server's user has everything anyway.
    var ownFolders: [String] { [configurationFolder, dataFolder] }

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

    /// Where a Pgpool-II with these settings is reached from its own host; `nil` where it takes no connections by TCP.
    var poolHost: String? {
        let list = (try? settings())?.value(of: "listen_addresses") ?? "localhost"
        let first = list.utf8.split(separator: UInt8(ascii: ",")).first.map { String(Substring($0)).trimmed }
        return first.flatMap { $0.isEmpty ? nil : PostmasterFile.host(listeningOn: $0) }
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

/// The configuration as far as the running user may read it; what else there is may say otherwise.
struct SeenFiles: ConfigurationSource {
    private let files = ConfigurationFileSystem()

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        do throws(PostgresConfigurationError) {
            return try files.contents(of: path)
        } catch .unreadable(_, EACCES) {
            return nil
        }
    }

    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        do throws(PostgresConfigurationError) {
            return try files.files(in: folder)
        } catch .unreadable(_, EACCES) {
            return nil
        }
    }
}
