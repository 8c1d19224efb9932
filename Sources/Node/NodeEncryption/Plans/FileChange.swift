/// One file, link or folder of a plan: what is at a path, and what should be.
package struct FileChange: Equatable, Sendable {
    /// The kind of a file, which decides whether it is shown and how a change of it is undone.
    package enum Kind: String, Sendable, CaseIterable {
        /// A text, undone line by line.
        case text
        /// A certificate or another public file of a set, undone as a whole.
        case setFile
        /// A private key of a set.
        case setKey
        /// A key or certificate that was replaced and is kept; once it goes, nothing brings it back but the undoing of
        /// that very run.
        case replaced
        /// The pool key.
        case poolKey
        /// The file `pool_passwd`, undone entry by entry.
        case poolPasswords

        /// Whether the content is never shown, and no second copy of it is kept.
        package var isSecret: Bool {
            switch self {
            case .text, .setFile: false
            case .setKey, .replaced, .poolKey, .poolPasswords: true
            }
        }

        /// Whether it is in a certificate folder, whose files belong together.
        var isOfSet: Bool { self == .setFile || self == .setKey }
    }

    /// The path; a symbolic link at its end was followed already, unless the link itself is what changes.
    package let path: String
    /// What it is.
    package let kind: Kind
    /// What was there when the plan was made.
    package let before: FileState
    /// What should be there.
    package let after: FileState

    /// A step from what is there to `after`.
    package init(path: String, kind: Kind = .text, before: FileState, after: FileState) {
        self.path = path
        self.kind = kind
        self.before = before
        self.after = after
    }

    /// Whether the step removes a file.
    var isRemoval: Bool { before.content != nil && after == .absent }

    /// Whether the step replaces the content of a file.
    var isReplacement: Bool { before.isFile && after.isFile && before.content != after.content }

    /// The step by which what is there stays.
    var keeping: FileChange { FileChange(path: path, kind: kind, before: before, after: before) }

    /// Whether the step changes nothing.
    package var isEmpty: Bool { FileState.isSame(before, after) }
}
