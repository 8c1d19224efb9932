internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Adds what the running server reports about its files, settings and users.
    ///
    /// - Parameter user: the user of the last install.
    package mutating func readRunning(
        _ service: PostgresService,
        _ layout: NodeLayout,
        for user: String? = nil
    ) {
        do throws(NodeEncryptionError) {
            guard let server = try RunningServer.find(on: layout.dataFolder) else {
                let text = "is not running, so its settings, users and certificate were not checked"
                // It does not start without its settings.
                let starts = !findings.contains {
                    [.settingsUnreadable, .settingsLineRejected, .settingsIncludeMissing].contains($0.code)
                }
                add(.serverNotRunning, text, cure: starts ? service.shownStart : nil)
                return
            }
            let notFromFiles = try service.settingsNotFromFiles()
            try readSettingsInForce(service, layout, notFromFiles)
            try readComplaints(service, layout, server, notFromFiles)
            try readChanged(service)
            try readListening(service, layout)
            let named = try readLogin(of: user, service)
            try readRoles(service, layout, besides: named)
        } catch {
            if error.exitStatus == .noPermission { return addUnseen(layout.dataFolder) }
            add(.serverNotAsked, "could not be asked: \(error.description)")
        }
    }

    /// A server that was not reloaded, or whose command line says otherwise, uses other settings than its files have.
    private mutating func readSettingsInForce(
        _ service: PostgresService,
        _ layout: NodeLayout,
        _ notFromFiles: PostgresService.SettingsNotFromFiles
    ) throws(NodeEncryptionError) {
        let settings = wantedSettings(of: layout)
        if settings.isEmpty { return }
        let inFiles = try? layout.settings()
        let names = settings.map { Quoting.sqlLiteral($0.name) }.joined(separator: ", ")
        let answer = try service.answer(
            "SELECT name || ' ' || setting FROM pg_settings WHERE name IN (\(names))"
        )
        var isSame = true
        for line in answer.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(
                separator: UInt8(ascii: " "),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard parts.count == 2,
                let wanted = settings.first(where: { $0.name.utf8.elementsEqual(parts[0]) })
            else { continue }
            let value = String(Substring(parts[1]))
            let isOverruled = notFromFiles.overruled.contains(wanted.name)
            if isOverruled { forgetFiles(of: wanted.name) }
            if RequiredSettings.isSame(value, wanted.value) {
                if isOverruled {
                    let text = "\(wanted.name) is \(printable(wanted.value)), by the server's command line"
                    add(.settingAsInstalled, text)
                }
                continue
            }
            isSame = false
            if isOverruled {
                addOther(
                    wanted,
                    value,
                    cure: "take \(wanted.name) out of the server's command line, and restart it"
                )
                continue
            }
            // What the files have, too, is said of these.
            let inFile = inFiles?.value(of: wanted.name)
            if let inFile,
                RequiredSettings.isSame(value, RequiredSettings.isSame(inFile, "on") ? "on" : inFile)
            {
                continue
            }
            if inFile == nil,
                findings.contains(where: { $0.text.utf8.starts(with: "\(wanted.name) is not set".utf8) })
            {
                continue
            }
            addOther(wanted, value, cure: service.shownReload)
        }
        if isSame, operators == nil { add(.serverSettingsInForce, "uses all settings that install sets") }
    }

    private mutating func addOther(_ wanted: (name: String, value: String), _ value: String, cure: String) {
        let present = RequiredSettings.shown(value)
        add(
            wanted.name == "ssl" ? .serverEncryptionOff : .serverSettingOther,
            "\(wanted.name) is \(present) in the running server; install sets \(printable(wanted.value))",
            cure: cure,
            cureLoads: true
        )
    }

    /// Takes out what was said of a setting in the files, which its server does not go by.
    private mutating func forgetFiles(of name: String) {
        findings.removeAll {
            [.settingAsInstalled, .settingOther, .encryptionOff].contains($0.code)
                && $0.text.utf8.starts(with: "\(name) is ".utf8)
        }
    }

    /// Adds that the server takes connections of its own host alone, where its certificate is for others, too.
    private mutating func readListening(
        _ service: PostgresService,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        let set = try service.answer("SHOW listen_addresses").trimmed
        let places = set.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)).trimmed }
        guard !places.isEmpty, places.allSatisfy(HostName.isLoopback) else { return }
        let path = operators?.files.certificate ?? layout.certificate(ServedFiles.certificate)
        guard knowsCertificates, let server = CertificateFile(reading: path).certificates.first,
            let name = (server.dnsNames + server.ipAddresses.map { "\($0)" }).first(where: {
                !HostName.isLoopback($0)
            })
        else { return }
        add(
            .serverListensLocally,
            "listens on \(printable(set)) alone, by listen_addresses, so that nobody connects from another host, and "
                + "its certificate is for \(printable(name)), too"
        )
    }

    /// Adds that the user for whom this tool installed encryption cannot log in, whatever the rules say.
    ///
    /// - Returns: the user, where it was said that the md5 of his password keeps him out.
    private mutating func readLogin(
        of user: String?,
        _ service: PostgresService
    ) throws(NodeEncryptionError) -> String? {
        guard let user, findings.contains(where: { $0.code == .stateInstalled }) else { return nil }
        let look = try service.loginLook(ofRole: user, database: LoginLook.usualDatabase)
        for obstacle in look.obstacles {
            switch obstacle.kind {
            case .noRole: add(.roleMissing, obstacle.description, cure: obstacle.cure)
            case let kind where kind.isOfDatabase && look.mayUseSome:
                add(
                    .roleOtherDatabase,
                    obstacle.description + "; it may connect to another",
                    cure: obstacle.cure
                )
            default: add(.roleNoLogin, obstacle.description, cure: obstacle.cure)
            }
        }
        if let map = try service.mapVerdict(of: user, database: nil, groups: look.groups) {
            add(map.isRefusal ? .hbaUserRefused : .hbaMapUnclear, map.sentence)
        }
        return look.obstacles.contains { $0.kind == .md5 } ? user : nil
    }
}
