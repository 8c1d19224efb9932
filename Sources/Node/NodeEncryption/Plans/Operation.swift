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

extension Operation {
    /// The command that goes on where a run of this kind was interrupted. Any undoes what it did; this one neither
    /// installs what was to go, nor asks for a choice that the interrupted run was given.
    var takenUpBy: String {
        switch self {
        case .install, .uninstall: rawValue
        case .reissue, .renew, .importRoot: Operation.renew.rawValue
        }
    }
}
