extension NodePlan {
    /// The plan that replaces certificates by new ones.
    static func reissue(
        _ layout: NodeLayout,
        certificates: CertificateFiles,
        as operation: Operation = .reissue
    ) throws(NodeEncryptionError) -> NodePlan {
        var list = ChangeList(ownedBy: layout.owner)
        try certificates.plan(layout, &list)
        return NodePlan(
            operation: operation,
            changes: list.changes,
            notes: certificates.notes + (try BackendRoots.notes(layout, list))
                + (try CertificateFiles.clientRootNotes(layout, list))
        )
    }
}
