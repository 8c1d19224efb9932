internal import DurableFiles
internal import Glibc
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    mutating func readSettings(_ layout: NodeLayout) {
        let configuration: EffectiveConfiguration
        do throws(NodeEncryptionError) {
            configuration = try layout.settings()
        } catch {
            if case .configuration(.unreadable(let path, EACCES)) = error {
                seesSettings = false
                return addUnseen(path)
            }
            add(.settingsUnreadable, error.description)
            return
        }
        for problem in configuration.problems {
            let isSyntax = problem.kind == .syntax
            add(
                isSyntax ? .settingsLineRejected : .settingsIncludeMissing,
                isSyntax ? "the server rejects this line" : "the included file is missing",
                path: problem.path,
                line: problem.line
            )
        }
        for (name, value) in wantedSettings(of: layout) {
            read(name, wanted: value, layout, configuration)
        }
        readVersions(layout, configuration)
        readBackends(layout, configuration)
    }

    /// The settings that install sets, as far as it is known what they should be: an operator's own files are where
    /// he wants them.
    func wantedSettings(of layout: NodeLayout) -> [(name: String, value: String)] {
        // Whoever uninstalls wants none of them.
        if isUninstalling { return [] }
        return RequiredSettings(of: layout).all.filter {
            (knowsCertificates && operators == nil) || !PathText.isAbsolute($0.value)
        }
    }

    private mutating func read(
        _ name: String,
        wanted value: String,
        _ layout: NodeLayout,
        _ configuration: EffectiveConfiguration
    ) {
        let found = configuration.setting(of: name)
        let text = found?.assignment.text
        let (path, line) = (found?.path, found?.assignment.line)
        if let text, RequiredSettings.isSame(text, value) {
            return add(.settingAsInstalled, "\(name) is \(printable(value))", path: path, line: line)
        }
        switch name {
        // What both servers have without a line.
        case "password_encryption" where text == nil && layout.majorVersion >= 14,
            "pool_passwd" where text == nil:
            return add(.settingAsInstalled, "\(name) is \(printable(value)) by default")
        // Its place is the operator's choice.
        case "pool_passwd":
            guard let text, !text.isEmpty else {
                return add(
                    .poolPasswdOff,
                    "pool_passwd is empty, so Pgpool-II knows no passwords",
                    path: path,
                    line: line,
                    cure: "postgres-ssl install"
                )
            }
            return add(.settingAsInstalled, "pool_passwd is \(printable(text))", path: path, line: line)
        default: break
        }
        let code: Code =
            switch name {
            case "ssl": .encryptionOff
            case "enable_pool_hba": .poolRulesOff
            default: .settingOther
            }
        let present = text.map { "\(name) is \(RequiredSettings.shown($0))" } ?? "\(name) is not set"
        add(
            code,
            "\(present); install sets \(printable(value))",
            path: path,
            line: line,
            // Which is read last, and the server's own to write.
            cure: path.map { isSamePath($0, layout.systemSettings) } ?? false
                ? "\(client) -c 'ALTER SYSTEM RESET \(name)' -c 'SELECT pg_reload_conf()'"
                : "postgres-ssl install",
            cureLoads: path.map { isSamePath($0, layout.systemSettings) } ?? false
        )
    }
}
