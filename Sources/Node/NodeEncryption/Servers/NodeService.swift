package import SecretMemory

/// What a change needs of the server of a node.
package protocol NodeService: Sendable {
    /// The commands that a change runs, as an operator would type them.
    func shownCommands(for plan: NodePlan) -> [String]

    /// Has the server's own programs read the files as they are now; throws if they reject them.
    func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError)

    /// Has a running server take up changes of its files; does nothing if none is running.
    func reload(after changes: [FileChange]) throws(NodeEncryptionError)

    /// What the operator has to do where what takes up changes was ended half-way by a signal, and is not to be run
    /// again by us, since it may take long; `nil` where it takes an instant.
    func stepAfterInterruption(_ changes: [FileChange]) -> String?

    /// How a server stands before a change; `nil` if it does not say.
    func standing(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding?

    /// Asks a running server whether a plan that was carried out took effect, or a stopped one whether it would.
    ///
    /// - Parameter standing: how it stood before.
    func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings

    /// The stored password of a role; `nil` if it has none, or there is no such role.
    func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret?

    /// Stores the password of a role as the change says.
    func store(_ change: RoleChange) throws(NodeEncryptionError)
}

extension NodeService {
    package func stepAfterInterruption(_ changes: [FileChange]) -> String? { nil }
}

/// What a look at a server gave after a change.
package struct ServerFindings: Equatable, Sendable {
    /// A line for each thing that could not be seen, or that the operator should know.
    package var notes: [String] = []
    /// What was seen, each a part of a sentence.
    package var proofs: [String] = []
    /// Why nothing was seen, where no note says it.
    var unproved: String?
    /// The file of the certificate that the server has by its own settings, where that is not the set's.
    package var otherCertificate: String?
    /// What became of a login; `nil` where none was tried.
    var login: LoginOutcome?

    /// What became of a login as the node's user.
    enum LoginOutcome: Equatable, Sendable {
        /// He got in.
        case made
        /// He did not, or it could not be tried; what happened.
        case failed(String)
    }

    /// Nothing was looked at.
    package init(notes: [String] = [], proofs: [String] = []) {
        self.notes = notes
        self.proofs = proofs
    }

    mutating func add(_ other: ServerFindings) {
        notes += other.notes
        proofs += other.proofs
        unproved = other.unproved ?? unproved
        otherCertificate = other.otherCertificate ?? otherCertificate
        login = other.login ?? login
    }
}

/// The server of a node, of either kind.
package enum NodeServer: NodeService {
    /// PostgreSQL.
    case postgres(PostgresService)
    /// Pgpool-II.
    case pgpool(PgpoolService)

    private var service: any NodeService {
        switch self {
        case .postgres(let service): service
        case .pgpool(let service): service
        }
    }

    /// The PostgreSQL server, if it is one.
    package var postgres: PostgresService? {
        if case .postgres(let service) = self { service } else { nil }
    }

    package func shownCommands(for plan: NodePlan) -> [String] { service.shownCommands(for: plan) }

    package func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError) {
        try service.checkFiles(wantingEncryption: wantingEncryption)
    }

    package func reload(after changes: [FileChange]) throws(NodeEncryptionError) {
        try service.reload(after: changes)
    }

    package func stepAfterInterruption(_ changes: [FileChange]) -> String? {
        service.stepAfterInterruption(changes)
    }

    package func standing(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding? {
        try service.standing(before: plan)
    }

    package func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        try service.checkRunning(plan, since: standing)
    }

    package func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret? {
        try service.storedPassword(of: user)
    }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) { try service.store(change) }
}
