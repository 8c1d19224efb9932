internal import SecretMemory

/// How a node was before the first change, and what the changes left: what uninstall needs.
package struct Baseline: Equatable, Sendable {
    /// One path.
    struct Entry: Equatable, Sendable {
        let path: String
        let kind: FileChange.Kind
        /// What was there before the first change.
        let before: FileState
        /// What the last change put there.
        let after: Trace

        /// Whether the change made a folder.
        var isFolder: Bool {
            if case .state(.folder) = after { true } else { false }
        }

        /// Whether the change made a symbolic link.
        var isLink: Bool {
            if case .state(.link) = after { true } else { false }
        }
    }

    /// The stored password of a role.
    struct Role: Equatable, Sendable {
        let user: String
        /// What was stored before the first change.
        let before: SharedSecret?
        /// The SHA-256 of what the last change stored.
        let digest: [UInt8]

        /// Whether the password stored now is the one that the last change stored.
        func isLeft(in present: SharedSecret?) -> Bool {
            present?.digest == digest
        }
    }

    /// The paths in the order in which they were changed.
    private(set) var entries: [Entry]
    /// The roles whose stored passwords were changed.
    private(set) var roles: [Role]
    /// Whether an uninstall has put back all but the passwords of the roles.
    var isLeftover = false
    /// Whether settings of this tool were in force, and nothing was recorded of them, when these records began: the
    /// first ones were lost, or somebody else wrote those settings.
    var beganInForce = false
    /// What was said of the node at its install; `nil` in what earlier versions wrote.
    var choices: RememberedChoices?

    /// A node that was never changed.
    package init() {
        entries = []
        roles = []
    }

    /// Whether there is nothing to undo.
    var isEmpty: Bool { entries.isEmpty && roles.isEmpty }

    /// The paths of all files that were changed.
    var paths: [String] { entries.map(\.path) }

    /// The changes, as undoing them needs them.
    var items: [UndoPlan.Item] {
        entries.map { UndoPlan.Item($0) }
    }

    /// Throws if the settings and rules that are recorded are those of another node, such as another server of the same
    /// host: undoing them would change that one.
    func require(_ layout: NodeLayout, in state: String) throws(NodeEncryptionError) {
        if let choices {
            if choices.isOf(layout) { return }
            throw .otherNode(state: state, path: choices.configuration)
        }
        if let path = items.pathOfOtherNode(than: layout) { throw .otherNode(state: state, path: path) }
    }

    /// Steps to what was there before the first change, whatever others did since; none for a text that was not there.
    var firstStates: [FileChange] {
        entries.filter { $0.kind != .text || $0.before != .absent }.map {
            FileChange(path: $0.path, kind: $0.kind, before: .absent, after: $0.before)
        }
    }

    /// The baseline after another plan.
    ///
    /// If others changed a file since the last plan, their changes count as having been there before, except those of
    /// other nodes that use it, too: what was there before theirs was.
    ///
    /// - Parameter others: what other nodes changed, by paths without symbolic links.
    func adding(_ plan: NodePlan, besides others: [UndoPlan.Item] = []) throws(NodeEncryptionError)
        -> Baseline
    {
        var result = self
        if !plan.isEmpty { result.isLeftover = false }
        let changes = plan.changes
        let known = changes.compactMap { lastChange(before: $0, besides: others) }
        let undone = try UndoPlan(undoing: known) { (path) throws(NodeEncryptionError) in
            changes.first { isSamePath($0.path, path) }?.before ?? .absent
        }
        for change in changes where !change.isEmpty {
            if change.kind == .replaced {
                // Whatever made it, uninstall removes it, and brings none back that went since.
                result.entries.removeAll { isSamePath($0.path, change.path) }
                guard change.after != .absent else { continue }
                let entry = Entry(
                    path: change.path,
                    kind: .replaced,
                    before: .absent,
                    after: Trace(of: change)
                )
                result.entries.append(entry)
                continue
            }
            let before = undone.changes.first { isSamePath($0.path, change.path) }?.after ?? change.before
            // The trace covers all changes so far: what is there now, against what was there before the first.
            let whole = FileChange(path: change.path, kind: change.kind, before: before, after: change.after)
            let entry = Entry(path: change.path, kind: change.kind, before: before, after: Trace(of: whole))
            if let index = result.entries.firstIndex(where: { isSamePath($0.path, change.path) }) {
                result.entries[index] = entry
            } else {
                result.entries.append(entry)
            }
        }
        for role in plan.roles {
            guard let after = role.after else { continue }
            let index = result.roles.firstIndex { $0.user.utf8.elementsEqual(role.user.utf8) }
            // A password that others stored since counts as having been there before.
            let isOurs = index.map { result.roles[$0].isLeft(in: role.before) } ?? false
            let before = isOurs ? index.flatMap { result.roles[$0].before } : role.before
            let entry = Role(user: role.user, before: before, digest: after.digest)
            if let index { result.roles[index] = entry } else { result.roles.append(entry) }
        }
        return result
    }

    /// The change that left what another found at its path: this node's, or that of one that uses the file, too.
    private func lastChange(before change: FileChange, besides others: [UndoPlan.Item]) -> UndoPlan.Item? {
        let own = items.first { isSamePath($0.path, change.path) }
        if let own, own.after.isLeft(in: change.before) { return own }
        let place = NodeRecords.identity(of: change.path)
        let other = others.first {
            isSamePath($0.path, place) && $0.after.isLeft(in: change.before)
        }
        return other.map {
            UndoPlan.Item(path: change.path, kind: $0.kind, before: $0.before, after: $0.after)
        } ?? own
    }

    /// Puts others in the place of the paths that were changed, in the order in which they were.
    mutating func replaceEntries(by entries: [Entry]) { self.entries = entries }

    /// What is left to put back for these roles, after all else was; `nil` where there is none of them.
    func left(for users: [String]) -> Baseline? {
        var left = Baseline()
        left.choices = choices
        left.isLeftover = true
        left.beganInForce = beganInForce
        left.roles = roles.filter { role in users.contains { $0.utf8.elementsEqual(role.user.utf8) } }
        return left.isEmpty ? nil : left
    }

    private static let kind = "postgres-ssl baseline"

    func encoded() -> SecretBytes {
        var writer = StateWriter(kind: Self.kind)
        write(to: &writer)
        return writer.finish()
    }

    init(encoded: consuming SecretBytes) throws(StateReader.Refusal) {
        var reader = try StateReader(encoded, kind: Self.kind)
        self = try Baseline(from: &reader)
        guard reader.isAtEnd else { throw StateReader.Refusal(reason: "there is data after its end") }
    }

    func write(to writer: inout StateWriter) {
        writer.append(entries.count)
        for entry in entries {
            writer.append(entry.path)
            writer.append(entry.kind.rawValue)
            writer.append(entry.before)
            writer.append(entry.after)
        }
        writer.append(roles.count)
        for role in roles {
            writer.append(role.user)
            writer.append(role.before)
            writer.append(digest: role.digest)
        }
        writer.append(choices != nil)
        choices?.write(to: &writer)
        writer.append(isLeftover)
        writer.append(beganInForce)
    }

    init(from reader: inout StateReader) throws(StateReader.Refusal) {
        entries = []
        for _ in 0..<(try reader.number()) {
            entries.append(
                Entry(
                    path: try reader.text(),
                    kind: try reader.kind(),
                    before: try reader.state(),
                    after: try reader.trace()
                )
            )
        }
        roles = []
        for _ in 0..<(try reader.number()) {
            roles.append(
                Role(user: try reader.text(), before: try reader.stored(), digest: try reader.digest())
            )
        }
        if reader.version >= StateWriter.firstVersionWithChoices, try reader.flag() {
            choices = try RememberedChoices(from: &reader)
        }
        if reader.version >= StateWriter.firstVersionWithLeftovers { isLeftover = try reader.flag() }
        if reader.version >= StateWriter.firstVersionWithBeginnings { beganInForce = try reader.flag() }
    }
}

extension [UndoPlan.Item] {
    /// A text of these changes, where they are of another node's settings and rules; `nil` where they may be of this
    /// one.
    func pathOfOtherNode(than layout: NodeLayout) -> String? {
        let texts = filter {
            $0.kind == .text && !isSamePath($0.path, layout.redeploy) && $0.before.isFile
        }
        let own =
            [layout.configuration, layout.authentication, layout.ownSettings].map {
                (try? ChangeList.realPath($0)) ?? $0
            } + ((try? layout.ownRuleFiles()) ?? [])
        let isOwn = texts.contains { text in own.contains { isSamePath($0, text.path) } }
        return isOwn ? nil : texts.first?.path
    }
}
