internal import SecretMemory

/// A change of a node that is under way: written, whole and on the disk, before its first step.
struct Journal: Equatable, Sendable {
    enum Phase: String, Sendable {
        /// Steps may have been done; the next run undoes them.
        case applying
        /// The server accepted all; the next run writes down the new baseline and is done.
        case accepted
    }

    let operation: String
    var phase: Phase
    let changes: [FileChange]
    /// What is written down in the end; `nil`: nothing is installed any more.
    let baseline: Baseline?

    private static let kind = "postgres-ssl journal 1"

    func encoded() -> SecretBytes {
        var writer = StateWriter(kind: Self.kind)
        writer.append(operation)
        writer.append(phase.rawValue)
        writer.append(changes.count)
        for change in changes {
            writer.append(change.path)
            writer.append(change.before)
            writer.append(change.after)
            writer.append(change.isSecret ? 1 : 0)
            writer.append(change.isOfSet ? 1 : 0)
        }
        writer.append(baseline == nil ? 0 : 1)
        baseline?.write(to: &writer)
        return writer.finish()
    }

    init(operation: String, phase: Phase, changes: [FileChange], baseline: Baseline?) {
        self.operation = operation
        self.phase = phase
        self.changes = changes
        self.baseline = baseline
    }

    init(encoded: consuming SecretBytes) throws(StateReader.Refusal) {
        var reader = try StateReader(encoded, kind: Self.kind)
        operation = try reader.text()
        guard let phase = Phase(rawValue: try reader.text()) else {
            throw StateReader.Refusal(reason: "its phase is unknown")
        }
        self.phase = phase
        var changes: [FileChange] = []
        for _ in 0..<(try reader.number()) {
            let path = try reader.text()
            let before = try reader.state()
            let after = try reader.state()
            let isSecret = try reader.number() == 1
            let isOfSet = try reader.number() == 1
            changes.append(
                FileChange(path: path, before: before, after: after, isSecret: isSecret, isOfSet: isOfSet)
            )
        }
        self.changes = changes
        baseline = try reader.number() == 1 ? try Baseline(from: &reader) : nil
        guard reader.isAtEnd else { throw StateReader.Refusal(reason: "something follows its end") }
    }
}
