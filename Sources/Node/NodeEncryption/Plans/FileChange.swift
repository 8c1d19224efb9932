/// One file, link or folder of a plan: what stands at a path, and what shall.
package struct FileChange: Equatable, Sendable {
    /// What a file is, which says whether it is shown and how a change of it is taken back.
    package enum Kind: String, Sendable, CaseIterable {
        /// A text, of which each line counts by itself.
        case text
        /// A certificate or another public file of a set, which counts as a whole.
        case setFile
        /// A private key of a set.
        case setKey
        /// The pool key.
        case poolKey
        /// The file `pool_passwd`, of which each entry counts by itself.
        case poolPasswords

        /// Whether the content is never shown, and no second copy of it is kept.
        package var isSecret: Bool {
            switch self {
            case .text, .setFile: false
            case .setKey, .poolKey, .poolPasswords: true
            }
        }

        /// Whether it is a file of a folder of certificates, which belong together.
        var isOfSet: Bool { self == .setFile || self == .setKey }
    }

    /// The path, with symbolic links at its end followed already where they are.
    package let path: String
    /// What it is.
    package let kind: Kind
    /// What stood there when the plan was made.
    package let before: FileState
    /// What shall stand there.
    package let after: FileState

    /// A step from what is there to `after`.
    package init(path: String, kind: Kind = .text, before: FileState, after: FileState) {
        self.path = path
        self.kind = kind
        self.before = before
        self.after = after
    }

    /// Whether nothing is to be done.
    package var isEmpty: Bool { FileState.isSame(before, after) }
}
