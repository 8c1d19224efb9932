extension Node {
    /// Gives what is recorded of files that other nodes rely on to the first of them, whose uninstall then takes it
    /// back; before anything else is done, since the records of both may have it, and those of none may not.
    ///
    /// - Parameter run: the own records, open.
    func bequeath(_ baseline: Baseline, in run: borrowing NodeState) throws(NodeEncryptionError) {
        if baseline.paths.isEmpty { return }
        let shared = SharedFiles(of: layout, others: try installedBeside())
        var left = shared.used(baseline)
        for other in shared.others {
            guard let records = other.records else { continue }
            let own = left.filter { $0.users.contains { $0.isSame(as: other) } }.map(\.entry)
            if own.isEmpty { continue }
            let state = try NodeState(path: records.path, beside: run)
            if let journal = try state.journal() {
                throw .interruptedBeside(journal.operation, configuration: other.name)
            }
            guard let heir = try state.baseline() else {
                // It was uninstalled a moment ago.
                _ = state.removeFolderIfUnused()
                continue
            }
            try state.remember(try heir.inheriting(own))
            left.removeAll { $0.users.contains { $0.isSame(as: other) } }
        }
    }
}

extension Baseline {
    /// The same with what another node changed, which is uninstalled: from now on this one's uninstall takes it back.
    func inheriting(_ others: [Entry]) throws(NodeEncryptionError) -> Baseline {
        var own = entries
        var inherited: [Entry] = []
        for entry in others {
            let place = NodeRecords.identity(of: entry.path)
            let known = own.firstIndex { isSamePath(NodeRecords.identity(of: $0.path), place) }
            guard let known else {
                inherited.append(entry)
                continue
            }
            let present = try FileState.read(own[known].path)
            let isOwnFirst = entry.after.isLeft(in: present) && !own[known].after.isLeft(in: present)
            own[known] = isOwnFirst ? entry.following(own[known]) : own[known].following(entry)
        }
        // The last change is undone first: a node's settings before the files that they name, and folders in the end,
        // the innermost before those around it.
        let all = inherited + own
        let folders = all.filter(\.isFolder).sorted { $0.path.utf8.count < $1.path.utf8.count }
        var result = self
        result.replaceEntries(by: folders + all.filter { !$0.isFolder })
        return result
    }
}

extension Baseline.Entry {
    /// This change and an earlier one as one: before both was what undoing the earlier one makes of what this one
    /// found.
    fileprivate func following(_ earlier: Baseline.Entry) -> Baseline.Entry {
        Baseline.Entry(
            path: path,
            kind: kind,
            before: Undo(earlier.kind, before: earlier.before, after: earlier.after, present: before).target,
            after: after.with(earlier.after)
        )
    }
}

extension Trace {
    /// The same with the entries of `pool_passwd` that an earlier change made and this one left alone.
    fileprivate func with(_ earlier: Trace) -> Trace {
        guard case .poolPasswords(let digest, let attributes, let entries) = self,
            case .poolPasswords(_, _, let others) = earlier
        else { return self }
        let known = Set(entries.map(\.userName))
        return .poolPasswords(
            digest: digest,
            attributes,
            entries: entries + others.filter { !known.contains($0.userName) }
        )
    }
}
