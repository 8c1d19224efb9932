package import SecretMemory

/// A Pgpool-II server, for which most changes take effect only after a restart.
package struct PgpoolService: NodeService {
    private let restart: [String]

    /// - Parameters:
    ///   - restart: the command that restarts it; empty if the operator does it.
    package init(restart: [String]) {
        self.restart = restart
    }

    /// Whether the operator has to restart it.
    package var isRestartedByOperator: Bool { restart.isEmpty }

    package var shownCommands: [String] { restart.isEmpty ? [] : [restartCommand.shown] }

    /// Does nothing: Pgpool-II cannot check its files without running. The editors reject what it would reject.
    package func checkFiles(wantingEncryption: Bool) {}

    /// Restarts it.
    package func reload() throws(NodeEncryptionError) {
        if !restart.isEmpty { try restartCommand.succeed() }
    }

    /// Does nothing: the exit status of the restart says whether it runs.
    package func checkRunning(_ plan: NodePlan, since standing: ServerStanding?) -> ServerFindings {
        ServerFindings()
    }

    package func standing(before plan: NodePlan) -> ServerStanding? { nil }

    /// Pgpool-II has no roles of its own.
    package func storedPassword(of user: String) -> SharedSecret? { nil }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) {
        throw .notOnThisNode("Pgpool-II does not store the passwords of roles; its backends do")
    }

    private var restartCommand: PlannedCommand {
        PlannedCommand(purpose: "restarting Pgpool-II", arguments: restart, origin: .operators)
    }
}
