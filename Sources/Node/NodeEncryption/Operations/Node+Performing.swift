package import DERCoding
internal import DurableFiles
package import SecretMemory
internal import TextEncodings

extension Node {
    /// Makes the plan of an operation and carries it out, or shows it.
    ///
    /// The locks of all folders of the plan are held from before its files are read until the last is written, but for
    /// the time in which commands of the operator run.
    ///
    /// - Parameters:
    ///   - dryRun: whether nothing is changed and nothing is locked.
    ///   - now: from when on what is made is valid.
    ///   - say: shows a line to the operator, beside the result.
    /// - Returns: the result, as text of whole lines: what was done, or as a dry run the differences and the commands.
    package func perform(
        _ operation: some NodeOperation,
        dryRun: Bool,
        at now: DERTime,
        using random: inout some RandomSource,
        say: (String) -> Void
    ) throws(NodeEncryptionError) -> String {
        try operation.check(self)
        if dryRun { return try rehearse(operation, at: now, using: &random, say: say) }
        // Nothing is made on a node that nothing is installed on.
        let isUninstall = operation.operation == .uninstall
        if isUninstall, try !NodeState.exists(at: statePath) { throw .notInstalled }
        let state = try NodeState(path: statePath)
        report(try state.recover(on: server), say)
        let baseline = try state.baseline()
        if isUninstall, baseline == nil { throw .notInstalled }
        let answers = try operation.ask(self, baseline)
        let locks = try FolderLocks(of: try operation.paths(on: self, baseline))
        let plan = try operation.plan(on: self, baseline, answers, at: now, using: &random)
        for note in plan.notes { say(note) }
        if plan.isEmpty, !isUninstall { return "nothing to do\n" }
        let next = isUninstall ? nil : try (baseline ?? Baseline()).adding(plan)
        try state.run(plan, baseline: next, on: server, holding: locks)
        locks.release()
        if case .pgpool(let pgpool) = server, pgpool.isRestartedByOperator {
            say("restart Pgpool-II now: it takes the change up then")
        }
        return try summary(of: plan)
    }

    private func rehearse(
        _ operation: some NodeOperation,
        at now: DERTime,
        using random: inout some RandomSource,
        say: (String) -> Void
    ) throws(NodeEncryptionError) -> String {
        if try NodeState.isInterrupted(at: statePath) {
            say("an earlier run was interrupted; the next run brings the node to rest first")
        }
        let baseline = try NodeState.baseline(at: statePath)
        let answers = try operation.ask(self, baseline)
        let plan = try operation.plan(on: self, baseline, answers, at: now, using: &random)
        for note in plan.notes { say(note) }
        var text = ""
        if let role = plan.role, let postgres = server.postgres {
            text += "$ \(postgres.command(storing: role).shown)\n"
        }
        text += plan.difference
        if !plan.isEmpty { for command in server.shownCommands { text += "$ \(command)\n" } }
        return text
    }

    /// Tells of an earlier run that was interrupted, and what became of it.
    private func report(_ recovery: NodeState.Recovery, _ say: (String) -> Void) {
        switch recovery {
        case .nothing: break
        case .undone(let operation, let notes):
            say("an interrupted \(operation.rawValue) was undone")
            for note in notes { say(note) }
        case .completed(let operation): say("an interrupted \(operation.rawValue) was completed")
        }
    }

    /// A line for each thing that was done.
    private func summary(of plan: NodePlan) throws(NodeEncryptionError) -> String {
        var text = ""
        if let role = plan.role {
            let name = printable(role.user)
            text +=
                plan.operation == .uninstall
                ? "put back what was stored as the password of \(name)\n"
                : "stored the password of \(name) as a SCRAM secret\n"
        }
        for change in plan.changes {
            let path = printable(change.path)
            if change.after != .absent {
                text += "wrote \(path)\n"
            } else if change.before.isFolder, try FileState.read(change.path).isFolder {
                text += "left \(path), since something else is in it\n"
            } else {
                text += "removed \(path)\n"
            }
        }
        return text
    }
}
