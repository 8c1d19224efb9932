package import DERCoding
package import SecretMemory
internal import TextEncodings

/// Puts a node back to how it was before install.
package struct Uninstallation: NodeOperation {
    /// Uninstalls everything.
    package init() {}

    package var operation: Operation { .uninstall }

    package func paths(on node: Node, _ baseline: Baseline?) -> [String] {
        baseline.map { node.left(of: $0).paths } ?? []
    }

    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        var answers = ServerAnswers()
        if node.isGone(baseline) {
            answers.notes.append(node.noteOnGone)
            return answers
        }
        try node.requireRecordedSettings(in: baseline)
        guard let server = node.server.postgres else {
            if node.runningPgpool != nil {
                answers.backendsOfTLSAlone = try node.layout.backendsOfTLSAlone(for: node.user)
            }
            return answers
        }
        for role in baseline?.roles ?? [] {
            let name = printable(role.user)
            func leave(because reason: String) {
                answers.unasked.append(role.user)
                answers.notes.append(
                    "the stored password of \(name) is unchanged: \(reason); uninstall again to put it back"
                )
            }
            do throws(NodeEncryptionError) {
                guard try server.isRunning else {
                    leave(because: "the server is not running")
                    continue
                }
                let stored = try server.storedPassword(of: role.user)
                if role.isLeft(in: stored) {
                    answers.roles.append((role.user, stored))
                } else {
                    answers.notes.append("the password of \(name) was changed since, and is kept")
                }
            } catch {
                leave(because: error.description)
            }
        }
        return answers
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        guard let baseline else { return NodePlan(operation: .uninstall, changes: []) }
        let roles = answers.roles.map { user, stored in
            RoleChange(
                user: user,
                before: stored,
                after: baseline.roles.first { $0.user.utf8.elementsEqual(user.utf8) }?.before
            )
        }
        let shared = try node.sharedFiles(of: baseline)
        try node.requireNotRenamed(baseline, to: shared.others)
        return try .uninstall(
            node.left(of: baseline),
            on: node.layout,
            shared: shared,
            roles: roles,
            backendsOfTLSAlone: answers.backendsOfTLSAlone,
            notes: answers.notes,
            at: now
        )
    }
}
