/// What a run does to a node.
package enum Operation: String, Sendable, CaseIterable {
    /// Turns encryption on.
    case install
    /// Replaces certificates by new ones.
    case reissue
    /// Replaces those certificates by new ones that need it.
    case renew
    /// Undoes everything.
    case uninstall
    /// Puts a root from another node in place.
    case importRoot = "import"
}
