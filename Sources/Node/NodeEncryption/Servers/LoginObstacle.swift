internal import NodePlatform
internal import TextEncodings

/// What keeps a role from logging in to a database, whichever rule lets it in.
package struct LoginObstacle: Equatable, Sendable {
    /// What it is, by the word that the server is asked for.
    enum Kind: String, CaseIterable, Sendable {
        /// There is no such role.
        case noRole = "no-role"
        /// The role has `NOLOGIN`.
        case noLogin = "no-login"
        /// The role, which is no superuser's, has `CONNECTION LIMIT 0`.
        case noConnections = "no-connections"
        /// The rules ask for a password, and none is stored.
        case noPassword = "no-password"
        /// The rules ask for SCRAM, and what is stored is of md5.
        case md5
        /// The rules ask for a password, and the one stored is over (`VALID UNTIL`).
        case expired
        /// There is no such database.
        case noDatabase = "no-database"
        /// The database takes no connections at all (`ALLOW_CONNECTIONS false`), or is not whole.
        case closedDatabase = "closed-database"
        /// The database takes those of superusers alone (`CONNECTION LIMIT 0`).
        case fullDatabase = "full-database"
        /// The role may not connect to the database.
        case noConnect = "no-connect"
        /// There is no database, but for templates, that the role may connect to.
        case noDatabaseAtAll = "no-database-at-all"

        /// Whether it is about the database, so that the role may do without it.
        var isOfDatabase: Bool {
            switch self {
            case .noDatabase, .closedDatabase, .fullDatabase, .noConnect: true
            case .noRole, .noLogin, .noConnections, .noPassword, .md5, .expired, .noDatabaseAtAll: false
            }
        }

        /// Whether it keeps out those alone of whom these methods of rules want what the server has stored
        /// (`src/backend/libpq/crypt.c`, `get_role_password`).
        func applies(under methods: Set<String>) -> Bool {
            switch self {
            case .noPassword, .expired:
                !methods.isEmpty && methods.isSubset(of: LoginObstacle.methodsOfStored)
            case .md5: methods == ["scram-sha-256"]
            default: true
            }
        }
    }

    /// The methods that ask for a password that the server has stored.
    static let methodsOfStored: Set<String> = ["scram-sha-256", "md5", "password"]

    let kind: Kind
    let user: String
    let database: String
    /// Whether the server is a standby, which has its roles and databases from its primary.
    let isStandby: Bool
    /// psql as the server's superuser, as an operator would type it.
    var client = "psql"

    /// One line: what is wrong.
    var description: String {
        let (user, database) = (printable(user), printable(database))
        return switch kind {
        case .noRole: "the server has no role \(user)"
        case .noLogin: "the role \(user) may not log in (NOLOGIN)"
        case .noConnections: "the role \(user) may have no connection (CONNECTION LIMIT 0)"
        case .noPassword: "the role \(user) has no password, and the rules ask for one"
        case .md5: "the password of \(user) is stored as md5, and the rules ask for SCRAM"
        case .expired: "the password of \(user) is no longer valid (VALID UNTIL)"
        case .noDatabase: "the server has no database \(database)"
        case .closedDatabase: "the database \(database) takes no connections (ALLOW_CONNECTIONS)"
        case .fullDatabase:
            "the database \(database) takes no connections but those of superusers (CONNECTION LIMIT 0)"
        case .noConnect: "the role \(user) may not connect to the database \(database)"
        case .noDatabaseAtAll:
            "the role \(user) may connect to no database but templates (CONNECT, ALLOW_CONNECTIONS, CONNECTION LIMIT)"
        }
    }

    /// The command that mends it, as a line that is shown has it; on a standby, behind where it belongs.
    var cure: String {
        // Nothing is known here of how the primary is reached.
        let psql = isStandby ? "psql" : client
        // A role is made without a password, which psql asks for, and nobody else sees.
        let password =
            kind == .noRole
            ? " -c " + Quoting.shellQuoted("\\password " + Quoting.sqlIdentifier(user)) : ""
        let command =
            statement.map { psql + " -c " + Quoting.shellQuoted($0) + password }
            ?? (kind == .md5
                ? "postgres-ssl scram --alter-role \(Quoting.shellWord(user)) | \(psql)"
                : "postgres-ssl install --password-stdin --user \(Quoting.shellWord(user))")
        return isStandby ? "on the primary: " + command : command
    }

    /// The statement of SQL that mends it; `nil` where it takes a password.
    private var statement: String? {
        let role = Quoting.sqlIdentifier(user)
        let base = Quoting.sqlIdentifier(database)
        return switch kind {
        case .noRole: "CREATE ROLE \(role) LOGIN"
        case .noLogin: "ALTER ROLE \(role) LOGIN"
        case .noConnections: "ALTER ROLE \(role) CONNECTION LIMIT -1"
        case .noPassword, .md5: nil
        case .expired: "ALTER ROLE \(role) VALID UNTIL 'infinity'"
        case .noDatabase: "CREATE DATABASE \(base)"
        case .closedDatabase: "ALTER DATABASE \(base) ALLOW_CONNECTIONS true"
        case .fullDatabase: "ALTER DATABASE \(base) CONNECTION LIMIT -1"
        case .noConnect: "GRANT CONNECT ON DATABASE \(base) TO \(role)"
        case .noDatabaseAtAll:
            "ALTER DATABASE \(base) ALLOW_CONNECTIONS true CONNECTION LIMIT -1; "
                + "GRANT CONNECT ON DATABASE \(base) TO \(role)"
        }
    }

    /// One line: what is wrong, and what would be right.
    var sentence: String {
        "\(description); run \(cure), or give another " + (kind.isOfDatabase ? "--database" : "--user")
    }
}

