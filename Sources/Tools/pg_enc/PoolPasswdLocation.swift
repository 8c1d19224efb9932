internal import DurableFiles
internal import PostgresConfiguration

/// Where the `pool_passwd` file is, by `pgpool.conf`.
enum PoolPasswdLocation {
    /// The configuration file to use where none is given: the distribution's.
    static func defaultConfigurationFile() -> String {
        let folders = isThere("/etc/debian_version") ? ["pgpool2", "pgpool-II"] : ["pgpool-II", "pgpool2"]
        let paths = folders.map { "/etc/\($0)/pgpool.conf" }
        return paths.first(where: isThere) ?? paths[0]
    }

    /// The path of the file that `pool_passwd` names, which lies beside the configuration unless it is absolute.
    static func path(configuration path: String) throws(Refusal) -> String {
        let configuration: EffectiveConfiguration
        do throws(PostgresConfigurationError) {
            configuration = try EffectiveConfiguration(
                path: path,
                dialect: .pgpool,
                from: ConfigurationFileSystem()
            )
        } catch {
            throw unusable("\(error)")
        }
        if let problem = configuration.problems.first {
            let place = "\(problem.path), line \(problem.line)"
            throw unusable(
                problem.kind == .syntax ? "\(place): syntax error" : "\(place): the included file is missing"
            )
        }
        let given = configuration.setting(of: "pool_passwd")?.assignment.value ?? Array("pool_passwd".utf8)
        guard let name = String(validating: given, as: UTF8.self) else {
            throw Refusal("Error: pool_passwd is not UTF-8 in \(printable(path))")
        }
        guard !name.isEmpty else {
            throw Refusal("Error: pool_passwd is empty in \(printable(path)): Pgpool-II uses no such file")
        }
        return PathText.joining(PathText.folderPrefix(of: path), name)
    }

    private static func unusable(_ reason: String) -> Refusal {
        .spaced("WARNING: \(printable(reason))\nUnable to get configuration. Exiting...\n")
    }

    private static func isThere(_ path: String) -> Bool {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true) else { return false }
        return (try? folder.status(of: name)) != nil
    }
}
