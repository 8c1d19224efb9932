internal import TextEncodings

extension NodeStatus {
    /// Names what comes first in the place of a reload or restart, where the server would load by it what those do not
    /// verify who verify what it serves.
    mutating func withholdReload(_ server: NodeServer) {
        let reload = completed(server.postgres?.shownReload ?? Self.restartOfPgpool)
        func reloads(_ finding: Finding) -> Bool {
            guard let cure = finding.cure?.utf8 else { return false }
            return reload.map { cure.elementsEqual($0.utf8) } == true || cure.contains("restart".utf8)
        }
        guard findings.contains(where: reloads), let loss = (try? server.loss()) ?? nil else { return }
        findings = findings.map { finding in
            guard reloads(finding) else { return finding }
            let why =
                finding.code == .serverServesOther
                ? ", and is not to load this one as it is: \(printable(loss.fault))" : ""
            return Finding(
                code: finding.code,
                text: finding.text + why,
                path: finding.path,
                line: finding.line,
                cure: completed(loss.cure),
                clients: finding.clients
            )
        }
    }

    /// The cure where a Pgpool-II is to load its files.
    static let restartOfPgpool = "restart Pgpool-II"
}
