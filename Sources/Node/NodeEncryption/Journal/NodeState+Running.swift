package import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

extension NodeState {
    /// What ``recover(on:)`` found to do.
    package enum Recovery: Equatable, Sendable {
        /// No run was interrupted.
        case nothing
        /// An interrupted run was undone; a note for each thing that others changed in the meantime, and that is kept.
        case undone(operation: Operation, notes: [String])
        /// An interrupted run was undone as far as possible, and stays recorded; a note for each thing that could not
        /// be put back.
        case undoneInPart(operation: Operation, failures: [String])
        /// An interrupted run was complete except for its records; what it did.
        case completed(NodePlan)

        /// Whether one was undone as a whole.
        var isUndone: Bool { if case .undone = self { true } else { false } }
    }

    /// Undoes or completes an earlier run that was interrupted.
    ///
    /// - Parameters:
    ///   - mayReload: whether the server is to load the files as they were, asked once they are so.
    ///   - part: what undoing a change comes to, where others rely on something of it by now.
    func recover(
        on server: some NodeService,
        patience: Duration = Folder.patience,
        reloadingIf mayReload: () -> Bool = { true },
        parting part: (UndoPlan.Item) -> UndoPlan.Item = { $0 }
    ) throws(NodeEncryptionError) -> Recovery {
        guard let journal = try journal() else { return .nothing }
        switch journal.phase {
        case .applying:
            let locks = try FolderLocks(of: journal.changes.map(\.path), patience: patience)
            try removeLeftovers(beside: journal.changes)
            var undone = undo(journal, holding: locks, parting: part)
            locks.release()
            undone.add(undo(journal.roles, on: server))
            // The files are as they should be; a server that cannot reload now reads them when it starts.
            if mayReload() { try? server.reload(after: journal.changes) }
            guard undone.failures.isEmpty else {
                return .undoneInPart(operation: journal.operation, failures: undone.notes + undone.failures)
            }
            try forgetJournal()
            return .undone(operation: journal.operation, notes: undone.notes)
        case .accepted:
            try removeLeftovers(beside: journal.changes)
            try complete(journal)
            return .completed(
                NodePlan(operation: journal.operation, roles: journal.roles, changes: journal.changes)
            )
        }
    }

    /// Carries out `plan` in its order, has the server reload and check the result, and records `baseline`.
    ///
    /// If a step fails, or the server rejects the result, everything is put back, the server reloads, and the error is
    /// thrown; it lists what others changed in the meantime, which is kept. ``recover(on:)`` must have been called.
    ///
    /// A signal that would end this process undoes the change too, between two steps or in the middle of a program that
    /// runs: then ``NodeEncryptionError/interrupted(_:)`` is thrown. One that comes when the change is accepted has its
    /// usual effect in the end.
    ///
    /// - Parameters:
    ///   - locks: those of the folders of all files of the plan, taken before they were read for it. They are released
    ///     while the server takes up the change, by commands that the operator may have given.
    ///   - prove: proves more of a server that took up the change; what it throws undoes that.
    /// - Returns: what was seen of the server, with a note for each file that others changed while the locks were
    ///   released.
    package func run(
        _ plan: NodePlan,
        baseline: Baseline?,
        on server: some NodeService,
        holding locks: FolderLocks,
        proving prove: () throws(NodeEncryptionError) -> ServerFindings = { ServerFindings() }
    ) throws(NodeEncryptionError) -> ServerFindings {
        PassedSignals.hold()
        defer { PassedSignals.release() }
        var journal = Journal(
            operation: plan.operation,
            phase: .applying,
            changes: plan.changes,
            roles: plan.roles,
            baseline: baseline
        )
        let standing = try server.standing(before: plan)
        var isTakingUp = false
        var findings = ServerFindings()
        let times = ContentTimes(before: plan.changes)
        try write(journal)
        do throws(NodeEncryptionError) {
            for role in plan.roles { try store(role, on: server) }
            for group in ChangeGroup.groups(of: journal.changes) {
                try PassedSignals.check()
                try apply(group, holding: locks)
            }
            try releasing(locks) { () throws(NodeEncryptionError) in
                try server.checkFiles(wantingEncryption: plan.wantsEncryption)
                isTakingUp = true
                try server.reload(after: journal.changes)
                isTakingUp = false
                findings = try server.checkRunning(plan, since: standing)
                try PassedSignals.check()
                findings.add(try prove())
            }
            try PassedSignals.check()
            journal.phase = .accepted
            try write(journal)
        } catch .unfinished(let reason) {
            throw .unfinished(reason)
        } catch {
            let isHalfWay = isTakingUp && error.signal != nil
            throw try takeBack(journal, times, because: error, on: server, halfWay: isHalfWay, holding: locks)
        }
        findings.notes += journal.changes.filter { !isInPlace($0) }.map {
            "\(printable($0.path)) was changed by others in the meantime; check it"
        }
        do throws(NodeEncryptionError) {
            try complete(journal)
        } catch {
            throw .unrecorded(because: error)
        }
        return findings
    }

