/// A fault, and what it means.
struct ClientFinding: Equatable, Sendable {
    /// What is wrong.
    let fault: ClientFault
    /// The clients that fail for it.
    let clients: Set<VerifyingClient>
    /// How bad it is: broken where libpq of today fails.
    let level: NodeStatus.Level
    /// The command of this tool that mends it; `nil` where none does.
    let cure: String?
}

extension ClientFault.Kind {
    /// How bad it is where these clients fail for it.
    func level(for clients: Set<VerifyingClient>) -> NodeStatus.Level {
        switch self {
        case .missing, .unreadable, .otherUser: .broken
        // There are other names to call it by.
        case .otherName: .warning
        // Nothing is wrong but the client's age, and `connect` says what to do.
        case .addressAsName: .good
        case .partlyUnread, .signatureNotVerified: .warning
        default: clients.contains(.libpq) ? .broken : .warning
        }
    }
}
