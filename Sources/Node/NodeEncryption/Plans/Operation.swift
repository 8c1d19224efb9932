/// What a run does to a node.
package enum Operation: String, Sendable, CaseIterable {
    /// Puts encryption in force.
    case install
    /// Puts other certificates in the place of those that are there.
    case reissue
    /// Takes everything back.
    case uninstall
    /// Takes a root over that came from another node.
    case importRoot = "import"
}
