package import SecretMemory

/// A Pgpool-II, which takes most of what is changed up by a restart only.
package struct PgpoolService: NodeService {
    private let restart: [String]

    /// - Parameters:
    ///   - restart: the command that restarts it; empty: the operator does it himself.
    package init(restart: [String]) {
        self.restart = restart
    }

    /// Whether the operator has to restart it.
    package var isRestartedByOperator: Bool { restart.isEmpty }

    package var shownCommands: [String] { restart.isEmpty ? [] : [restartCommand.shown] }

    /// Pgpool-II has no way to look at its files without running; the editors refuse what it would.
    package func checkFiles(wantingEncryption: Bool) {}

    /// Restarts it.
    package func reload() throws(NodeEncryptionError) {
        if !restart.isEmpty { try restartCommand.succeed() }
    }

    /// The restart's own status says it.
    package func checkRunning(wantingEncryption: Bool) {}

    /// Pgpool-II has no roles of its own.
    package func storedPassword(of user: String) -> SharedSecret? { nil }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) {
        throw .notOnThisNode("Pgpool-II stores no passwords of roles; its backends do")
    }

    private var restartCommand: PlannedCommand {
        PlannedCommand(purpose: "the restart of Pgpool-II", arguments: restart)
    }
}
