internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

/// What a trial server has of a node's settings: those of TLS, and where the rules are, with paths that mean the same
/// in another data folder.
struct TrialSettings {
    /// The lines of a configuration.
    let text: [UInt8]
    /// Whether TLS is on.
    let isEncrypted: Bool
    /// The certificate that the server shows.
    let certificate: String
    /// Its key.
    let key: String
    /// The files that the server opens, each of which is there or has to be.
    let files: [String]
    /// Whether the server asks a command for the pass phrase of its key.
    let asksForPassPhrase: Bool

    /// Settings that name a file or folder, with what they are where no file sets them.
    private static let pathDefaults = [
        "ssl_cert_file": "server.crt", "ssl_key_file": "server.key", "ssl_ca_file": "", "ssl_crl_file": "",
        "ssl_crl_dir": "", "ssl_dh_params_file": "", "hosts_file": "",
    ]

    /// - Parameter source: the files as the server's user reads them.
    init(
        _ layout: NodeLayout,
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) throws(NodeEncryptionError) {
        let settings = try layout.settings(from: source)
        var values: [String: String] = [:]
        for setting in settings.settings {
            let name = setting.assignment.name.lowercased()
            guard name == "ssl" || name == "hosts_file" || name.utf8.starts(with: "ssl_".utf8) else {
                continue
            }
            values[name] = setting.assignment.text
        }
        for (name, value) in Self.pathDefaults {
            let named = values[name] ?? value
            values[name] = named.isEmpty ? nil : PathText.joining(layout.dataFolder, named)
        }
        let command = values["ssl_passphrase_command"] ?? ""
        asksForPassPhrase = !command.isEmpty
        if asksForPassPhrase {
            // Servers run it in their data folder; of a percent sign they make something else.
            let folder = Quoting.shellQuoted(layout.dataFolder).utf8.flatMap { byte in
                byte == UInt8(ascii: "%") ? [byte, byte] : [byte]
            }
            values["ssl_passphrase_command"] = "cd \(String(decoding: folder, as: UTF8.self)) && \(command)"
        }
        isEncrypted = RequiredSettings.isSame(values["ssl"] ?? "off", "on")
        certificate = values["ssl_cert_file"] ?? ""
        key = values["ssl_key_file"] ?? ""
        values["hba_file"] = layout.authentication
        let identities = PathText.joining(
            layout.dataFolder,
            settings.value(of: "ident_file") ?? layout.configurationFolder + "pg_ident.conf"
        )
        // One that is missing is not missed.
        let hasIdentities = try FileState.read(try ChangeList.realPath(identities)) != .absent
        if hasIdentities { values["ident_file"] = identities }
        var files = settings.paths + [layout.authentication] + (hasIdentities ? [identities] : [])
        if isEncrypted {
            files += ["ssl_cert_file", "ssl_key_file", "ssl_ca_file", "ssl_crl_file"].compactMap {
                values[$0]
            }
        }
        self.files = files
        var file = ConfigurationFile([], dialect: .postgres)
        do throws(PostgresConfigurationError) {
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { try file.set(name, to: value) }
        } catch {
            throw .configuration(error)
        }
        text = file.octets
    }
}
