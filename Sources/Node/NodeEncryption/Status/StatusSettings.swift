internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    mutating func readSettings(_ layout: NodeLayout) {
        let configuration: EffectiveConfiguration
        do throws(NodeEncryptionError) {
            configuration = try layout.settings()
        } catch {
            add(.broken, "settings", error.description)
            return
        }
        for problem in configuration.problems {
            let text =
                problem.kind == .syntax ? "the server rejects this line" : "the included file is missing"
            add(.broken, "settings", text, path: problem.path, line: problem.line)
        }
        let wanted = RequiredSettings(of: layout).all
        for (name, value) in wanted {
            let found = configuration.setting(of: name)
            let text = found?.assignment.text
            if let text, RequiredSettings.isSame(text, value) {
                let text = "\(name) is \(printable(value))"
                add(.good, "settings", text, path: found?.path, line: found?.assignment.line)
            } else {
                let level: Level = name == "ssl" || name == "enable_pool_hba" ? .broken : .warning
                let present = text.map { "\(name) is \(RequiredSettings.shown($0))" } ?? "\(name) is not set"
                add(
                    level,
                    "settings",
                    "\(present); install sets \(printable(value))",
                    path: found?.path,
                    line: found?.assignment.line
                )
            }
        }
        readBackends(layout, configuration)
    }
}
