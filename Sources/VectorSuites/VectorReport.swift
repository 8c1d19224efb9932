/// What a run of all suites found.
public struct VectorReport: Sendable {
    /// A case whose answer is not the right one.
    public struct Failure: Sendable, CustomStringConvertible {
        /// The file, as ``VectorFiles/VectorFolder/file(_:)`` takes it.
        public let file: String
        /// The case's identifier.
        public let identifier: String
        /// The line on which it begins.
        public let line: Int
        /// What was expected and what came.
        public let detail: String

        /// File, line and detail, as compilers print them.
        public var description: String { "\(file).txt:\(line): case \(identifier): \(detail)" }
    }

    /// What became of the cases of one kind from one source.
    public struct Row: Sendable {
        /// The folder under `Vectors`.
        public let source: String
        /// The kind of cases.
        public let suite: String
        /// How many cases there are.
        public internal(set) var caseCount = 0
        /// How many have the right answer as it was published.
        public internal(set) var passedCount = 0
        /// How many have the answer that a policy says, by the policy's name.
        public internal(set) var policyCounts: [String: Int] = [:]
        /// How many were not run since the run was to be short.
        public internal(set) var skippedCount = 0
        /// The others.
        public internal(set) var failures: [Failure] = []

        /// How many have the answer that a policy says.
        public var policyCount: Int { policyCounts.values.reduce(0, +) }

        /// Whether no case was run, which proves nothing.
        public var ranNothing: Bool { passedCount + policyCount + failures.count == 0 }
    }

    /// The rows, by source and kind.
    public internal(set) var rows: [Row] = []

    /// All cases that have not the right answer.
    public var failures: [Failure] { rows.flatMap(\.failures) }

    /// Whether all was run that there is to run, and all of it is right.
    public var isGood: Bool { !rows.isEmpty && !rows.contains { $0.ranNothing || !$0.failures.isEmpty } }
}
