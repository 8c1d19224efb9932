internal import PostgresConfiguration

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
            let text = problem.kind == .syntax ? "the server refuses this line" : "this include is missing"
            add(.broken, "settings", text, path: problem.path, line: problem.line)
        }
        let wanted = RequiredSettings(of: layout).all
        for (name, value) in wanted {
            let found = configuration.setting(of: name)
            let text = found?.assignment.text
            if let text, RequiredSettings.isSame(text, value) {
                add(.good, "settings", "\(name) = \(value)", path: found?.path, line: found?.assignment.line)
            } else {
                let level: Level = name == "ssl" || name == "enable_pool_hba" ? .broken : .warning
                let present = text.map { "\(name) is \($0)" } ?? "\(name) is not set"
                add(
                    level,
                    "settings",
                    "\(present); install sets \(value)",
                    path: found?.path,
                    line: found?.assignment.line
                )
            }
        }
    }
}