/// What keeps a role from logging in, as a server says.
struct LoginLook: Equatable, Sendable {
    /// All of it, what would have to be mended first at the beginning.
    let obstacles: [LoginObstacle]
    /// Whether the role may connect to a database that is no template.
    let mayUseSome: Bool
    /// What the role is a member of, as rules for a group have it; `nil` where that is too much to be told.
    let groups: RoleGroups?

    /// The database that is meant where none is named, as `connect` has it.
    static let usualDatabase = "postgres"

    /// Those that keep the role out of every database.
    var everywhere: [LoginObstacle] { obstacles.filter { !$0.kind.isOfDatabase || !mayUseSome } }
}

extension PostgresService {
    /// Asks what keeps a role from logging in to a database, by the role, by the database, and by what the rules ask
    /// for.
    func loginLook(ofRole user: String, database: String) throws(NodeEncryptionError) -> LoginLook {
        var words: Set<String> = []
        var members: RoleGroups = []
        for line in try answer(Self.loginStatement(user, database)).utf8.split(separator: UInt8(ascii: "\n"))
        {
            if line.starts(with: Self.groupWord.utf8) {
                let digits = Array(line.dropFirst(Self.groupWord.utf8.count))
                guard let name = try? Hexadecimal.decode(digits.span) else { throw Self.unexpectedAnswer }
                members.insert(name)
            } else {
                words.insert(String(Substring(line)))
            }
        }
        let groups = members.count < Self.mostGroups ? members : nil
        let others = ["some-database", "standby"]
        guard words.allSatisfy({ others.contains($0) || LoginObstacle.Kind(rawValue: $0) != nil }) else {
            throw Self.unexpectedAnswer
        }
        let methods = layout.methods(admitting: user, to: database, groups: groups)
        let obstacles = LoginObstacle.Kind.allCases.filter { kind in
            words.contains(kind.rawValue) && kind.applies(under: methods)
        }
        return LoginLook(
            obstacles: obstacles.map {
                LoginObstacle(
                    kind: $0,
                    user: user,
                    database: database,
                    isStandby: words.contains("standby"),
                    client: shownClient
                )
            },
            mayUseSome: words.contains("some-database"),
            groups: groups
        )
    }

    /// What stands before the name of a group, in hexadecimal digits.
    private static let groupWord = "group "
    /// The most groups that are asked for.
    private static let mostGroups = 10_000

    /// A statement whose answer has a line for each thing that is so: the words of ``LoginObstacle/Kind``; and one for
    /// each role that the role is a member of, itself among them. A superuser is one of no more than he was made.
    ///
    /// As PostgreSQL has it at a login: `InitializeSessionUserId` (`miscinit.c`), `CheckMyDatabase` (`postinit.c`), and
    /// `is_member_of_role_nosuper` (`acl.c`) for the rules.
    private static func loginStatement(_ user: String, _ database: String) -> String {
        """
        WITH RECURSIVE r AS (SELECT oid, rolcanlogin, rolsuper, rolconnlimit, rolpassword, rolvaliduntil \
        FROM pg_authid WHERE rolname = \(Quoting.sqlLiteral(user))), \
        g AS (SELECT oid FROM r UNION SELECT m.roleid FROM pg_auth_members m JOIN g ON m.member = g.oid), \
        d AS (SELECT oid, datistemplate, datallowconn AND datconnlimit <> -2 AS isopen, datconnlimit = 0 AS isfull, \
        datname FROM pg_database), named AS (SELECT * FROM d WHERE datname = \(Quoting.sqlLiteral(database))) \
        SELECT 'no-role' WHERE NOT EXISTS (SELECT 1 FROM r) \
        UNION ALL SELECT 'no-login' FROM r WHERE NOT rolcanlogin \
        UNION ALL SELECT 'no-connections' FROM r WHERE rolconnlimit = 0 AND NOT rolsuper \
        UNION ALL SELECT 'no-password' FROM r WHERE rolpassword IS NULL \
        UNION ALL SELECT 'md5' FROM r WHERE rolpassword LIKE 'md5%' \
        UNION ALL SELECT 'expired' FROM r WHERE rolvaliduntil < now() \
        UNION ALL SELECT 'no-database' WHERE NOT EXISTS (SELECT 1 FROM named) \
        UNION ALL SELECT 'closed-database' FROM named WHERE NOT isopen \
        UNION ALL SELECT 'full-database' FROM r, named WHERE isfull AND NOT rolsuper \
        UNION ALL SELECT 'no-connect' FROM r, named WHERE NOT has_database_privilege(r.oid, named.oid, 'CONNECT') \
        UNION ALL SELECT 'some-database' FROM r WHERE EXISTS (SELECT 1 FROM d WHERE NOT datistemplate AND isopen \
        AND (rolsuper OR NOT isfull) AND has_database_privilege(r.oid, d.oid, 'CONNECT')) \
        UNION ALL SELECT 'standby' WHERE pg_is_in_recovery() \
        UNION ALL (SELECT '\(groupWord)' || encode(convert_to(rolname::text, getdatabaseencoding()), 'hex') \
        FROM pg_authid JOIN g USING (oid) LIMIT \(mostGroups))
        """
    }
}
