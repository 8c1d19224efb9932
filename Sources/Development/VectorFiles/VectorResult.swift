/// What a case's publisher says of it.
package enum VectorResult: String, Sendable, CaseIterable {
    /// The figures belong together: the operation takes them, or gives them.
    case valid
    /// The operation refuses the figures, or finds that they do not belong together.
    case invalid
    /// Either is right, for instance because a primitive is weak or an encoding is an old habit.
    case acceptable
}
