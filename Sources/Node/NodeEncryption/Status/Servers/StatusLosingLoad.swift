internal import TextEncodings

extension NodeStatus {
    /// Names what comes first in the place of a reload or restart, where the server would load by it what those do not
    /// verify who verify what it serves, or what shuts clients out; none is named where it would not start again.
    mutating func withholdReload(_ server: NodeServer) {
        func loads(_ finding: Finding) -> Bool { finding.cureLoads && finding.cure != nil }
        guard findings.contains(where: loads) else { return }
        if findings.contains(where: { $0.code == .serverWouldNotStart }) {
            for place in findings.indices where findings[place].cure == Self.restartOfServer {
                findings[place].cure = nil
            }
        }
        if let waiting = (try? server.postgres?.settingNotToLoad()) ?? nil {
            for place in findings.indices where loads(findings[place]) {
                findings[place].cure = findings[place].cure.map { "\(printable(waiting.cure)); then: \($0)" }
                findings[place].cureLoads = false
            }
            return
        }
        guard let loss = (try? server.loss()) ?? nil else { return }
        for place in findings.indices where loads(findings[place]) {
            if findings[place].code == .serverServesOther {
                findings[place].text += ", and is not to load this one as it is: \(printable(loss.fault))"
            }
            findings[place].cure = completed(loss.cure)
            findings[place].cureLoads = false
        }
    }

    /// The cure where a PostgreSQL is to take up a setting at its next start.
    static let restartOfServer = "restart the server"

    /// The cure where a Pgpool-II is to load its files.
    static let restartOfPgpool = "restart Pgpool-II"
}
