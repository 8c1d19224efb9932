package import VectorFiles

/// What is done with cases whose right answer is a matter of choice, or whose publisher tests more than is built.
package struct Policy: Sendable {
    /// What is done.
    package enum Stance: String, Sendable {
        /// The figures are taken.
        case accepts
        /// The figures are refused.
        case refuses
    }

    /// A short name.
    package let name: String
    /// What is done.
    package let stance: Stance
    /// Why.
    package let reason: String

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
    package func holds(for vector: VectorCase, suite: String) -> Bool {
        suites.contains(suite) && condition(vector)
    }
}
