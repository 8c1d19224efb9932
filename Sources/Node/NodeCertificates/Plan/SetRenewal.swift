/// What of a set is made again although it is valid.
package enum SetRenewal: Sendable, Hashable {
    /// Nothing: what is missing or broken is made, and what is whole stays.
    case nothing
    /// All: a new root, and what it signs.
    case all
    /// The server's pair.
    case server
    /// The client's pair.
    case client
    /// The pairs that another authority than the root signed, and those whose certificates cannot be read here.
    case foreign
    /// What ends soon, the root with its key, and the server's pair where it lacks a name that it should have.
    case ending(RenewalWindow)

    /// Whether the pair is made again, by the root that is there.
    func includes(_ member: SetMember) -> Bool {
        switch self {
        case .nothing, .all, .foreign, .ending: false
        case .server: member == .server
        case .client: member != .server
        }
    }

    /// When certificates are made again before their end.
    package var window: RenewalWindow? {
        if case .ending(let window) = self { window } else { nil }
    }
}
