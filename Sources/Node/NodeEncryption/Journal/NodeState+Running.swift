package import DurableFiles
internal import SecretMemory
internal import TextEncodings

extension NodeState {
    /// What ``recover(on:)`` found to do.
    package enum Recovery: Equatable, Sendable {
        /// No run was interrupted.
        case nothing
        /// An interrupted run was taken back; a line each about what others changed meanwhile, and what stays of it.
        case undone(operation: Operation, notes: [String])
        /// An interrupted run was complete but for the book-keeping.
        case completed(operation: Operation)
    }

    /// Brings the node to rest if an earlier run was interrupted.
    package func recover(
        on server: some NodeService,
        patience: Duration = Folder.patience
    ) throws(NodeEncryptionError) -> Recovery {
        guard let journal = try journal() else { return .nothing }
        switch journal.phase {
        case .applying:
            let locks = try FolderLocks(of: journal.changes.map(\.path), patience: patience)
            try removeLeftovers(beside: journal.changes)
            var notes = try undo(journal, holding: locks)
            notes += undoRole(journal.role, on: server)
            locks.release()
            // The files are at rest already; a server that cannot be told now reads them when it starts.
            try? server.reload()
            try forgetJournal()
            return .undone(operation: journal.operation, notes: notes)
        case .accepted:
            try removeLeftovers(beside: journal.changes)
            try complete(journal)
            return .completed(operation: journal.operation)
        }
    }

    /// Does all of `plan` in its order, lets the server take it up and check it, and writes `baseline` down.
    ///
    /// Where a step fails, or the server refuses, everything is put back and the server told so, and the error thrown;
    /// what others changed meanwhile stays and is said in it. ``recover(on:)`` was called before.
    ///
    /// - Parameter locks: those of the folders of all files of the plan, taken before they were read for it. They are
    ///   let go of while commands run that the operator gave.
    package func run(
        _ plan: NodePlan,
        baseline: Baseline?,
        on server: some NodeService,
        holding locks: FolderLocks
    ) throws(NodeEncryptionError) {
        var journal = Journal(
            operation: plan.operation,
            phase: .applying,
            changes: plan.changes,
            role: plan.role,
            baseline: baseline
        )
        try write(journal)
        do throws(NodeEncryptionError) {
            if let role = plan.role {
                try letting(go: locks) { () throws(NodeEncryptionError) in try server.store(role) }
            }
            for group in ChangeGroup.groups(of: journal.changes) { try apply(group, holding: locks) }
            try letting(go: locks) { () throws(NodeEncryptionError) in
                try server.checkFiles(wantingEncryption: plan.wantsEncryption)
                try server.reload()
                try server.checkRunning(wantingEncryption: plan.wantsEncryption)
            }
            journal.phase = .accepted
            try write(journal)
        } catch .unfinished(let reason) {
            throw .unfinished(reason)
        } catch {
            let notes = try takeBack(journal, on: server, holding: locks)
            throw notes.isEmpty ? error : .undoneButKept(because: error, notes: notes)
        }
        try complete(journal)
    }

    private func takeBack(
        _ journal: Journal,
        on server: some NodeService,
        holding locks: FolderLocks
    ) throws(NodeEncryptionError) -> [String] {
        var notes = try undo(journal, holding: locks)
        let role = journal.role
        try letting(go: locks) { () throws(NodeEncryptionError) in
            notes += undoRole(role, on: server)
            try? server.reload()
        }
        try forgetJournal()
        return notes
    }

    /// Runs something that the operator's own commands are part of, without the locks, which they may want.
    private func letting(
        go locks: FolderLocks,
        _ body: () throws(NodeEncryptionError) -> Void
    ) throws(NodeEncryptionError) {
        let result: Result<Void, NodeEncryptionError>
        do throws(FolderLocks.Lost) {
            result = try locks.released(body)
        } catch {
            throw .unfinished(error.reason)
        }
        try result.get()
    }

    private func apply(_ group: ChangeGroup, holding locks: FolderLocks) throws(NodeEncryptionError) {
        var states: [ChangeGroup.Target] = []
        for change in group.changes {
            let present = try FileState.read(change.path)
            if present == change.after { continue }
            guard FileState.isSame(present, change.before) else { throw .changedMeanwhile(path: change.path) }
            states.append(ChangeGroup.Target(path: change.path, present: present, state: change.after))
        }
        try group.put(states, holding: locks)
    }

    /// Takes back what was done of a journal's changes, the last first; a line about each thing that stays.
    private func undo(_ journal: Journal, holding locks: FolderLocks) throws(NodeEncryptionError) -> [String]
    {
        let plan = try UndoPlan(undoing: journal.items)
        for group in ChangeGroup.groups(of: plan.changes) {
            let states = group.changes.filter { !$0.isEmpty }.map {
                ChangeGroup.Target(path: $0.path, present: $0.before, state: $0.after)
            }
            try group.put(states, holding: locks)
        }
        // Where others changed what is in nobody's way, the operator hears of it too.
        return plan.notes
            + plan.mergedPaths.map {
                "\(printable($0)) was changed by others meanwhile, and keeps that change"
            }
    }

    /// Puts back what was stored as a role's password; a line where that cannot be done.
    private func undoRole(_ role: RoleChange?, on server: some NodeService) -> [String] {
        guard let role else { return [] }
        let name = printable(role.user)
        do throws(NodeEncryptionError) {
            let present = try server.storedPassword(of: role.user)
            if present == role.before { return [] }
            guard present == role.after else {
                return ["the password of \(name) was changed by others since, and stays"]
            }
            try server.store(RoleChange(user: role.user, before: role.after, after: role.before))
            return []
        } catch {
            return ["what was stored as the password of \(name) could not be put back: \(error.description)"]
        }
    }

    /// Removes what a killed run prepared and did not put in its place; it may be a key.
    private func removeLeftovers(beside changes: [FileChange]) throws(NodeEncryptionError) {
        var folders = Set(ChangeGroup.groups(of: changes).compactMap(\.folderAround))
        folders.formUnion(changes.map { PathText.folder(of: $0.path) })
        for folder in folders {
            do throws(FileError) {
                try Folder(folder).removeLeftovers()
            } catch {
                if !error.isMissing { throw .file(error) }
            }
        }
    }
}

extension FolderLocks {
    /// Takes the locks of the folders in which these files are.
    convenience init(
        of paths: [String],
        patience: Duration = Folder.patience
    ) throws(NodeEncryptionError) {
        do throws(FileError) {
            try self.init(paths.map { PathText.folder(of: $0) }, patience: patience)
        } catch {
            throw .file(error)
        }
    }
}
