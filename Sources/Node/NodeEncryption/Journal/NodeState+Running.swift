package import DurableFiles
internal import SecretMemory
internal import TextEncodings

extension NodeState {
    /// What ``recover(on:)`` found to do.
    package enum Recovery: Equatable, Sendable {
        /// No run was interrupted.
        case nothing
        /// An interrupted run was undone; a note for each thing that others changed in the meantime, and that is kept.
        case undone(operation: Operation, notes: [String])
        /// An interrupted run was complete except for its records.
        case completed(operation: Operation)
    }

    /// Undoes or completes an earlier run that was interrupted.
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
            // The files are as they should be; a server that cannot reload now reads them when it starts.
            try? server.reload()
            try forgetJournal()
            return .undone(operation: journal.operation, notes: notes)
        case .accepted:
            try removeLeftovers(beside: journal.changes)
            try complete(journal)
            return .completed(operation: journal.operation)
        }
    }

    /// Carries out `plan` in its order, has the server reload and check the result, and records `baseline`.
    ///
    /// If a step fails, or the server rejects the result, everything is put back, the server reloads, and the error is
    /// thrown; it lists what others changed in the meantime, which is kept. ``recover(on:)`` must have been called.
    ///
    /// - Parameter locks: those of the folders of all files of the plan, taken before they were read for it. They are
    ///   released while commands given by the operator run.
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
                try releasing(locks) { () throws(NodeEncryptionError) in try server.store(role) }
            }
            for group in ChangeGroup.groups(of: journal.changes) { try apply(group, holding: locks) }
            try releasing(locks) { () throws(NodeEncryptionError) in
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
        try releasing(locks) { () throws(NodeEncryptionError) in
            notes += undoRole(role, on: server)
            try? server.reload()
        }
        try forgetJournal()
        return notes
    }

    /// Runs something that includes the operator's own commands, with the locks released, since they may need them.
    private func releasing(
        _ locks: FolderLocks,
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

    /// Undoes those of a journal's changes that were done, the last first; gives a note for each thing that is kept.
    private func undo(_ journal: Journal, holding locks: FolderLocks) throws(NodeEncryptionError) -> [String]
    {
        let plan = try UndoPlan(undoing: journal.items)
        for group in ChangeGroup.groups(of: plan.changes) {
            let states = group.changes.filter { !$0.isEmpty }.map {
                ChangeGroup.Target(path: $0.path, present: $0.before, state: $0.after)
            }
            try group.put(states, holding: locks)
        }
        // Changes by others that are in nobody's way are reported too.
        return plan.notes
            + plan.mergedPaths.map {
                "\(printable($0)) was changed by others in the meantime, and that change is kept"
            }
    }

    /// Puts back the stored password of a role; gives a note if that cannot be done.
    private func undoRole(_ role: RoleChange?, on server: some NodeService) -> [String] {
        guard let role else { return [] }
        let name = printable(role.user)
        do throws(NodeEncryptionError) {
            let present = try server.storedPassword(of: role.user)
            if present == role.before { return [] }
            guard present == role.after else {
                return ["the password of \(name) was changed since, and is kept"]
            }
            try server.store(RoleChange(user: role.user, before: role.after, after: role.before))
            return []
        } catch {
            return ["the stored password of \(name) could not be put back: \(error.description)"]
        }
    }

    /// Removes files that a killed run prepared and did not put in place; they may be keys.
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
