/// One step of a plan: what stands at a path, and what shall.
package struct FileChange: Equatable, Sendable {
    /// The path, with symbolic links at its end followed already where they are.
    package let path: String
    /// What stood there when the plan was made.
    package let before: FileState
    /// What shall stand there.
    package let after: FileState
    /// Whether the content is never shown.
    package let isSecret: Bool
    /// Whether it is a file of a folder of certificates, which belong together.
    package let isOfSet: Bool

    /// A step from what is there to `after`.
    package init(
        path: String,
        before: FileState,
        after: FileState,
        isSecret: Bool = false,
        isOfSet: Bool = false
    ) {
        self.path = path
        self.before = before
        self.after = after
        self.isSecret = isSecret
        self.isOfSet = isOfSet
    }

    /// Whether nothing is to be done.
    package var isEmpty: Bool {
        // A folder that is there is good as it is.
        if case (.folder, .folder) = (before, after) { return true }
        return before == after
    }
}
