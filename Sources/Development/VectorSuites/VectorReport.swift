/// What a run of all suites found.
package struct VectorReport: Sendable {
    /// A case whose answer is not the right one.
    package struct Failure: Sendable, CustomStringConvertible {
        /// The file, as ``VectorFiles/VectorFolder/file(_:)`` takes it.
        package let file: String
        /// The case's identifier.
        package let identifier: String
        /// The line on which it begins.
        package let line: Int
        /// What was expected and what came.
        package let detail: String

        /// File, line and detail, as compilers print them.
        package var description: String { "\(file).txt:\(line): case \(identifier): \(detail)" }
    }

    /// What became of the cases of one kind from one source.
    package struct Row: Sendable {
        /// The folder under `Vectors`.
        package let source: String
        /// The kind of cases.
        package let suite: String
        /// How many cases there are.
        package internal(set) var caseCount = 0
        /// How many have the right answer as it was published.
        package internal(set) var passedCount = 0
        /// How many have the answer that a policy says, by the policy's name.
        package internal(set) var policyCounts: [String: Int] = [:]
        /// How many were not run since the run was to be short.
        package internal(set) var skippedCount = 0
        /// The others.
        package internal(set) var failures: [Failure] = []

        /// How many have the answer that a policy says.
        package var policyCount: Int { policyCounts.values.reduce(0, +) }

        /// Whether no case was run, which proves nothing.
        package var ranNothing: Bool { passedCount + policyCount + failures.count == 0 }
    }

    /// The rows, by source and kind.
    package internal(set) var rows: [Row] = []

    /// All cases that have not the right answer.
    package var failures: [Failure] { rows.flatMap(\.failures) }

    /// Whether all was run that there is to run, and all of it is right.
    package var isGood: Bool { !rows.isEmpty && !rows.contains { $0.ranNothing || !$0.failures.isEmpty } }
}
