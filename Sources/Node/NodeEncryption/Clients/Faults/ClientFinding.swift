/// A fault, and what it means.
struct ClientFinding: Equatable, Sendable {
    /// What is wrong.
    let fault: ClientFault
    /// The clients that fail for it; none where it only was not seen whether they do.
    let clients: Set<VerifyingClient>
    /// The command that mends it; `nil` where none does.
    let cure: String?

    /// How bad it is: broken where libpq of today fails.
    var level: NodeStatus.Level { fault.kind.code.level(failing: clients.names) }
}
