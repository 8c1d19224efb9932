extension NodePlan {
    /// The plan that replaces certificates by new ones.
    static func reissue(
        _ layout: NodeLayout,
        certificates: CertificateFiles,
        as operation: Operation = .reissue,
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        var list = ChangeList(ownedBy: layout.owner)
        try certificates.plan(layout, &list)
        var notes = notes + certificates.notes + (try BackendRoots.notes(layout, list))
        // A timer does not say every day what has not changed.
        if operation != .renew || !list.changes.isEmpty, let note = try ClientRoots(layout, after: list).note
        {
            notes.append(note)
        }
        return NodePlan(operation: operation, changes: list.changes, notes: notes)
    }
}
