internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// What a command will do to a node, decided before anything is changed.
package struct NodePlan: Equatable, Sendable {
    /// What the plan is for.
    package let operation: Operation
    /// What becomes of the stored passwords of roles, before all else: a SCRAM secret is accepted under md5 rules too.
    package let roles: [RoleChange]
    /// The steps on files, in an order in which the server can start after each.
    package let changes: [FileChange]
    /// What the operator should know, such as what is kept, and why.
    package let notes: [String]
    /// Whether the server must offer TLS when the plan is done.
    package let wantsEncryption: Bool

    /// Makes a plan, leaving out steps that would change nothing.
    package init(
        operation: Operation,
        roles: [RoleChange] = [],
        changes: [FileChange],
        notes: [String] = [],
        wantsEncryption: Bool = true
    ) {
        self.operation = operation
        self.roles = roles.filter { $0.before != $0.after }
        self.changes = changes.filter { !$0.isEmpty }
        self.notes = notes
        self.wantsEncryption = wantsEncryption
    }

    /// Whether there is nothing to do.
    package var isEmpty: Bool { changes.isEmpty && roles.isEmpty }

    /// The files that the plan moves: what is new in one place and is removed from another.
    var moves: [(from: String, to: String)] {
        let made = changes.filter { $0.before == .absent && $0.kind.isOfSet }
        return changes.filter { $0.isRemoval && $0.kind.isOfSet }.compactMap { removed in
            made.first {
                isSamePath(PathText.lastName(of: $0.path), PathText.lastName(of: removed.path))
                    && $0.after.content == removed.before.content
            }.map { (removed.path, $0.path) }
        }
    }

    /// The steps as text for the operator: a unified diff for each text, and a line for anything else. The content of a
    /// secret is never shown.
    package var difference: [UInt8] {
        let moves = moves
        return changes.flatMap { change -> [UInt8] in
            if moves.contains(where: { isSamePath($0.to, change.path) }) { return [] }
            guard let move = moves.first(where: { isSamePath($0.from, change.path) }) else {
                return change.difference
            }
            let made = changes.first { isSamePath($0.path, move.to) }?.after
            var text = "# move \(printable(move.from)) to \(printable(move.to))"
            if case .file(_, let attributes) = made { text += ": \(FileChange.describe(attributes))" }
            return Array((text + "\n").utf8)
        }
    }
}

extension FileChange {
    /// The step as text: lines that `patch` passes over, and what it does.
    var difference: [UInt8] {
        let name = printable(path)
        switch (before, after) {
        case (_, .folder): return Array("# new directory \(name)\n".utf8)
        case (_, .link(let target, _)):
            return Array("# new symbolic link \(name) -> \(printable(target))\n".utf8)
        case (.folder, .absent): return Array("# remove directory \(name), if it is empty\n".utf8)
        case (.link, .absent): return Array("# remove symbolic link \(name)\n".utf8)
        default: break
        }
        var text = ""
        switch (before, after) {
        case (.file(_, let old), .file(_, let new)) where old != new:
            text += "# \(name): \(Self.describe(old)) becomes \(Self.describe(new))\n"
        case (.absent, .file(_, let new)): text += "# new file \(name): \(Self.describe(new))\n"
        case (.file, .absent): text += "# remove file \(name)\n"
        default: break
        }
        if kind.isSecret {
            return Array((text.isEmpty ? "# \(name): new content, which is secret\n" : text).utf8)
        }
        // Nobody reads Base64.
        if [before, after].contains(where: { $0.content.map(Self.isPEM) ?? false }) {
            return Array((text.isEmpty ? "# \(name): new certificate\n" : text).utf8)
        }
        return Array(text.utf8)
            + UnifiedDiff.text(
                before.content?.publicBytes ?? [],
                after.content?.publicBytes ?? [],
                oldName: before == .absent ? "/dev/null" : path,
                newName: after == .absent ? "/dev/null" : path
            )
    }

    private static func isPEM(_ content: SharedSecret) -> Bool {
        content.withSpan { span in
            let prefix = Array("-----BEGIN ".utf8)
            return span.count > prefix.count && prefix.indices.allSatisfy { span[$0] == prefix[$0] }
        }
    }

    /// Mode and owner of a file of which nothing else changes.
    var newAttributesAlone: FileAttributes? {
        guard case .file(let old, _) = before, case .file(let new, let attributes) = after, old == new
        else { return nil }
        return attributes
    }

    static func describe(_ attributes: FileAttributes) -> String {
        let owner = attributes.owner.map { ", owner \($0.userID):\($0.groupID)" } ?? ""
        return "mode 0\(String(attributes.mode, radix: 8))\(owner)"
    }
}
