extension NodePlan {
    /// The plan that puts other certificates in place.
    ///
    /// - Parameters:
    ///   - isReplaced: whether the operator said that those of other authorities are replaced, too.
    ///   - isServed: whether the server has TLS by its settings, so that it has to serve them.
    ///   - notes: what he should know, in addition to what is found here.
    static func reissue(
        _ layout: NodeLayout,
        certificates: CertificateFiles,
        as operation: Operation = .reissue,
        replacingOthers isReplaced: Bool = false,
        isServed: Bool = true,
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        var notes = notes
        notes += try OtherAuthorities.notes(onReplacedBy: certificates, layout, isReplaced: isReplaced)
        var list = ChangeList(ownedBy: layout.owner)
        try certificates.plan(layout, &list)
        notes += try RootWithoutList.notes(layout, list)
        notes += certificates.notes + (try BackendRoots.notes(layout, list))
        // A timer does not say every day what has not changed.
        if operation != .renew || !list.changes.isEmpty, let note = try ClientRoots(layout, after: list).note
        {
            notes.append(note)
        }
        return NodePlan(
            operation: operation,
            changes: list.changes,
            notes: notes,
            wantsEncryption: isServed
        )
    }
}
