internal import SecretMemory

/// A change of a node in progress: written, whole and on disk, before its first step.
struct Journal: Equatable, Sendable {
    enum Phase: String, Sendable {
        /// Some steps may have been done; the next run undoes them.
        case applying
        /// The server accepted everything; the next run only has to write the new baseline.
        case accepted
    }

    let operation: Operation
    var phase: Phase
    let changes: [FileChange]
    let roles: [RoleChange]
    /// The baseline to write at the end; `nil` if nothing is installed any more.
    let baseline: Baseline?

    /// The changes of files, as undoing them needs them.
    var items: [UndoPlan.Item] {
        changes.map { UndoPlan.Item(path: $0.path, kind: $0.kind, before: $0.before, after: Trace(of: $0)) }
    }

    private static let kind = "postgres-ssl journal"

    func encoded() -> SecretBytes {
        var writer = StateWriter(kind: Self.kind)
        writer.append(operation.rawValue)
        writer.append(phase.rawValue)
        writer.append(changes.count)
        for change in changes {
            writer.append(change.path)
            writer.append(change.kind.rawValue)
            writer.append(change.before)
            writer.append(change.after)
        }
        writer.append(roles.count)
        for role in roles {
            writer.append(role.user)
            writer.append(role.before)
            writer.append(role.after)
        }
        writer.append(baseline != nil)
        baseline?.write(to: &writer)
        return writer.finish()
    }

    init(operation: Operation, phase: Phase, changes: [FileChange], roles: [RoleChange], baseline: Baseline?)
    {
        self.operation = operation
        self.phase = phase
        self.changes = changes
        self.roles = roles
        self.baseline = baseline
    }

    init(encoded: consuming SecretBytes) throws(StateReader.Refusal) {
        var reader = try StateReader(encoded, kind: Self.kind)
        guard let operation = Operation(rawValue: try reader.text()) else {
            throw StateReader.Refusal(reason: "unknown operation")
        }
        self.operation = operation
        guard let phase = Phase(rawValue: try reader.text()) else {
            throw StateReader.Refusal(reason: "unknown phase")
        }
        self.phase = phase
        var changes: [FileChange] = []
        for _ in 0..<(try reader.number()) {
            changes.append(
                FileChange(
                    path: try reader.text(),
                    kind: try reader.kind(),
                    before: try reader.state(),
                    after: try reader.state()
                )
            )
        }
        self.changes = changes
        var roles: [RoleChange] = []
        for _ in 0..<(try reader.number()) {
            roles.append(
                RoleChange(user: try reader.text(), before: try reader.stored(), after: try reader.stored())
            )
        }
        self.roles = roles
        baseline = try reader.flag() ? try Baseline(from: &reader) : nil
        guard reader.isAtEnd else { throw StateReader.Refusal(reason: "there is data after its end") }
    }
}
