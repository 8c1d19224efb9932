internal import SecretMemory
internal import TextEncodings

extension NodePlan {
    /// The plan that puts a node back to how it was before the first change.
    ///
    /// The last change is undone first, so that no setting names a certificate that is gone. What others changed since
    /// is kept, and a note says so.
    ///
    /// - Parameters:
    ///   - roles: the changes to the stored passwords of roles.
    ///   - poolPasswdInForce: the `pool_passwd` that a Pgpool-II reads now, whichever it was at install.
    static func uninstall(
        _ baseline: Baseline,
        roles: [RoleChange] = [],
        poolPasswdInForce: String? = nil,
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        let undo = try UndoPlan(undoing: baseline.items, poolPasswdInForce: poolPasswdInForce)
        return NodePlan(
            operation: .uninstall,
            roles: roles,
            changes: undo.changes,
            notes: notes + undo.notes,
            wantsEncryption: false
        )
    }
}
