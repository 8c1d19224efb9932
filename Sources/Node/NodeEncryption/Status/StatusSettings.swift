internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    mutating func readSettings(_ layout: NodeLayout) {
        let configuration: EffectiveConfiguration
        do throws(NodeEncryptionError) {
            configuration = try layout.settings()
        } catch {
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
        let wanted = RequiredSettings(of: layout).all
        for (name, value) in wanted {
            let found = configuration.setting(of: name)
            let text = found?.assignment.text
            if let text, RequiredSettings.isSame(text, value) {
                let text = "\(name) is \(printable(value))"
                add(.settingAsInstalled, text, path: found?.path, line: found?.assignment.line)
            } else {
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
                    path: found?.path,
                    line: found?.assignment.line,
                    cure: "postgres-ssl install"
                )
            }
        }
        readBackends(layout, configuration)
    }
}
