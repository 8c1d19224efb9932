internal import DurableFiles
internal import PostgresConfiguration

/// Where the `pool_passwd` file is, by `pgpool.conf`.
package enum PoolPasswdLocation {
    /// What it is called where nothing is said.
    package static let standardName = "pool_passwd"

    /// The configuration file to use where none is given: the distribution's.
    package static func defaultConfigurationFile() -> String {
        let folders = isThere("/etc/debian_version") ? ["pgpool2", "pgpool-II"] : ["pgpool-II", "pgpool2"]
        let paths = folders.map { "/etc/\($0)/pgpool.conf" }
        return paths.first(where: isThere) ?? paths[0]
    }

    /// The path of the file that `pool_passwd` names, which lies beside the configuration unless it is absolute.
    ///
    /// - Throws: an error where the configuration cannot be read whole, names no file, or one that whoever can write it
    ///   could not have written himself (``NamedPlaces``).
    package static func path(configuration path: String) throws(NodePlatformError) -> String {
        let configuration: EffectiveConfiguration
        do throws(PostgresConfigurationError) {
            configuration = try EffectiveConfiguration(
                path: path,
                dialect: .pgpool,
                from: ConfigurationFileSystem()
            )
        } catch {
            throw .configuration(error)
        }
        if let problem = configuration.problems.first {
            throw problem.kind == .syntax
                ? .invalidSettings(path: problem.path, line: problem.line)
                : .missingInclude(path: problem.path, line: problem.line)
        }
        let setting = configuration.setting(of: "pool_passwd")
        let given = setting?.assignment.value ?? Array(standardName.utf8)
        guard let name = String(validating: given, as: UTF8.self) else {
            throw .poolPasswdNotUTF8(configuration: path)
        }
        guard !name.isEmpty else { throw .poolPasswdUnused(configuration: path) }
        let folder = PathText.folderPrefix(of: path)
        let named = PathText.joining(folder, name)
        let standard = PathText.joining(folder, standardName)
        let places = NamedPlaces(in: configuration.paths)
        if let setting, !places.allows(named, namedIn: setting.path, standard: standard) {
            throw .foreignPoolPasswd(path: named, configuration: setting.path)
        }
        return named
    }

    private static func isThere(_ path: String) -> Bool {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true) else { return false }
        return (try? folder.status(of: name)) != nil
    }
}
