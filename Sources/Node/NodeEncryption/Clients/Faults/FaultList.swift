/// Faults in the order in which they were found, each with all the clients that fail for it.
struct FaultList {
    private var order: [ClientFault] = []
    private var clients: [ClientFault: Set<VerifyingClient>] = [:]
    /// Those that fail for one of them.
    private var failing: Set<VerifyingClient> = []

    /// More than that nobody reads, but for the first one of each client and for what leaves it open whether it fails:
    /// without any, it would be said to accept it.
    private static let most = 100

    var all: [PathFaults.Found] { order.map { ($0, clients[$0] ?? []) } }

    func contains(_ fault: ClientFault) -> Bool { clients[fault] != nil }

    mutating func add(_ fault: ClientFault, _ more: Set<VerifyingClient>) {
        if clients[fault] == nil {
            let isKept = fault.isOfSome || fault.isOfNobody || !more.isSubset(of: failing)
            guard order.count < Self.most || isKept else { return }
            order.append(fault)
        }
        if !fault.isOfSome { failing.formUnion(more) }
        clients[fault, default: []].formUnion(more)
    }

    /// Adds what is wrong with files themselves: nobody gets past these, but for what cannot be read here alone.
    mutating func add(_ faults: [ClientFault]) {
        for fault in faults {
            switch fault.kind {
            case .partlyUnread, .notFollowed: add(fault, [])
            default: add(fault, VerifyingClient.all)
            }
        }
    }
}
