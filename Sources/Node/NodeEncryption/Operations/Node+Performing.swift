package import DERCoding
internal import DurableFiles
internal import Glibc
internal import NodeCertificates
internal import PostgresConfiguration
package import SecretMemory
internal import TextEncodings

extension Node {
    /// Makes the plan of an operation, and carries it out or shows it.
    ///
    /// The locks of all folders of the plan are held from before its files are read until the last is written, except
    /// while commands given by the operator run.
    ///
    /// - Parameters:
    ///   - dryRun: whether to change and lock nothing, and only show the plan.
    ///   - now: the time of the run.
    ///   - say: shows a line to the operator, apart from the result.
    package func perform(
        _ operation: some NodeOperation,
        dryRun: Bool,
        at now: DERTime,
        using random: inout some RandomSource,
        say: (String) -> Void
    ) throws(NodeEncryptionError) -> OperationResult {
        try operation.check(self)
        if let fault = recordsFault ?? layout.authenticationFault { throw fault }
        try requireOwnFiles(for: operation.operation)
        // A wrong path is said before what follows from it: that no server runs there, or that nothing is due.
        if operation.operation != .uninstall { try requireNotRenamed(try NodeState.baseline(at: statePath)) }
        if [.install, .renew].contains(operation.operation) { _ = try layout.settings() }
        // Uninstall makes no state on a node that has none.
        if operation.operation == .uninstall, try !NodeState.exists(at: statePath, below: recordsPath) {
            return OperationResult(text: Array(try nothingToUninstall().utf8))
        }
        // What runs as the server's user reads what that user wrote, a command for a pass phrase too.
        try ServerAccess.requireOwner(layout)
        if let postgres = server.postgres, try postgres.isRunning { try postgres.requireOwnServer() }
        if dryRun {
            let (text, waiting) = try rehearse(operation, at: now, using: &random, say: say)
            let isUninstall = operation.operation == .uninstall
            let left = isUninstall ? settingsLeft(by: try NodeState.baseline(at: statePath)) : nil
            return OperationResult(text: text, leftUndone: left ?? waiting)
        }
        let state = try NodeState(path: statePath, below: recordsPath)
        // Asked first: nothing is recorded any more in the end.
        var left: NodeEncryptionError?
        let result: Result<(text: String, ending: String, waiting: NodeEncryptionError?), NodeEncryptionError>
        do throws(NodeEncryptionError) {
            if operation.operation == .uninstall { left = settingsLeft(by: try? state.baseline()) }
            result = .success(try perform(operation, in: state, at: now, using: &random, say: say))
        } catch {
            result = .failure(error)
        }
        // Whatever came of it, no empty folder of records is left.
        let removed = state.removeFolderIfUnused()
        if case .failure(let error) = result, let signal = error.signal {
            say(error.description)
            raise(signal)
        }
        let (text, ending, waiting) = try result.get()
        let faults = [startRefusal(after: operation.operation), left, waiting].compactMap(\.self)
        for fault in faults.dropFirst() { say(fault.description) }
        left = faults.first
        guard let removed, operation.operation == .uninstall, !text.utf8.starts(with: "nothing".utf8) else {
            return OperationResult(text: Array((text + ending).utf8), leftUndone: left)
        }
        let lines = text + "removed \(printable(removed))\n" + ending
        return OperationResult(text: Array(lines.utf8), leftUndone: left)
    }

