package import DERCoding
package import SecretMemory
internal import TextEncodings

/// Puts a node back to how it was before install.
package struct Uninstallation: NodeOperation {
    /// Uninstalls everything.
    package init() {}

    package var operation: Operation { .uninstall }

    package func paths(on node: Node, _ baseline: Baseline?) -> [String] {
        baseline?.paths ?? []
    }

    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        var answers = ServerAnswers()
        guard let role = baseline?.roles.first, let server = node.server.postgres else { return answers }
        let name = printable(role.user)
        do throws(NodeEncryptionError) {
            guard try server.isRunning else {
                answers.notes.append("the stored password of \(name) is unchanged: the server is not running")
                return answers
            }
            let stored = try server.storedPassword(of: role.user)
            if role.isLeft(in: stored) {
                answers.role = (role.user, stored)
            } else {
                answers.notes.append("the password of \(name) was changed since, and is kept")
            }
        } catch {
            answers.notes.append("the stored password of \(name) is unchanged: \(error.description)")
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
        guard let baseline else { throw .notInstalled }
        let role = answers.role.map { user, stored in
            RoleChange(user: user, before: stored, after: baseline.roles.first?.before)
        }
        return try .uninstall(baseline, role: role, notes: answers.notes)
    }
}
