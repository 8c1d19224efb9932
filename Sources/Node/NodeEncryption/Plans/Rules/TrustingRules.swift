internal import DurableFiles
internal import PgpoolPasswords
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// Rules that let users in without asking for anything.
///
/// Pgpool-II logs in to its backends with the passwords of `pool_passwd`. So `trust` in `pool_hba.conf`, as
/// distributions have it for their own host, is enough for everybody there to be any user with an entry, once
/// Pgpool-II reads these rules and the entry is there. An install that brings about either closes such rules.
enum TrustingRules {
    /// The users whom no rule may let in unasked: where a plan has Pgpool-II read its rules, all with an entry that it
    /// logs in with; else those whose entries the plan writes, since rules that were in force before are the operator's
    /// for all others.
    ///
    /// - Parameter list: the plan, before it has settings.
    static func usersOfEntries(
        _ layout: NodeLayout,
        _ list: ChangeList,
        _ asleep: WokenRules.Sleep
    ) throws(NodeEncryptionError) -> Set<[UInt8]> {
        guard layout.role == .pgpool else { return [] }
        let path = try ChangeList.realPath(layout.passwords)
        let change = list.changes.first { $0.kind == .poolPasswords }
        let isAll = asleep == .unread
        if !isAll, change == nil { return [] }
        // None is copied but what is new: a file may have a million.
        let before = PoolPasswdFile(copying: isAll ? nil : change?.before.content)
        var users: Set<[UInt8]> = []
        PoolPasswdFile(copying: try list.state(of: path).content).forEachEntry { entry in
            guard entry.isUsed, entry.kind != .scram else { return }
            if let old = before.entry(of: entry.userName),
                constantTimeEquals(old.secret.span, entry.secret.span)
            {
                return
            }
            users.insert(entry.userName)
        }
        return users
    }

    /// What the operator should know of a rule that a plan closes.
    static func note(closing record: HostBasedAuthenticationRecord, in path: String) -> String {
        "\(printable(path)), line \(record.line): scram-sha-256 in place of trust, which would let "
            + (record.isForThisHost ? "whoever has an account on this host" : "other machines")
            + " in as users with an entry in pool_passwd, without a password"
    }

    /// A note on each rule that lets users in without a password.
    ///
    /// - Parameter rules: those that connections reach.
    static func notes(_ rules: [HostBasedAuthenticationRules.Rule], _ role: NodeLayout.Role) -> [String] {
        rules.compactMap { rule in rule.record.whomTrustLetsIn(role).map { "\(rule.place): \($0)" } }
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether only programs of this host come by it.
    ///
    /// The name `localhost` is looked up by the server itself, and the client's address has to be one of that name's
    /// (`check_hostname` of `hba.c`), whatever the name of that address is said to be.
    var isForThisHost: Bool {
        if type == .local || isLoopbackOnly || address == .sameHost { return true }
        if case .name(let name) = address { return name.lowercased().utf8.elementsEqual("localhost".utf8) }
        return false
    }

    /// Whether it believes what the client's own machine says of its user (RFC 1413, section 6).
    var believesOtherMachines: Bool { method == "ident" && !isForThisHost }

    /// Whom it lets in without a password, in a sentence; `nil` if nobody.
    func whomTrustLetsIn(_ role: NodeLayout.Role) -> String? {
        guard method == "trust" else { return nil }
        // Which is the method cert in other words.
        if options.contains(where: { $0.name == "clientcert" && $0.value == "verify-full" }) { return nil }
        let who = isForThisHost ? "whoever has an account on this host" : "other machines"
        let users = role == .pgpool ? "any of these users with an entry in pool_passwd" : "any of these users"
        return "method trust lets \(who) in as \(users), without a password"
    }
}
