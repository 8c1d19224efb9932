internal import TextEncodings

extension NodeStatus {
    /// Names what comes first in the place of a reload or restart, where the server would load by it what those do not
    /// verify who verify what it serves.
    mutating func withholdReload(_ server: NodeServer) {
        func loads(_ finding: Finding) -> Bool { finding.cureLoads && finding.cure != nil }
        guard findings.contains(where: loads), let loss = (try? server.loss()) ?? nil else { return }
        for place in findings.indices where loads(findings[place]) {
            if findings[place].code == .serverServesOther {
                findings[place].text += ", and is not to load this one as it is: \(printable(loss.fault))"
            }
            findings[place].cure = completed(loss.cure)
            findings[place].cureLoads = false
        }
    }

    /// The cure where a Pgpool-II is to load its files.
    static let restartOfPgpool = "restart Pgpool-II"
}
