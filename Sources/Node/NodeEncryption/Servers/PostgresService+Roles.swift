internal import NodePlatform
internal import SCRAMAuthentication
internal import TextEncodings

extension PostgresService {
    /// What the server says before the password of a role is stored.
    struct RoleFacts: Equatable {
        /// Whether there is such a role.
        let isThere: Bool
        /// Whether the server is a standby, which takes its roles from its primary.
        let isStandby: Bool
        /// The iterations of a new SCRAM secret.
        let iterationCount: Int
    }

    /// Whether the extension pgaudit is loaded and writes anything down.
    var isAudited: Bool {
        get throws(NodeEncryptionError) {
            let statement =
                "SELECT count(*) FROM pg_settings WHERE name = 'pgaudit.log' AND setting <> 'none'"
            return try answer(statement).trimmed == "1"
        }
    }

    /// Asks what has to be known before the password of a role is stored.
    func facts(ofRole user: String) throws(NodeEncryptionError) -> RoleFacts {
        // Before PostgreSQL 16 there is no scram_iterations, and the count cannot be set.
        let statement = """
            SELECT pg_is_in_recovery()::int || ' ' || \
            (SELECT count(*) FROM pg_roles WHERE rolname = \(Quoting.sqlLiteral(user))) || ' ' || \
            coalesce(current_setting('scram_iterations', true), '\(SCRAMSecret.defaultIterationCount)')
            """
        let numbers = try answer(statement).trimmed.utf8.split(separator: UInt8(ascii: " ")).map {
            Int(Substring($0))
        }
        guard numbers.count == 3, let standby = numbers[0], let roles = numbers[1], let count = numbers[2]
        else { throw Self.unexpectedAnswer }
        guard (1...SCRAMSecret.greatestAcceptedIterationCount).contains(count) else {
            throw .notInstalled(.tooManyIterations(count))
        }
        return RoleFacts(isThere: roles > 0, isStandby: standby == 1, iterationCount: count)
    }

    /// Whether the server is a standby, which takes its roles from its primary.
    var isStandby: Bool {
        get throws(NodeEncryptionError) {
            // A one or a zero.
            try answer("SELECT pg_is_in_recovery()::int").trimmed.utf8.first == UInt8(ascii: "1")
        }
    }

    /// The names, as bytes, of the roles that may log in and whose password is stored as md5: the first 100,000.
    func rolesWithMD5() throws(NodeEncryptionError) -> [[UInt8]] {
        // A name may hold any character, a line break too.
        let statement = """
            SELECT encode(convert_to(rolname::text, getdatabaseencoding()), 'hex') FROM pg_authid \
            WHERE rolcanlogin AND rolpassword LIKE 'md5%' ORDER BY rolname LIMIT 100000
            """
        var names: [[UInt8]] = []
        for line in try answer(statement).utf8.split(separator: UInt8(ascii: "\n")) {
            guard let name = try? Hexadecimal.decode(Array(line).span) else { throw Self.unexpectedAnswer }
            names.append(name)
        }
        return names
    }

    static let unexpectedAnswer = NodeEncryptionError.commandFailed(
        purpose: "a query to the server",
        status: 0,
        said: "unexpected answer from psql"
    )

    /// The error of a statement that stores a password, by what an operator can do about it.
    static func reason(
        _ error: NodeEncryptionError,
        storing change: RoleChange
    ) -> NodeEncryptionError {
        // The words of the extension credcheck, which are not translated.
        guard case .commandFailed(_, _, let said) = error,
            said.utf8.contains("password type is not a plain text".utf8)
        else { return error }
        return .notInstalled(.plainPasswordsOnly(user: change.user))
    }
}
