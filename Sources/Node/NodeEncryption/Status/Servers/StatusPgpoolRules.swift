internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Adds that the running Pgpool-II has other rules in force than its files; to be called last of all that looks at
    /// it.
    ///
    /// The process that refuses a connection ends, and the one in its place reads `pool_passwd` as it is now. So
    /// nothing is tried where that waits for a reload, which is said, and which has the rules read, too.
    package mutating func readRulesInForce(_ node: Node) {
        if let own = node.otherRulesOfPgpool { return addOtherRules(own, than: node.layout.authentication) }
        let ends: [Code] = [.poolPasswdNotReloaded, .serverNotReached, .serverNotRunning]
        guard case .pgpool(let service) = node.server, let running = node.runningPgpool,
            !findings.contains(where: { ends.contains($0.code) }),
            let inForce = service.rulesInForce(of: running)
        else { return }
        // What this says of connections without encryption is proved by one.
        if case .refusingPlain = inForce {} else { findings.removeAll { $0.code == .hbaEncrypted } }
        let admission: String
        switch inForce {
        case .others(let reason): admission = reason
        case .unseen(let note), .refusingPlain(let note):
            return add(.rulesNotSeen, printable(note), path: service.layout.authentication)
        }
        // Where a reload has it load certificates, too, it may lose something by it.
        let loads = service.rereadsCertificates
        add(
            .rulesNotReloaded,
            printable(admission),
            path: service.layout.authentication,
            cure: loads ? Self.restartOfPgpool : "kill -HUP \(running.processID)",
            cureLoads: loads
        )
        withholdReload(node.server)
    }

    /// Adds that the running Pgpool-II was started with the rules of another file, or of one that nobody can find.
    private mutating func addOtherRules(_ own: String, than path: String) {
        findings.removeAll { $0.code == .hbaEncrypted }
        let text =
            PathText.isAbsolute(own)
            ? "are not the rules of the Pgpool-II that runs, which has those of \(printable(own)) by -a"
            : "may not be the rules of the Pgpool-II that runs: it was started with -a \(printable(own)), wherever "
                + "that was"
        add(
            .rulesNotInForce,
            text,
            path: path,
            cure: "start it with -a \(Quoting.shellWord(path)), or name its own rules by --hba"
        )
    }
}
