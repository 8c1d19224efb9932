extension NodePlan {
    /// What puts other certificates in the place of those that are there.
    static func reissue(
        _ layout: NodeLayout,
        certificates: CertificateFiles
    ) throws(NodeEncryptionError) -> NodePlan {
        var list = ChangeList()
        try certificates.plan(layout, &list)
        return NodePlan(operation: .reissue, changes: list.changes)
    }
}
