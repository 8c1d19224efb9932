internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Adds which versions of TLS, and suites, PostgreSQL's settings let in that they should not, or keep out.
    ///
    /// What is not secure any more is no fault to whoever gets in, so that no look at the server shows it.
    mutating func readVersions(_ layout: NodeLayout, _ configuration: EffectiveConfiguration) {
        guard layout.role == .postgres else { return }
        let running = (try? RunningServer.find(on: layout.dataFolder)) ?? nil
        func value(_ name: String) -> String {
            running?.arguments.settings[name] ?? configuration.value(of: name) ?? ""
        }
        guard RequiredSettings.isSame(value("ssl"), "on") else { return }
        // PostgreSQL takes the words in any case (`config_enum_lookup_by_name`).
        func isOld(_ name: String) -> Bool {
            let word = Array(value(name).lowercased().utf8)
            return ["tlsv1", "tlsv1.1"].contains { $0.utf8.elementsEqual(word) }
        }
        func add(_ code: Code, _ name: String, _ text: String, right: String) {
            let isOverruled = running?.arguments.settings[name] != nil
            let found = isOverruled ? nil : configuration.setting(of: name)
            let isOfSystem = found.map { isSamePath($0.path, layout.systemSettings) } ?? false
            let cure =
                isOverruled
                ? "take \(name) out of the server's command line, and restart it"
                : isOfSystem
                    ? "\(client) -c 'ALTER SYSTEM RESET \(name)' -c 'SELECT pg_reload_conf()'"
                    : right + ", and a reload"
            self.add(
                code,
                "\(name) is \(printable(value(name))): \(text)",
                path: found?.path,
                line: found?.assignment.line,
                cure: cure
            )
        }
        let (least, most) = ("ssl_min_protocol_version", "ssl_max_protocol_version")
        if isOld(most) {
            let text = "clients of today speak TLS 1.2 and 1.3 alone"
            add(.serverOnlyOldVersions, most, text, right: "take \(most) out")
        } else if isOld(least) {
            let text = "TLS 1.0 and 1.1 are not secure any more (RFC 8996)"
            add(.serverOldVersions, least, text, right: "\(least) = 'TLSv1.2'")
        }
        if value("ssl_ciphers").utf8.split(whereSeparator: { ": ;,".utf8.contains($0) })
            .contains(where: { $0.elementsEqual("@SECLEVEL=0".utf8) })
        {
            let text = "@SECLEVEL=0 lets in suites and keys of any strength"
            add(.serverWeakCiphers, "ssl_ciphers", text, right: "take @SECLEVEL=0 out")
        }
    }
}
