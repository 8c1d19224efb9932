internal import DurableFiles
internal import NodePlatform

/// What the operator said about a node. What was left out is `nil`, and is found on the node.
package struct NodeChoices: Sendable {
    /// What the node runs.
    package var role: NodeLayout.Role?
    /// `postgresql.conf` or `pgpool.conf`.
    package var configuration: String?
    /// Whether files are changed although another program writes them.
    package var forcesManaged = false
    /// The folder of PostgreSQL's data.
    package var data: String?
    /// The server that is meant where there are several, as in ``FoundServer/name``.
    package var cluster: String?
    /// `pg_hba.conf` or `pool_hba.conf`.
    package var authentication: String?
    /// `pool_passwd`.
    package var passwords: String?
    /// The pool key.
    package var poolKey: String?
    /// The value of ``PoolKeyPath/variable``.
    package var poolKeyVariable: String?
    /// The folder of the certificates.
    package var certificates: String?
    /// The list of files that are kept across a redeploy.
    package var redeploy: String?
    /// The platform's file of variables.
    package var metadata: String?
    /// The user whom the server runs as, who owns the files.
    package var owner: String?
    /// The major version of PostgreSQL.
    package var majorVersion: Int?
    /// The directory of the tool's own records about the node.
    package var state: String?
    /// The prefix of commands that run as the server's user.
    package var asServer: [String]?
    /// PostgreSQL's program.
    package var serverProgram: String?
    /// `psql` with the options that log in as a superuser.
    package var client: [String]?
    /// The command that makes PostgreSQL reload its files.
    package var reload: [String]?
    /// The command that restarts Pgpool-II.
    package var restart: [String]?
    /// Whether the operator restarts Pgpool-II himself.
    package var leavesRestart = false
    /// The roots that the backends of Pgpool-II are verified against.
    package var backendRoots: String?
    /// The user whose password is stored and who gets a client certificate.
    package var user: String?
    /// The first part of a new root's common name.
    package var layer: String?
    /// The second part of a new root's common name.
    package var environment: String?

    /// Whether nothing is changed, so that what may not be looked at is left out.
    package var looksOnly = false

    /// Everything is to be found.
    package init() {}

    /// The same with every path absolute, and without what means nothing in it, so that it can be written down.
    func resolved() -> NodeChoices {
        var result = self
        func resolve(_ path: inout String?) {
            guard let text = path, !text.isEmpty else { return }
            path = PathText.plain(PathText.joining(PathText.workingFolder, text))
        }
        resolve(&result.configuration)
        resolve(&result.data)
        resolve(&result.authentication)
        resolve(&result.passwords)
        resolve(&result.poolKey)
        resolve(&result.poolKeyVariable)
        resolve(&result.certificates)
        resolve(&result.redeploy)
        resolve(&result.backendRoots)
        resolve(&result.metadata)
        resolve(&result.state)
        return result
    }

    /// The options by which a later command finds the node as this one did, as a shell reads them behind a blank; else
    /// empty.
    var namingOptions: String {
        let given = [
            ("--configuration", configuration), ("--data", data), ("--cluster", cluster), ("--state", state),
        ]
        return given.map { name, value in
            value.map { $0.isEmpty ? "" : " \(name) \(Quoting.shellWord($0))" } ?? ""
        }.joined()
    }
}
