extension NodePlan {
    /// What brings a node back to how it was before the first change.
    ///
    /// What was changed last is taken back first, so that no server is told of a certificate that is gone.
    package static func uninstall(_ baseline: Baseline) throws(NodeEncryptionError) -> NodePlan {
        var changes: [FileChange] = []
        var notes: [String] = []
        for entry in baseline.entries.reversed() {
            let present = try FileState.read(entry.path)
            let undo = Baseline.Undo(entry, present: present)
            let change = FileChange(
                path: entry.path,
                before: present,
                after: undo.target,
                isSecret: entry.after == nil,
                isOfSet: entry.isOfSet
            )
            changes.append(change)
            notes += undo.keptLines.map { lines in
                let which = lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) on"
                return "\(entry.path), \(which): changed by others since, and stays"
            }
        }
        return NodePlan(operation: "uninstall", changes: changes, notes: notes)
    }
}