    private func perform(
        _ operation: some NodeOperation,
        in state: borrowing NodeState,
        at now: DERTime,
        using random: inout some RandomSource,
        say: (String) -> Void
    ) throws(NodeEncryptionError) -> (text: String, ending: String, waiting: NodeEncryptionError?) {
        let isUninstall = operation.operation == .uninstall
        let (recovery, isLoaded, unloaded) = try recover(in: state)
        if let unloaded, case .undoneInPart = recovery { say(unloaded.description) }
        try report(recovery, say)
        if let unloaded { throw unloaded }
        if recovery.isUndone, isLoaded { say("the server has loaded its files as they are now") }
        let baseline = try state.baseline()
        if isUninstall, baseline == nil {
            if case .completed(let plan) = recovery { return (try summary(of: plan), "", nil) }
            return (try nothingToUninstall(), "", nil)
        }
        try baseline?.require(layout, in: statePath)
        let answers = try operation.ask(self, baseline)
        let paths = try operation.paths(on: self, baseline)
        try state.requireOwnFolder(besides: paths)
        if isUninstall, let baseline { try bequeath(baseline, in: state) }
        if !isUninstall { try requireNoInterruptedRun(in: paths) }
        let locks = try FolderLocks(of: paths)
        if !paths.isEmpty { try takeBackReplacements() }
        let (plan, waiting) = try plan(operation, baseline, answers, at: now, using: &random)
        for note in notes(on: plan) { say(note) }
        let next = remembering(
            try operation.baseline(
                after: plan,
                answers,
                from: baseline ?? firstRecords(),
                besides: isUninstall ? [] : changesOfOthers
            ),
            operation.operation
        )
        if plan.isEmpty, !isUninstall {
            if baseline != nil, let next,
                next.choices != baseline?.choices || next.isLeftover != baseline?.isLeftover
            {
                try state.remember(next)
                if next.choices != baseline?.choices { say("the options of this run are remembered") }
            }
            // The operator's command of a reload may want them.
            locks.release()
            let served = try serveFiles(after: plan, say)
            let login = try ending(ofNothingBy: operation, using: random.split(), say)
            return (operation.nothingToDo + served + login, "", nil)
        }
        let service = waiting == nil ? isUninstall ? self.service(for: baseline) : server : UnaskedServer()
        let draws = random.split()
        let findings = try state.run(plan, baseline: next, on: service, holding: locks) {
            () throws(NodeEncryptionError) in
            try self.findings(ofLoginAfter: plan, of: operation, using: draws)
        }
        for note in findings.notes { say(note) }
        locks.release()
        remindToRestart(after: plan, say)
        return (try summary(of: plan), waiting == nil ? ending(of: plan, findings) : "", waiting)
    }

    /// Undoes or completes a run that was interrupted; of the list of what a redeploy keeps, which is the host's, it
    /// takes nothing back that another node relies on since.
    ///
    /// - Returns: what it did, whether a running PostgreSQL was told to load that, and why it was not to be.
    private func recover(
        in state: borrowing NodeState
    ) throws(NodeEncryptionError) -> (NodeState.Recovery, isLoaded: Bool, unloaded: NodeEncryptionError?) {
        guard let journal = try state.journal() else { return (.nothing, false, nil) }
        let shared = SharedFiles(of: layout, others: withUnrecorded((try? installedBeside()) ?? []))
        // What waits for a server may be what it is not to load.
        let isUnasked = journal.roles.isEmpty && journal.changes.allSatisfy(layout.isLoadedByNone)
        let service: any NodeService = isUnasked ? UnaskedServer() : server
        var (before, unloaded) = (String?.none, NodeEncryptionError?.none)
        let begin = state.timeOfJournal
        let recovery = try state.recover(
            on: service,
            reloadingIf: {
                if isUnasked { return true }
                // What it never loaded is nothing to take back from it.
                if let begin, !server.mayHaveLoaded(since: begin) { return false }
                unloaded = lossByReload(puttingBack: journal)
                before = (try? server.postgres?.loadTimeIfRunning) ?? nil
                return unloaded == nil
            },
            parting: { shared.keepingLines($0) }
        )
        guard let postgres = server.postgres, before != nil, unloaded == nil else {
            return (recovery, false, unloaded)
        }
        let isLoaded = (try? postgres.hasLoaded(since: before)) ?? false
        if !isLoaded {
            unloaded = .notServed(
                reason: "the server did not take up its files as they are now; run: \(postgres.shownReload)"
            )
        }
        return (recovery, isLoaded, unloaded)
    }

    /// What the operator should know of a plan.
    private func notes(on plan: NodePlan) -> [String] {
        plan.notes + forgettingNotes(of: plan.operation) + startingNotes(plan) + sharingNotes(plan)
    }

    /// What is recorded at the end of a run, with what later ones are to find the node by: what was said at the last
    /// install, or else at the first change.
    private func remembering(_ baseline: Baseline?, _ operation: Operation) -> Baseline? {
        guard var next = baseline, operation == .install || next.choices == nil, operation != .uninstall
        else { return baseline }
        next.choices = remembered
        next.isLeftover = false
        return next
    }

    /// What the operator should know of what an install does not remember.
    private func forgettingNotes(of operation: Operation) -> [String] {
        guard operation == .install else { return [] }
        return forgottenOptions.map {
            "\($0) may hold a password and is not remembered; give it to each command that needs it"
        }
    }

    /// What the operator should know where his command starts a Pgpool-II that does not run.
    private func startingNotes(_ plan: NodePlan) -> [String] {
        guard case .pgpool(let pgpool) = server else { return [] }
        return [pgpool.noteOnStart(after: plan.changes)].compactMap(\.self)
    }

    /// What uninstall says where nothing is recorded: there is nothing to do, unless the node uses what install makes.
    private func nothingToUninstall() throws(NodeEncryptionError) -> String {
        try requireRecordedSettings(in: nil)
        return "nothing to do: nothing is installed on this node\n"
    }

