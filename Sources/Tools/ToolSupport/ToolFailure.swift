package import NodePlatform

/// An error found by a tool itself: one line for the operator and the exit status.
package struct ToolFailure: OperatorError, Hashable, Sendable {
    /// The line, without the tool's name.
    package let description: String
    /// The exit status.
    package let exitStatus: ExitStatus

    /// Makes a failure from a line.
    package init(_ description: String, status: ExitStatus) {
        self.description = description
        exitStatus = status
    }
}
