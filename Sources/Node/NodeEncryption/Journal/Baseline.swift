internal import SecretMemory

/// How a node was before the first change, and what was made of it: what uninstall needs.
package struct Baseline: Equatable, Sendable {
    /// One path.
    package struct Entry: Equatable, Sendable {
        /// The path.
        package let path: String
        /// What stood there before the first change.
        package let before: FileState
        /// What the last change put there; `nil` where that is a secret, of which no second copy is kept.
        package let after: FileState?
        /// Whether it is a file of a folder of certificates.
        package let isOfSet: Bool
    }

    /// The paths in the order in which they were changed.
    package private(set) var entries: [Entry]

    /// A node that nothing was done to.
    package init() { entries = [] }

    /// The paths after a further change.
    ///
    /// Where an operator changed a file since the last one, his lines count as having been there before.
    package func adding(_ changes: [FileChange]) -> Baseline {
        var result = self
        for change in changes where !change.isEmpty {
            let after = change.isSecret ? nil : change.after
            guard let index = result.entries.firstIndex(where: { $0.path == change.path }) else {
                result.entries.append(Entry(change, before: change.before, after: after))
                continue
            }
            let known = result.entries[index]
            let before = Undo(known, present: change.before).target
            result.entries[index] = Entry(change, before: before, after: after)
        }
        return result
    }

    /// What brings an entry back, from what stands there now.
    struct Undo {
        let target: FileState
        let keptLines: [Range<Int>]

        init(_ entry: Entry, present: FileState) {
            self.init(before: entry.before, after: entry.after, present: present)
        }

        init(before: FileState, after: FileState?, present: FileState) {
            guard let after, after != present,
                case .file(let afterContent, let afterAttributes) = after,
                case .file(let presentContent, let presentAttributes) = present
            else {
                target = before
                keptLines = []
                return
            }
            var beforeContent: [UInt8] = []
            var attributes = presentAttributes
            if case .file(let content, let beforeAttributes) = before {
                beforeContent = content.publicBytes
                if presentAttributes == afterAttributes { attributes = beforeAttributes }
            }
            let undo = ThreeWayUndo(
                before: beforeContent,
                after: afterContent.publicBytes,
                present: presentContent.publicBytes
            )
            keptLines = undo.keptLines
            // A file that was not there goes with its last line, and stays where others wrote into it.
            let isGone = before == .absent && undo.octets.isEmpty
            target = isGone ? .absent : .file(SharedSecret(copying: undo.octets.span), attributes)
        }
    }

    private static let kind = "postgres-ssl baseline 1"

    func encoded() -> SecretBytes {
        var writer = StateWriter(kind: Self.kind)
        write(to: &writer)
        return writer.finish()
    }

    init(encoded: consuming SecretBytes) throws(StateReader.Refusal) {
        var reader = try StateReader(encoded, kind: Self.kind)
        self = try Baseline(from: &reader)
        guard reader.isAtEnd else { throw StateReader.Refusal(reason: "something follows its end") }
    }

    func write(to writer: inout StateWriter) {
        writer.append(entries.count)
        for entry in entries {
            writer.append(entry.path)
            writer.append(entry.before)
            writer.append(entry.isOfSet ? 1 : 0)
            writer.append(entry.after == nil ? 0 : 1)
            if let after = entry.after { writer.append(after) }
        }
    }

    init(from reader: inout StateReader) throws(StateReader.Refusal) {
        entries = []
        for _ in 0..<(try reader.number()) {
            let path = try reader.text()
            let before = try reader.state()
            let isOfSet = try reader.number() == 1
            let after = try reader.number() == 1 ? try reader.state() : nil
            entries.append(Entry(path: path, before: before, after: after, isOfSet: isOfSet))
        }
    }
}

extension Baseline.Entry {
    fileprivate init(_ change: FileChange, before: FileState, after: FileState?) {
        self.init(path: change.path, before: before, after: after, isOfSet: change.isOfSet)
    }
}
