internal import SecretMemory
internal import TextEncodings

extension NodePlan {
    /// What brings a node back to how it was before the first change.
    ///
    /// What was changed last is taken back first, so that no server is told of a certificate that is gone. What others
    /// changed since stays, and a note says so.
    ///
    /// - Parameter role: what becomes of a role's stored password.
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
