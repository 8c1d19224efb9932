internal import TextEncodings

extension NodeStatus {
    /// Names what comes first in the place of a reload or restart, where the server would load by it what those do not
    /// verify who verify what it serves, or what shuts clients out.
    mutating func withholdReload(_ server: NodeServer) {
        func loads(_ finding: Finding) -> Bool { finding.cureLoads && finding.cure != nil }
        guard findings.contains(where: loads) else { return }
        let waiting = (try? server.postgres?.settingsNotToLoad()) ?? []
        let loss = (try? server.loss()) ?? nil
        if waiting.isEmpty, loss == nil { return }
        for place in findings.indices where loads(findings[place]) {
            let code = findings[place].code
            if let loss, code == .serverServesOther {
                findings[place].text += ", and is not to load this one as it is: \(printable(loss.fault))"
            }
            // Its own cure turns TLS on again.
            let first = waiting.filter { code != .encryptionOff || $0.name != "ssl" }.map {
                printable($0.cure)
            }
            let next = loss.map { completed($0.cure) } ?? findings[place].cure
            findings[place].cure = (first + [next].compactMap(\.self)).joined(separator: "; then: ")
            findings[place].cureLoads = false
        }
    }

    /// The cure where a Pgpool-II is to load its files.
    static let restartOfPgpool = "restart Pgpool-II"
}
