internal import PgpoolPasswords
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// What an operator should know of the rules of a plan: whom they let in no more, and whom by another way than he asks
/// for.
enum LockedOut {
    /// The note on roles whose password is stored as md5, which a rule for SCRAM lets in no more.
    ///
    /// - Parameters:
    ///   - roles: their names, of any bytes.
    ///   - records: the rules that go from md5 to SCRAM.
    ///   - client: psql as the server's superuser, as an operator would type it.
    static func note(
        onRoles roles: [[UInt8]],
        by records: [HostBasedAuthenticationRecord],
        client: String
    ) -> String? {
        let concerned = Self.concerned(roles, by: records)
        if concerned.isEmpty { return nil }
        return
            "md5 is stored as the password of \(listed(concerned.map { printable($0) })): a rule that becomes "
            + "scram-sha-256 lets no such role in; give lines USER:PASSWORD of theirs to "
            + "\"postgres-ssl scram --list --alter-role | \(client)\""
    }

    /// The note on users whose entry in `pool_passwd` is none that Pgpool-II does SCRAM with.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - content: what it will be.
    ///   - records: the rules that come to ask for SCRAM.
    ///   - writing: the command that writes an entry.
    static func note(
        onEntries path: String,
        _ content: SharedSecret?,
        by records: [HostBasedAuthenticationRecord],
        writing: String
    ) -> String? {
        var users: [[UInt8]] = []
        PoolPasswdFile(copying: content).forEachEntry { entry in
            if entry.isUsed, entry.kind == .md5 || entry.kind == .scram { users.append(entry.userName) }
        }
        let concerned = Self.concerned(users, by: records)
        if concerned.isEmpty { return nil }
        return
            "\(printable(path)): a hash is the entry of \(listed(concerned.map { printable($0) })): a rule that "
            + "becomes scram-sha-256 lets no such user in; write each entry again: \(writing)"
    }

    /// The note on a Pgpool-II that begins to read its rules.
    ///
    /// - Parameter writing: the command that writes an entry.
    static func noteOnMissingEntries(_ writing: String) -> String {
        "from now on Pgpool-II asks for the password of an entry in pool_passwd: users without one get in no more; "
            + "for each: \(writing), then reload Pgpool-II"
    }

    /// Those of some roles whom one of the rules is for, as far as that is known here: a group, a file or an
    /// expression may stand for any.
    static func concerned(
        _ roles: [[UInt8]],
        by records: [HostBasedAuthenticationRecord]
    ) -> [[UInt8]] {
        let tokens = records.flatMap(\.users)
        if tokens.contains(where: \.isSpecial) { return roles }
        let names = Set(tokens.map { Array($0.text.utf8) })
        return roles.filter { names.contains($0) }
    }

    /// A note on each rule before the one for a user's client certificates that lets him in by something else.
    static func notes(
        onRulesBeforeClientRuleOf user: String,
        of groups: RoleGroups?,
        _ rules: HostBasedAuthenticationRules
    ) -> [String] {
        guard let end = rules.placeOfClientRule(of: user) else { return [] }
        let place = rules.rules[end].place
        return rules.rules[..<end].filter { $0.letsInWithoutCertificate(user, groups) }.map { rule in
            "\(rule.place): this rule comes before the one for client certificates, and may let \(printable(user)) in "
                + "by \(printable(rule.record.method)); put it behind \(place) if it should not"
        }
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Whether it may let the role of that name in by TLS without a certificate of his.
    ///
    /// - Parameter groups: what he is a member of; `nil` where that is not known.
    func letsInWithoutCertificate(_ user: String, _ groups: RoleGroups?) -> Bool {
        if !record.type.connections.contains(.tls) || ["cert", "reject"].contains(record.method) {
            return false
        }
        if record.options.contains(where: { $0.name == "clientcert" && $0.value == "verify-full" }) {
            return false
        }
        return databases.contains { $0.keyword != .replication } && fit(user: user, groups: groups) != .no
    }
}

extension HostBasedAuthenticationToken {
    /// Whether it stands in a user field for others than the role of that name: everybody, a group, a file or an
    /// expression.
    var isSpecial: Bool { isKeyword("all") || isGroup || isFile || isExpression }

    /// Whether it stands in a user field for the role of that name, and no other.
    func isName(of user: String) -> Bool { !isSpecial && text.utf8.elementsEqual(user.utf8) }
}
