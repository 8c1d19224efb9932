internal import ServerProbe

extension NodeStatus {
    /// Adds that the running Pgpool-II goes on with a `pool_passwd` that was replaced since it read it, as `pg_enc`
    /// replaces it; to be called once it was connected to.
    package mutating func readPasswordsInForce(_ node: Node) {
        guard let pgpool = node.runningPgpool else { return }
        let path = node.layout.passwords
        // The process that was connected to may be about to read it.
        for _ in 0..<3 {
            guard pgpool.keepsReplacedPasswords(path) else { return }
            pause(.milliseconds(100))
        }
        add(
            .poolPasswdNotReloaded,
            "was replaced after Pgpool-II read it; until a reload the entries that it had before are in force",
            path: path,
            cure: "kill -HUP \(pgpool.processID)"
        )
    }
}
