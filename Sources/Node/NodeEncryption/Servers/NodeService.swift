package import SecretMemory

/// The server of a node, as far as a change has to do with it.
package protocol NodeService: Sendable {
    /// The commands that a change runs, as an operator would type them.
    var shownCommands: [String] { get }

    /// Lets the server's own programs read the files as they are now; throws where they refuse them.
    func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError)

    /// Lets a running server take the files up; does nothing where none runs.
    func reload() throws(NodeEncryptionError)

    /// Asks a running server whether it took all up; does nothing where none runs.
    func checkRunning(wantingEncryption: Bool) throws(NodeEncryptionError)

    /// What is stored as the password of a role; `nil` where there is none, or no such role.
    func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret?

    /// Stores what a change says as the password of its role.
    func store(_ change: RoleChange) throws(NodeEncryptionError)
}

/// The server of a node, of either kind.
package enum NodeServer: NodeService {
    /// A PostgreSQL.
    case postgres(PostgresService)
    /// A Pgpool-II.
    case pgpool(PgpoolService)

    private var service: any NodeService {
        switch self {
        case .postgres(let service): service
        case .pgpool(let service): service
        }
    }

    /// The PostgreSQL, where it is one.
    package var postgres: PostgresService? {
        if case .postgres(let service) = self { service } else { nil }
    }

    package var shownCommands: [String] { service.shownCommands }

    package func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError) {
        try service.checkFiles(wantingEncryption: wantingEncryption)
    }

    package func reload() throws(NodeEncryptionError) { try service.reload() }

    package func checkRunning(wantingEncryption: Bool) throws(NodeEncryptionError) {
        try service.checkRunning(wantingEncryption: wantingEncryption)
    }

    package func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret? {
        try service.storedPassword(of: user)
    }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) { try service.store(change) }
}
