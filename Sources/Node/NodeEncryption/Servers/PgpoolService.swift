/// A Pgpool-II, which takes most of what is changed up by a restart alone.
package struct PgpoolService: NodeService {
    private let layout: NodeLayout
    private let restart: [String]

    /// - Parameters:
    ///   - restart: the command that restarts it; empty: the operator does it himself.
    package init(_ layout: NodeLayout, restart: [String]) {
        self.layout = layout
        self.restart = restart
    }

    /// The commands that a change runs, as an operator would type them.
    package var shownCommands: [String] { restart.isEmpty ? [] : [restartCommand.shown] }

    /// Pgpool-II has no way to look at its files without running; the editors refuse what it would.
    package func checkFiles() {}

    /// Restarts it.
    package func reload() throws(NodeEncryptionError) {
        if !restart.isEmpty { try restartCommand.succeed() }
    }

    /// The restart's own status says it.
    package func checkRunning() {}

    private var restartCommand: PlannedCommand {
        PlannedCommand(purpose: "the restart of Pgpool-II", arguments: restart)
    }
}
