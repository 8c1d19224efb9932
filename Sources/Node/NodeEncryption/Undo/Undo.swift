internal import DurableFiles
internal import SecretMemory

/// How to put a path back to what was there before a change, given what is there now.
///
/// What others did since is kept: in a text by lines, in `pool_passwd` by entries, and anything else as a whole.
struct Undo: Equatable, Sendable {
    /// Something that others changed since, and that is kept.
    enum Kept: Equatable, Sendable {
        /// Lines of the present text, from 1.
        case lines(Range<Int>)
        /// The entry for a user, whose name has these bytes.
        case entry([UInt8])
        /// Entries that others made since for these users.
        case othersEntries([[UInt8]])
        /// Nothing: others removed the file, which was there before the change too.
        case removed
        /// Nothing: others removed the entry of a user who had one before the change.
        case removedEntry([UInt8])
        /// Lines that others added to a file that would be removed without them.
        case othersLines
        /// All of it.
        case whole
    }

    /// What should be there.
    let target: FileState
    /// What others changed since in the place of the change, and that is kept.
    let kept: [Kept]
    /// The lines of a text as it should be, from 1, that others wrote since where the change had nothing.
    let othersLines: [Range<Int>]
    /// Whether others changed anything since.
    let isChangedByOthers: Bool

    /// - Parameters:
    ///   - before: what was there before the change.
    ///   - after: what the change left.
    ///   - present: what is there now.
    init(_ kind: FileChange.Kind, before: FileState, after: Trace, present: FileState) {
        if FileState.isSame(present, before) {
            self.init(target: present)
            return
        }
        if after.isLeft(in: present) {
            self.init(target: before.with(Self.attributes(before, after, present)))
            return
        }
        switch (kind, present, after) {
        case (.poolPasswords, .absent, .poolPasswords) where before != .absent:
            self.init(target: .absent, kept: [.removed], isChangedByOthers: true)
        case (_, .absent, .state(.file)), (_, .absent, .secret), (_, .absent, .poolPasswords):
            self.init(target: before)
        case (.text, .file(let content, _), .state(.file(let afterContent, _))):
            let undo = ThreeWayUndo(
                before: before.content?.publicBytes ?? [],
                after: afterContent.publicBytes,
                present: content.publicBytes
            )
            // A file that the change made is removed, unless others wrote into it.
            let isGone = before == .absent && undo.bytes.isEmpty
            self.init(
                target: isGone
                    ? .absent
                    : present.with(
                        SharedSecret(copying: undo.bytes.span),
                        Self.attributes(before, after, present)
                    ),
                kept: undo.keptLines.map { .lines($0) }
                    + (before == .absent && !isGone ? [.othersLines] : []),
                othersLines: before == .absent ? [] : undo.othersLines,
                isChangedByOthers: true
            )
        case (.poolPasswords, .file(let content, _), .poolPasswords(_, _, let entries)):
            self.init(before: before, after: after, entries: entries, present: present, content)
        case (.poolPasswords, .file(let content, _), .state(.absent)):
            // The change removed the file, and others made it anew since.
            let entries = Trace.entries(from: before.content, to: nil)
            self.init(before: before, after: after, entries: entries, present: present, content)
        default:
            self.init(target: present, kept: [.whole], isChangedByOthers: true)
        }
    }

    /// Puts back the entries of a `pool_passwd` that others changed since.
    private init(
        before: FileState,
        after: Trace,
        entries: [Trace.Entry],
        present: FileState,
        _ content: SharedSecret
    ) {
        let undo = PoolPasswdUndo(before: before.content, entries: entries, present: content)
        let others: [Kept] =
            undo.othersUsers.isEmpty ? [] : [.othersEntries(undo.othersUsers)]
        self.init(
            target: before == .absent && undo.isEmpty
                ? .absent : present.with(undo.content, Self.attributes(before, after, present)),
            kept: undo.keptUsers.map { .entry($0) } + undo.removedUsers.map { .removedEntry($0) } + others,
            isChangedByOthers: true
        )
    }

    init(
        target: FileState,
        kept: [Kept] = [],
        othersLines: [Range<Int>] = [],
        isChangedByOthers: Bool = false
    ) {
        self.target = target
        self.kept = kept
        self.othersLines = othersLines
        self.isChangedByOthers = isChangedByOthers
    }

    /// Mode and owner are put back unless somebody changed them since.
    private static func attributes(_ before: FileState, _ after: Trace, _ present: FileState)
        -> FileAttributes?
    {
        guard case .file(_, let presentAttributes) = present else { return nil }
        if case .file(_, let attributes) = before, presentAttributes == after.attributes { return attributes }
        return presentAttributes
    }
}

extension FileState {
    /// The same file with these attributes, if it is a file and they are given.
    fileprivate func with(_ attributes: FileAttributes?) -> FileState {
        guard case .file(let content, _) = self, let attributes else { return self }
        return .file(content, attributes)
    }

    /// A file with this content, and with these attributes if they are given.
    fileprivate func with(_ content: SharedSecret, _ attributes: FileAttributes?) -> FileState {
        guard case .file(_, let own) = self else { return self }
        return .file(content, attributes ?? own)
    }
}
