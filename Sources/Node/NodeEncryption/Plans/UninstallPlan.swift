internal import SecretMemory
internal import TextEncodings

extension NodePlan {
    /// The plan that puts a node back to how it was before the first change.
    ///
    /// The last change is undone first, so that no setting names a certificate that is gone. What others changed since
    /// is kept, and a note says so.
    ///
    /// - Parameter role: the change to a role's stored password.
    static func uninstall(
        _ baseline: Baseline,
        role: RoleChange? = nil,
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        let undo = try UndoPlan(undoing: baseline.items)
        return NodePlan(
            operation: .uninstall,
            role: role,
            changes: undo.changes,
            notes: notes + undo.notes,
            wantsEncryption: false
        )
    }
}
