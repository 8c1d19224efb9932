public import VectorFiles

/// What is done with cases whose right answer is a matter of choice, or whose publisher tests more than is built.
public struct Policy: Sendable {
    /// What is done.
    public enum Stance: String, Sendable {
        /// The figures are taken.
        case accepts
        /// The figures are refused.
        case refuses
    }

    /// A short name.
    public let name: String
    /// What is done.
    public let stance: Stance
    /// Why.
    public let reason: String

    private let suites: Set<String>
    private let condition: @Sendable (VectorCase) -> Bool

    init(
        _ name: String,
        _ stance: Stance,
        suites: Set<String>,
        reason: String,
        where condition: @escaping @Sendable (VectorCase) -> Bool
    ) {
        self.name = name
        self.stance = stance
        self.reason = reason
        self.suites = suites
        self.condition = condition
    }

    /// Whether the policy holds for the case.
    public func holds(for vector: VectorCase, suite: String) -> Bool {
        suites.contains(suite) && condition(vector)
    }
}
