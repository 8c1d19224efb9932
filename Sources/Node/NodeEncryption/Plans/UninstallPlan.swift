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
        let server = layout.role == .postgres ? try RunningServer.find(on: layout.dataFolder) : nil
        let named = try NamedFiles(layout, after: undo.changes, server?.arguments)
        let namedBefore = try NamedFiles(layout, before: baseline)
        undo.keep { change in
            guard change.kind == .text || change.kind.isOfSet, let reason = named.reason(for: change.path)
            else { return nil }
            // What the same line named, and was missing, before install is so again.
            return namedBefore.reason(for: change.path) == reason ? nil : reason
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
