internal import DurableFiles
internal import PostgresConfiguration

/// What `install` may be told beside the layout.
package struct InstallOptions: Sendable {
    /// Whether every rule that admits TCP without encryption is turned, not only the platform's catch-all.
    package var allRules = false
    /// The user for whom a rule for client certificates is added.
    package var clientCertificatesFor: String?

    /// The platform's way.
    package init() {}
}

extension NodePlan {
    /// What puts encryption in force on a node.
    ///
    /// The steps stand in an order in which the server can start after each: certificates, then what names them,
    /// then the rules that want TLS.
    ///
    /// - Parameters:
    ///   - certificates: what shall lie in the folder of certificates.
    ///   - passwords: of a Pgpool-II node, what becomes of `pool_passwd` and of the pool key.
    package static func install(
        _ layout: NodeLayout,
        certificates: CertificateFiles,
        options: InstallOptions = InstallOptions(),
        passwords: [FileChange] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        var list = ChangeList()
        try certificates.plan(layout, &list)
        for change in passwords { try list.put(change.after, at: change.path, isSecret: change.isSecret) }
        switch layout.role {
        case .postgres: try planPostgres(layout, &list)
        case .pgpool: try planPgpool(layout, &list)
        }
        try planAuthentication(layout, options, &list)
        try planRedeploy(layout, &list)
        let notes = try Self.notes(layout, list)
        return NodePlan(operation: "install", changes: list.changes, notes: notes)
    }

    /// The settings of a PostgreSQL node.
    static func postgresSettings(_ layout: NodeLayout) -> [(name: String, value: String)] {
        [
            ("ssl", "on"), ("ssl_cert_file", layout.certificate("server/server.crt")),
            ("ssl_ca_file", layout.certificate("server/root.crt")),
            ("ssl_key_file", layout.certificate("server/server.key")),
            ("password_encryption", "scram-sha-256"),
        ]
    }

    /// The settings of a Pgpool-II node.
    static func pgpoolSettings(_ layout: NodeLayout) -> [(name: String, value: String)] {
        [
            ("ssl", "on"), ("ssl_key", layout.certificate("server/server.key")),
            ("ssl_cert", layout.certificate("server/server.crt")), ("enable_pool_hba", "on"),
            ("pool_passwd", "pool_passwd"),
        ]
    }

