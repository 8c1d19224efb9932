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

    /// Whether the pair is made again, by the root that is there.
    func includes(_ member: SetMember) -> Bool {
        switch self {
        case .nothing, .all: false
        case .server: member == .server
        case .client: member != .server
        }
    }
}
