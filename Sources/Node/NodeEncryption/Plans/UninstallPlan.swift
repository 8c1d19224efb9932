internal import SecretMemory
internal import TextEncodings

extension NodePlan {
    /// The plan that puts a node back to how it was before the first change.
    ///
    /// The last change is undone first, so that no setting names a certificate that is gone. What others changed since
    /// is kept, and a note says so.
    ///
    /// - Parameters:
    ///   - layout: where the files of the node are now, wherever they were at install.
    ///   - roles: the changes to the stored passwords of roles.
    ///   - notes: what the operator should know, in addition to what is found here.
    static func uninstall(
        _ baseline: Baseline,
        on layout: NodeLayout,
        roles: [RoleChange] = [],
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        var undo = try UndoPlan(undoing: baseline.items, poolPasswdsInForce: layout.poolPasswdsInForce)
        let named = try NamedFiles(layout, after: undo.changes)
        let namedBefore = try NamedFiles(layout, after: baseline.firstStates)
        undo.keep { change in
            // What was named and missing before install is so again.
            guard change.kind == .text || change.kind.isOfSet, namedBefore.reason(for: change.path) == nil
            else {
                return nil
            }
            return named.reason(for: change.path)
        }
        return NodePlan(
            operation: .uninstall,
            roles: roles,
            changes: undo.changes,
            notes: notes + undo.notes,
            wantsEncryption: false
        )
    }
}