    private static func planPostgres(_ layout: NodeLayout, _ list: inout ChangeList)
        throws(NodeEncryptionError)
    {
        let settings = postgresSettings(layout)
        let attributes = FileAttributes(mode: 0o600, owner: layout.owner ?? .running)
        try list.edit(layout.ownSettings, makingWith: attributes) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .postgres)
            try file.setAll(settings)
            return file.octets
        }
        try list.edit(layout.configuration) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .postgres)
            if let line = file.problemLines.first {
                throw .brokenConfiguration(path: layout.configuration, line: line)
            }
            do throws(PostgresConfigurationError) {
                if !file.includes.contains(where: { layout.isOwnSettings($0.path) }) {
                    try file.include(NodeLayout.ownSettingsName)
                }
            } catch {
                throw .configuration(error)
            }
            return file.octets
        }
        try settle(layout, settings, &list)
    }

    private static func planPgpool(_ layout: NodeLayout, _ list: inout ChangeList) throws(NodeEncryptionError)
    {
        let settings = pgpoolSettings(layout)
        try list.edit(layout.configuration) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .pgpool)
            if let line = file.problemLines.first {
                throw .brokenConfiguration(path: layout.configuration, line: line)
            }
            // A `pool_passwd` of the operator's own stays, wherever it is.
            let own = file.assignment(of: "pool_passwd")?.text ?? ""
            try file.setAll(settings.filter { $0.name != "pool_passwd" || own.isEmpty })
            return file.octets
        }
        try settle(layout, settings.filter { $0.name != "pool_passwd" }, &list)
    }

    /// Makes sure that the settings are in force once includes are followed: a setting that stands behind ours in the
    /// main file is changed there; one in a file that is not ours is named.
    private static func settle(
        _ layout: NodeLayout,
        _ settings: [(name: String, value: String)],
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        let main = try ChangeList.realPath(layout.configuration)
        for setting in settings {
            var inForce = try layout.settings(from: PlannedFiles(list.changes)).setting(of: setting.name)
            if let found = inForce, !isSame(found.assignment.text, setting.value),
                found.path == layout.configuration
            {
                try list.edit(main) { octets throws(NodeEncryptionError) in
                    var file = ConfigurationFile(octets, dialect: layout.configurationDialect)
                    try file.setAll([setting])
                    return file.octets
                }
                inForce = try layout.settings(from: PlannedFiles(list.changes)).setting(of: setting.name)
            }
            if let found = inForce, !isSame(found.assignment.text, setting.value) {
                throw .overruled(setting: setting.name, path: found.path, line: found.assignment.line)
            }
        }
    }

    /// Whether two values mean the same: of what is on or off there are many spellings.
    static func isSame(_ text: String, _ value: String) -> Bool {
        value == "on"
            ? ["on", "true", "tru", "tr", "t", "yes", "ye", "y", "1"].contains(text.lowercased())
            : text == value
    }

    private static func planAuthentication(
        _ layout: NodeLayout,
        _ options: InstallOptions,
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        try list.edit(layout.authentication) { octets throws(NodeEncryptionError) in
            let file = HostBasedAuthenticationFile(octets, dialect: layout.authenticationDialect)
            if let problem = file.problems.first {
                throw .brokenConfiguration(path: layout.authentication, line: problem.line)
            }
            do throws(PostgresConfigurationError) {
                return try AuthenticationPlan(
                    file,
                    allRules: options.allRules,
                    clientCertificatesFor: layout.role == .postgres ? options.clientCertificatesFor : nil
                ).file.octets
            } catch {
                throw .configuration(error)
            }
        }
    }

    /// The folder of certificates joins the list of what is kept across a redeploy.
    private static func planRedeploy(_ layout: NodeLayout, _ list: inout ChangeList)
        throws(NodeEncryptionError)
    {
        guard try FileState.read(layout.redeploy) != .absent else { return }
        try list.edit(layout.redeploy) { octets in
            let lines = octets.split(separator: 10)
            if lines.contains(where: { $0.elementsEqual(layout.certificates.utf8) }) { return octets }
            let start = octets.last.map { $0 == 10 } ?? true ? octets : octets + [10]
            return start + Array(layout.certificates.utf8) + [10]
        }
    }

    private static func notes(
        _ layout: NodeLayout,
        _ list: ChangeList
    ) throws(NodeEncryptionError) -> [String] {
        do throws(PostgresConfigurationError) {
            let rules = try HostBasedAuthenticationRules(
                path: layout.authentication,
                dialect: layout.authenticationDialect,
                from: PlannedFiles(list.changes)
            )
            let plain = rules.admittingPlainConnections.filter { !$0.record.isLoopbackOnly }.map {
                "\($0.path), line \($0.record.line): this rule still lets connections in without encryption"
            }
            let unreachable = rules.unreachable.map {
                "\($0.path), line \($0.record.line): no connection reaches this rule; rules before it take them all"
            }
            return plain + unreachable
        } catch {
            throw .configuration(error)
        }
    }
}

extension NodeLayout {
    /// Whether an include of the main file leads to the settings that are ours.
    func isOwnSettings(_ path: String) -> Bool {
        path == Self.ownSettingsName || path == ownSettings || path == "./" + Self.ownSettingsName
    }
}

extension ConfigurationFile {
    /// Sets each of `settings`.
    mutating func setAll(_ settings: [(name: String, value: String)]) throws(NodeEncryptionError) {
        do throws(PostgresConfigurationError) {
            for setting in settings { try set(setting.name, to: setting.value) }
        } catch {
            throw .configuration(error)
        }
    }
}