    /// Puts everything back, the files first, and gives the error that says so.
    ///
    /// - Parameter isHalfWay: whether a signal ended what takes up changes. Whoever sends one does not wait for that to
    ///   run once more, and is told what is left to do.
    private func takeBack(
        _ journal: Journal,
        _ times: ContentTimes,
        because error: NodeEncryptionError,
        on server: some NodeService,
        halfWay isHalfWay: Bool,
        holding locks: FolderLocks
    ) throws(NodeEncryptionError) -> NodeEncryptionError {
        // It ends no program of the way back.
        if error.signal != nil { PassedSignals.take() }
        var undone = undo(journal, holding: locks)
        times.putBack()
        let roles = journal.roles
        try releasing(locks) { () throws(NodeEncryptionError) in
            undone.add(undo(roles, on: server))
            if isHalfWay, let step = server.stepAfterInterruption(journal.changes) {
                undone.notes.append(step)
            } else {
                try? server.reload(after: journal.changes)
            }
        }
        guard undone.failures.isEmpty else {
            return .undoneInPart(because: error, failures: undone.notes + undone.failures)
        }
        try forgetJournal()
        let word = error.saysUndone ? [] : ["the change was undone"]
        let notes = word + undone.notes
        return notes.isEmpty ? error : .undoneButKept(because: error, notes: notes)
    }

    /// Stores a role's password, unless somebody stored another one since the plan was made.
    private func store(_ role: RoleChange, on server: some NodeService) throws(NodeEncryptionError) {
        guard try server.storedPassword(of: role.user) == role.before else {
            throw .passwordChangedMeanwhile(user: role.user)
        }
        try server.store(role)
    }

    /// Whether what a change left is there: a file's content, or the entries of `pool_passwd`.
    private func isInPlace(_ change: FileChange) -> Bool {
        guard let present = try? FileState.read(change.path) else { return false }
        // A directory that others use is not removed.
        if change.before.isFolder, present.isFolder { return true }
        let trace = Trace(of: change)
        if trace.isLeft(in: present) { return true }
        guard case .poolPasswords(_, _, let entries) = trace, let content = present.content else {
            return false
        }
        let file = PoolPasswdFile(copying: content)
        return entries.allSatisfy { file.digest(of: $0.userName) == $0.digest }
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

    /// What came of undoing.
    private struct Undone {
        /// What others changed in the meantime, and is kept.
        var notes: [String] = []
        /// What could not be put back.
        var failures: [String] = []

        mutating func add(_ other: Undone) {
            notes += other.notes
            failures += other.failures
        }
    }

    /// Undoes those of a journal's changes that were made, the last first.
    ///
    /// A failure does not keep the rest from being put back, but from then on nothing is removed.
    private func undo(
        _ journal: Journal,
        holding locks: FolderLocks,
        parting part: (UndoPlan.Item) -> UndoPlan.Item = { $0 }
    ) -> Undone {
        var undone = Undone()
        var plan: UndoPlan
        do throws(NodeEncryptionError) {
            plan = try UndoPlan(undoing: journal.items.map(part))
            // There is a copy of each: what a run replaces, it keeps.
            _ = plan.keepDisplaced()
        } catch {
            undone.failures.append(error.description)
            return undone
        }
        for group in ChangeGroup.groups(of: plan.changes) {
            let changes = group.changes.filter { !$0.isEmpty }
            // What could not be put back may need what would go: a configuration, say, the file that it includes.
            if !undone.failures.isEmpty, changes.contains(where: { $0.after == .absent }) { continue }
            let states = changes.map {
                ChangeGroup.Target(path: $0.path, present: $0.before, state: $0.after)
            }
            do throws(NodeEncryptionError) {
                try group.put(states, holding: locks)
            } catch {
                undone.failures.append(error.description)
            }
        }
        // Changes by others that are in nobody's way are reported too.
        undone.notes =
            plan.notes
            + plan.mergedPaths.map {
                "\(printable($0)) was changed by others in the meantime, and that change is kept"
            }
        return undone
    }

    /// Puts back the stored passwords of roles.
    private func undo(_ roles: [RoleChange], on server: some NodeService) -> Undone {
        var undone = Undone()
        for role in roles {
            let name = printable(role.user)
            do throws(NodeEncryptionError) {
                let present = try server.storedPassword(of: role.user)
                if present == role.before { continue }
                if present == role.after {
                    try server.store(RoleChange(user: role.user, before: role.after, after: role.before))
                } else {
                    undone.notes.append("the password of \(name) was changed since, and is kept")
                }
            } catch {
                undone.failures.append(
                    "the stored password of \(name) could not be put back: \(error.description)"
                )
            }
        }
        return undone
    }

    /// Takes back what a killed run did of a set of files, and removes those that it prepared and did not put in place;
    /// they may be keys.
    private func removeLeftovers(beside changes: [FileChange]) throws(NodeEncryptionError) {
        var folders = Set(ChangeGroup.groups(of: changes).compactMap(\.folderAround))
        folders.formUnion(changes.map { PathText.folder(of: $0.path) })
        for folder in folders {
            do throws(FileError) {
                let folder = try Folder(folder)
                try folder.takeBackReplacement()
                folder.removeLeftovers()
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
