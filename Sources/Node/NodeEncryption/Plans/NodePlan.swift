internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// What a command will do to a node, decided before anything is touched.
package struct NodePlan: Sendable {
    /// What the plan is for.
    package let operation: Operation
    /// What becomes of the stored password of a role, before all else: a SCRAM secret is good under md5 rules too.
    package let role: RoleChange?
    /// The steps on files, in their order: the server can start after each.
    package let changes: [FileChange]
    /// What the operator should know: what stays, and why.
    package let notes: [String]
    /// Whether the server must do TLS in the end.
    package let wantsEncryption: Bool

    /// A plan; steps that would change nothing are left out.
    package init(
        operation: Operation,
        role: RoleChange? = nil,
        changes: [FileChange],
        notes: [String] = [],
        wantsEncryption: Bool = true
    ) {
        self.operation = operation
        self.role = role.flatMap { $0.before == $0.after ? nil : $0 }
        self.changes = changes.filter { !$0.isEmpty }
        self.notes = notes
        self.wantsEncryption = wantsEncryption
    }

    /// Whether nothing is to be done.
    package var isEmpty: Bool { changes.isEmpty && role == nil }

    /// The steps as text for the operator: a unified difference for each text, a line for all else; of a secret no
    /// content.
    package var difference: String {
        changes.map(\.difference).joined()
    }
}

extension FileChange {
    /// The step as text.
    var difference: String {
        let name = printable(path)
        switch (before, after) {
        case (_, .folder): return "# new folder \(name)\n"
        case (_, .link(let target)): return "# new symbolic link \(name) -> \(printable(target))\n"
        case (.folder, .absent): return "# folder \(name) removed, if nothing else is in it\n"
        case (.link, .absent): return "# symbolic link \(name) removed\n"
        default: break
        }
        var text = ""
        switch (before, after) {
        case (.file(_, let old), .file(_, let new)) where old != new:
            text += "# \(name): \(describe(old)), then \(describe(new))\n"
        case (.absent, .file(_, let new)): text += "# new file \(name): \(describe(new))\n"
        case (.file, .absent): text += "# file \(name) removed\n"
        default: break
        }
        if kind.isSecret {
            return text.isEmpty ? "# \(name): another content, which is secret\n" : text
        }
        // Nobody reads Base64.
        if [before, after].contains(where: { $0.content.map(Self.isPEM) ?? false }) {
            return text.isEmpty ? "# \(name): another certificate\n" : text
        }
        return text
            + UnifiedDiff.text(
                before.content?.publicBytes ?? [],
                after.content?.publicBytes ?? [],
                oldName: before == .absent ? "/dev/null" : name,
                newName: after == .absent ? "/dev/null" : name
            )
    }

    private static func isPEM(_ content: SharedSecret) -> Bool {
        content.withSpan { span in
            let prefix = Array("-----BEGIN ".utf8)
            return span.count > prefix.count && prefix.indices.allSatisfy { span[$0] == prefix[$0] }
        }
    }

    private func describe(_ attributes: FileAttributes) -> String {
        let owner = attributes.owner.map { ", owner \($0.userID):\($0.groupID)" } ?? ""
        return "mode 0\(String(attributes.mode, radix: 8))\(owner)"
    }
}
