/// What an operator said of a node. What he left out, marked `nil`, is found.
package struct NodeChoices: Sendable {
    /// What the node runs.
    package var role: NodeLayout.Role?
    /// `postgresql.conf` or `pgpool.conf`.
    package var configuration: String?
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
    /// Who the server runs as and the files belong to.
    package var owner: String?
    /// The major version of PostgreSQL.
    package var majorVersion: Int?
    /// What the tool remembers about the node.
    package var state: String?
    /// What stands before programs that run as the server.
    package var asServer: [String]?
    /// PostgreSQL's program.
    package var serverProgram: String?
    /// `psql` with all that it needs to log in as a superuser.
    package var client: [String]?
    /// What makes PostgreSQL read its files again.
    package var reload: [String]?
    /// What restarts Pgpool-II; empty: the operator does.
    package var restart: [String] = []

    /// Nothing is said.
    package init() {}
}
