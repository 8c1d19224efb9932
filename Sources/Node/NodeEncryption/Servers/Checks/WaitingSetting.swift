internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

/// A setting of TLS of which a running server has another value than its files, though nothing overrules them.
struct WaitingSetting: Sendable {
    let name: String
    let running: String
    let inFiles: String

    /// Those that say what is served.
    static let ofServing = ["ssl", "ssl_cert_file", "ssl_key_file"]

    /// Whether it says which certificates of clients are taken.
    fileprivate var isOfClients: Bool {
        (["ssl_ca_file"] + RevocationLists.settings).contains { $0.utf8.elementsEqual(name.utf8) }
    }

    /// All of them, with the server's own values where they are not set.
    fileprivate static let standards = [
        "ssl": "off", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key", "ssl_ca_file": "",
        "ssl_crl_file": "", "ssl_crl_dir": "",
    ]

    /// The value that some settings give one of these, `on` or `off` for whether TLS is on.
    fileprivate static func value(of name: String, in settings: EffectiveConfiguration) -> String {
        let value = settings.value(of: name) ?? standards[name] ?? ""
        return name == "ssl" ? RequiredSettings.isSame(value, "on") ? "on" : "off" : value
    }

    /// What comes before a load, where that shuts clients out; not yet made printable.
    var cure: String {
        "first set \(name) back to '\(running)' in its files, or this "
            + (name == "ssl" ? "turns TLS off" : "shuts clients out")
    }

    /// Both values, as a sentence.
    var reason: String {
        "\(name) is \(RequiredSettings.shown(running)) in the running server, and "
            + "\(RequiredSettings.shown(inFiles)) in its files"
    }
}

extension PostgresService {
    /// The settings of TLS that a running server has not taken up.
    func settingsNotTakenUp() throws(NodeEncryptionError) -> [WaitingSetting] {
        let settings = try layout.settings()
        let names = WaitingSetting.standards.keys.sorted().map { Quoting.sqlLiteral($0) }.joined(
            separator: ", "
        )
        let answer = try answer(
            "SELECT name || ' ' || setting FROM pg_settings WHERE name IN (\(names)) AND source <> 'command line'"
        )
        var waiting: [WaitingSetting] = []
        for line in answer.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(
                separator: UInt8(ascii: " "),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard parts.count == 2 else { throw Self.unexpectedAnswer }
            let (name, running) = (String(Substring(parts[0])), String(Substring(parts[1])))
            let inFiles = WaitingSetting.value(of: name, in: settings)
            if RequiredSettings.isSame(running, inFiles) { continue }
            waiting.append(WaitingSetting(name: name, running: running, inFiles: inFiles))
        }
        // Whether TLS is on comes first.
        return waiting.sorted { $0.name.utf8.count < $1.name.utf8.count }
    }

    /// Those of some settings that do not have their value by the way back of some steps: somebody else wrote it.
    func settings(
        _ settings: [WaitingSetting],
        notOf undone: [FileChange]
    ) throws(NodeEncryptionError) -> [WaitingSetting] {
        if undone.isEmpty { return settings }
        let before = try layout.settings(from: PlannedFiles(undone.map(\.keeping)))
        let after = try layout.settings(from: PlannedFiles(undone))
        func isSame(_ all: EffectiveConfiguration, _ setting: WaitingSetting) -> Bool {
            RequiredSettings.isSame(WaitingSetting.value(of: setting.name, in: all), setting.inFiles)
        }
        return settings.filter { isSame(after, $0) || !isSame(before, $0) }
    }

    /// The file of the certificate that a running server has once it loads its files.
    ///
    /// - Parameter settings: what it has not taken up.
    func nextCertificate(_ settings: [WaitingSetting]) throws(NodeEncryptionError) -> String {
        if let next = settings.first(where: { $0.name == "ssl_cert_file" }) {
            return PathText.joining(layout.dataFolder, next.inFiles)
        }
        return try servedFile
    }

    /// Throws where a load would turn TLS off, or judge clients' certificates by other authorities or lists: somebody
    /// has written that down, and not brought it in force.
    ///
    /// - Throws: ``NodeEncryptionError/notServed(reason:)``.
    func requireKept(_ settings: [WaitingSetting]) throws(NodeEncryptionError) {
        guard let (setting, rule) = shuttingOut(settings).first else { return }
        guard let rule else {
            throw .notServed(
                reason:
                    "\(setting.reason), so nothing was loaded; write ssl = on there, or reload it yourself"
            )
        }
        throw .notServed(
            reason:
                "\(setting.reason), so nothing was loaded; \(rule.place) asks for a client certificate, which the "
                + "server would judge by that; put the value of now back, or reload it yourself"
        )
    }

    /// The settings for which a reload shuts clients out, as ``requireKept(_:)`` has it.
    func settingsNotToLoad() throws(NodeEncryptionError) -> [WaitingSetting] {
        guard try isRunning else { return [] }
        return shuttingOut(try settingsNotTakenUp()).map(\.setting)
    }

    /// Those of some settings that shut clients out, with the rule by which they do; none where one turns TLS off.
    private func shuttingOut(
        _ settings: [WaitingSetting]
    ) -> [(setting: WaitingSetting, rule: HostBasedAuthenticationRules.Rule?)] {
        settings.compactMap { setting in
            if setting.name == "ssl", setting.inFiles == "off" { return (setting, nil) }
            guard setting.isOfClients, let rule = layout.ruleForClientCertificates, !keepsAuthorities(setting)
            else { return nil }
            return (setting, rule)
        }
    }

    /// Whether all authorities of now are among those that come.
    private func keepsAuthorities(_ setting: WaitingSetting) -> Bool {
        guard setting.name == "ssl_ca_file" else { return false }
        if setting.running.isEmpty { return true }
        func file(_ path: String) -> CertificateFile {
            CertificateFile(reading: PathText.joining(layout.dataFolder, path))
        }
        let (present, next) = (file(setting.running), file(setting.inFiles))
        return present.isWhole && present.certificates.allSatisfy(next.certificates.contains)
    }
}
