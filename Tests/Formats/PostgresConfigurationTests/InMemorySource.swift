import PostgresConfiguration

/// Files held in memory.
struct InMemorySource: ConfigurationSource {
    var texts: [String: String]

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        texts[path].map { Array($0.utf8) }
    }

    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        let names = texts.keys.filter { $0.hasPrefix(folder + "/") }.map {
            String($0.dropFirst(folder.count + 1))
        }
        return names.isEmpty ? nil : names
    }
}

/// A file of settings from text.
func configuration(_ text: String, _ dialect: ConfigurationDialect = .postgres) -> ConfigurationFile {
    ConfigurationFile(Array(text.utf8), dialect: dialect)
}

/// An HBA file from text.
func authentication(
    _ text: String,
    _ dialect: HostBasedAuthenticationDialect = .postgres(majorVersion: 15)
) -> HostBasedAuthenticationFile {
    HostBasedAuthenticationFile(Array(text.utf8), dialect: dialect)
}

extension ConfigurationFile {
    var text: String { String(decoding: octets, as: UTF8.self) }
    var pairs: [String] { assignments.map { "\($0.name)=\($0.text)@\($0.line)" } }
}

extension HostBasedAuthenticationFile {
    var text: String { String(decoding: octets, as: UTF8.self) }
}
