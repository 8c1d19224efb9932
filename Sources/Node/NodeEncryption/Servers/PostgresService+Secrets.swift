internal import SCRAMAuthentication
internal import TextEncodings

extension PostgresService {
    /// What is wrong with the stored password of a role.
    enum OtherSecret: String {
        /// It is an md5 hash, which is as good as the password to whoever reads it.
        case md5
        /// A SCRAM secret that is guessed at faster than one that this server would make.
        case weak
        /// Neither.
        case foreign
    }

    /// The names, as bytes, of the roles whose stored password is not what this server would store, by why: the first
    /// 10,000. What is stored does not leave the server.
    func rolesWithOtherSecrets() throws(NodeEncryptionError) -> [(name: [UInt8], kind: OtherSecret)] {
        // Before PostgreSQL 16 there is no scram_iterations. What the server takes for a secret:
        // src/backend/libpq/crypt.c, get_password_type.
        let usual = SCRAMSecret.defaultIterationCount
        let salt = "[A-Za-z0-9+/]+=*"
        let key = "[A-Za-z0-9+/]{43}="
        let statement = """
            SELECT kind || ' ' || encode(convert_to(rolname::text, getdatabaseencoding()), 'hex') FROM (\
            SELECT rolname, CASE WHEN rolpassword ~ '^md5[0-9a-f]{32}$' THEN 'md5' \
            WHEN rolpassword !~ '^SCRAM-SHA-256\\$[1-9][0-9]{0,8}:\(salt)\\$\(key):\(key)$' \
            THEN 'foreign' WHEN split_part(split_part(rolpassword, '$', 2), ':', 1)::bigint < \
            greatest(\(usual), coalesce(current_setting('scram_iterations', true), '0')::bigint) \
            THEN 'weak' END AS kind \
            FROM pg_authid WHERE rolpassword IS NOT NULL) AS roles WHERE kind IS NOT NULL ORDER BY rolname LIMIT 10000
            """
        return try answer(statement).utf8.split(separator: UInt8(ascii: "\n")).map {
            (line) throws(NodeEncryptionError) in
            let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard parts.count == 2, let kind = OtherSecret(rawValue: String(Substring(parts[0]))),
                let name = try? Hexadecimal.decode(Array(parts[1]).span)
            else { throw Self.unexpectedAnswer }
            return (name, kind)
        }
    }
}