    /// Says what is left to the operator: a Pgpool-II that was not restarted uses what it read at its start.
    private func remindToRestart(after plan: NodePlan, _ say: (String) -> Void) {
        guard case .pgpool(let pgpool) = server, let reason = pgpool.reasonToRestart(after: plan.changes)
        else { return }
        say("restart Pgpool-II now for the change to take effect: \(printable(reason))")
    }

    /// Takes back what a killed `selfcertgen` did by half in the certificate directories, so that it is not taken back
    /// later, over what is made now.
    private func takeBackReplacements() throws(NodeEncryptionError) {
        let folders = ["server", "client", ReplacedFiles.folderName].map { layout.certificate($0) }
        for path in [layout.certificates] + folders {
            do throws(FileError) {
                let folder = try Folder(path)
                try folder.takeBackReplacement()
                folder.removeLeftovers()
            } catch {
                if !error.isMissing { throw .file(error) }
            }
        }
    }

    private func rehearse(
        _ operation: some NodeOperation,
        at now: DERTime,
        using random: inout some RandomSource,
        say: (String) -> Void
    ) throws(NodeEncryptionError) -> (text: [UInt8], waiting: NodeEncryptionError?) {
        if try NodeState.isInterrupted(at: statePath) {
            say("an earlier run was interrupted; the next run undoes or completes it first")
        }
        let baseline = try NodeState.baseline(at: statePath)
        if operation.operation == .uninstall, baseline == nil {
            return (Array(try nothingToUninstall().utf8), nil)
        }
        try baseline?.require(layout, in: statePath)
        let answers = try operation.ask(self, baseline)
        let (plan, waiting) = try plan(operation, baseline, answers, at: now, using: &random)
        for note in notes(on: plan) { say(note) }
        if plan.isEmpty {
            let command = try shownLoading(after: plan, say).map { "$ \($0)\n" } ?? ""
            return (Array((operation.nothingToDo + command).utf8), startRefusal(after: operation.operation))
        }
        var text: [UInt8] = []
        if let postgres = server.postgres {
            for role in plan.roles { text += "$ \(postgres.command(storing: role).shown)\n".utf8 }
        }
        text += plan.difference
        let isUninstall = operation.operation == .uninstall
        let service: any NodeService = isUninstall ? self.service(for: baseline) : server
        let commands = waiting == nil ? service.shownCommands(for: plan) : []
        for command in commands { text += "$ \(command)\n".utf8 }
        return (text, waiting)
    }

    /// Reports an earlier run that was interrupted, and what became of it.
    private func report(
        _ recovery: NodeState.Recovery,
        _ say: (String) -> Void
    ) throws(NodeEncryptionError) {
        switch recovery {
        case .nothing: break
        case .undone(let operation, let notes):
            say("an interrupted \(operation.rawValue) was undone")
            for note in notes { say(note) }
        case .undoneInPart(let operation, let failures):
            for failure in failures { say(failure) }
            throw .interruptedRunNotUndone(operation)
        case .completed(let plan):
            say("an interrupted \(plan.operation.rawValue) was completed")
            // Whoever ran it never saw what it did.
            if plan.operation != .uninstall {
                for line in try summary(of: plan).utf8.split(separator: UInt8(ascii: "\n")) {
                    say(String(Substring(line)))
                }
            }
            remindToRestart(after: plan, say)
        }
    }

    /// One line for each thing that was done.
    private func summary(of plan: NodePlan) throws(NodeEncryptionError) -> String {
        var text = ""
        for role in plan.roles {
            let name = printable(role.user)
            text +=
                plan.operation == .uninstall
                ? role.after == nil
                    ? "\(name) has no password again, as before install\n"
                    : "put back the stored password of \(name)\n"
                : "stored the password of \(name) as a SCRAM secret\n"
        }
        let moves = plan.moves
        for change in plan.changes {
            let path = printable(change.path)
            if moves.contains(where: { isSamePath($0.to, change.path) }) { continue }
            if let move = moves.first(where: { isSamePath($0.from, change.path) }) {
                text += "moved \(path) to \(printable(move.to))\n"
            } else if change.after.isFolder {
                text += "created \(path)\n"
            } else if change.kind == .replaced, change.after != .absent {
                text += "kept what was replaced as \(path)\n"
            } else if let attributes = change.newAttributesAlone {
                text += "gave \(path) \(FileChange.describe(attributes))\n"
            } else if change.after != .absent {
                text += "wrote \(path)\n"
            } else if change.before.isFolder, try FileState.read(change.path).isFolder {
                let names = try onFiles { () throws(FileError) in try Folder(change.path).names() }
                text += "kept \(path), which is not empty: \(listed(names.map { printable($0) }))\n"
            } else {
                text += "removed \(path)\n"
            }
        }
        return text
    }
}
