internal import NodePlatform
internal import PgpoolPasswords
internal import PostgresConfiguration
internal import SCRAMAuthentication
package import SecretMemory
internal import ServerProbe
internal import TextEncodings

extension NodeStatus {
    /// Adds what is wrong with the entries of `pool_passwd`, looked at without a backend.
    package mutating func read(_ passwords: PoolEntries) {
        for path in passwords.unseen { addUnseen(path) }
        readPoolKey(passwords)
        readPasswordSettings(passwords)
        readPCP(passwords)
        readRedeploy(passwords.layout, of: [passwords.keyPath])
        guard let entries = passwords.entries else {
            // It may be there, or be another file.
            if !passwords.unseen.contains(passwords.path) { addNoEntries(passwords, "is missing") }
            return
        }
        if entries.isEmpty { addNoEntries(passwords, "has no entry") }
        let seesKey = !passwords.unseen.contains(passwords.keyPath)
        var isGood = seesKey
        func addBad(_ code: Code, _ text: String, _ entry: PoolEntries.Entry, cure: String? = nil) {
            add(code, text, path: passwords.path, line: entry.line, cure: cure)
            isGood = false
        }
        if !passwords.hasKey, seesKey, entries.contains(where: { $0.kind == .aes }) {
            add(
                .poolKeyMissing,
                "the pool key is missing",
                path: passwords.keyPath,
                cure:
                    "put it back, or name its place by --pool-key; without it, remove the AES entries and run "
                    + Self.writingEntries
            )
            isGood = false
        }
        for entry in entries {
            guard entry.isUsed else {
                let text = "this entry for \(entry.shownName) is not used; an earlier one is"
                addBad(.poolEntryUnused, text, entry)
                continue
            }
            switch entry.kind {
            case .aes where entry.password == nil && passwords.hasKey:
                addBad(
                    .poolEntryUndecryptable,
                    "the entry for \(entry.shownName) does not decrypt with the pool key",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .aes where entry.password?.isChangedBySASLprep == true:
                addBad(
                    .poolEntryNotPrepared,
                    "the entry for \(entry.shownName) \(PoolEntries.notPrepared)",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .aes: break
            case .text, .plain:
                addBad(
                    .poolEntryPlain,
                    "the password of \(entry.shownName) is stored in plain text",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .md5, .scram:
                let kind = entry.kind == .md5 ? "an md5 hash" : "a SCRAM secret"
                addBad(
                    .poolEntryHashed,
                    "the entry for \(entry.shownName) is \(kind), which cannot log in to a backend by SCRAM",
                    entry,
                    cure: passwords.writing(entry)
                )
            }
        }
        if isGood, !entries.isEmpty {
            add(.poolEntriesDecrypt, "every entry decrypts with the pool key", path: passwords.path)
        }
    }

    /// The command that writes the entries which a Pgpool-II node needs.
    private static let writingEntries = "postgres-ssl install --password-file FILE"

    /// Adds that there is no entry, where Pgpool-II has the passwords from nowhere else.
    private mutating func addNoEntries(_ passwords: PoolEntries, _ what: String) {
        // By this setting it asks clients for the password itself.
        let asking = try? passwords.layout.settings().value(of: "allow_clear_text_frontend_auth")
        if !seesSettings || RequiredSettings.isSame(asking ?? "off", "on") { return }
        add(
            .poolPasswdMissing,
            what + ", so no user can log in by SCRAM",
            path: passwords.path,
            cure: Self.writingEntries
        )
    }

    /// Adds all that is to be said of the passwords of a Pgpool-II node.
    ///
    /// - Parameters:
    ///   - user: the superuser who queries the backends.
    ///   - given: the password that the operator gave.
    ///   - isVerified: whether a server is verified before it gets a password.
    package mutating func readPasswords(
        of node: Node,
        user: String,
        given: SharedSecret?,
        isVerified: Bool
    ) throws(NodeEncryptionError) {
        let passwords: PoolEntries
        do throws(NodeEncryptionError) {
            passwords = try PoolEntries(node.layout, keyPath: try node.poolKeyPath(), looksOnly: true)
        } catch {
            return try add(unreadPasswords: error)
        }
        read(passwords)
        if let own = node.otherPoolKey(than: passwords.keyPath) {
            let shown = Quoting.shellWord(passwords.keyPath)
            add(
                .poolKeyNotInForce,
                "is not the pool key of the Pgpool-II that runs, which has \(printable(own.path)) by \(own.source)",
                path: passwords.keyPath,
                cure: "start it with -k \(shown), or name its own key by --pool-key"
            )
        }
        // Who may not see the settings does not know the backends.
        guard seesSettings else { return }
        let backends = try node.backends(
            user: user,
            given: given,
            stored: passwords.password(of: user),
            isVerified: isVerified
        )
        compare(passwords, with: backends, asking: node.asksByEntry(given: given) ? user : nil)
    }

    /// Adds whether the entries of `pool_passwd` match the passwords of the roles, as stored at the first of `backends`
    /// that answers.
    ///
    /// - Parameter user: the one who asks by the password of his own entry; `nil` where that is another password.
    package mutating func compare(
        _ passwords: PoolEntries,
        with backends: [Backend],
        asking user: String? = nil
    ) {
        let entries = (passwords.entries ?? []).filter(\.isUsed)
        guard !entries.isEmpty else { return }
        var reasons: [String] = []
        var isRefused = false
        // A list of servers that say nothing would take its time for each.
        let deadline = Deadline(in: .seconds(30))
        for (number, backend) in backends.enumerated() {
            if deadline.isOver {
                reasons.append("no time was left for \(backends.count - number) more")
                break
            }
            do throws(NodeEncryptionError) {
                let roles = try backend.roles(of: entries.map(\.userName))
                compare(entries, of: passwords, with: roles.stored, at: backend.name)
                addBarred(entries, by: roles.barred, of: passwords, at: backend.name)
                return
            } catch {
                let reason = error.description
                guard let entry = entries.first(where: { $0.isRefused(of: user, reason) }) else {
                    reasons.append(reason)
                    continue
                }
                isRefused = true
                add(
                    .poolEntryOtherPassword,
                    "\(printable(backend.name)) refuses the password of the entry for \(entry.shownName)",
                    path: passwords.path,
                    line: entry.line,
                    cure: passwords.writing(entry)
                )
            }
        }
        // That entry was compared, by logging in; for the others it would have taken a log-in.
        if isRefused, reasons.isEmpty {
            if entries.count == 1 { return }
            reasons = ["the password of the entry that would ask for them is refused"]
        }
        if backends.isEmpty { reasons = ["pgpool.conf lists no backend"] }
        add(
            .poolEntriesNotCompared,
            "not compared with the passwords of the roles: " + reasons.joined(separator: "; "),
            path: passwords.path
        )
    }

    /// Adds the entries whose roles may not log in, whatever their passwords are.
    private mutating func addBarred(
        _ entries: [PoolEntries.Entry],
        by barred: [[UInt8]: LoginObstacle.Kind],
        of passwords: PoolEntries,
        at name: String
    ) {
        for entry in entries {
            guard let kind = barred[entry.userName] else { continue }
            let user = String(decoding: entry.userName, as: UTF8.self)
            let obstacle = LoginObstacle(
                kind: kind,
                user: user,
                database: LoginLook.usualDatabase,
                isStandby: false
            )
            add(
                .roleNoLogin,
                "\(obstacle.description) at \(printable(name)), so that Pgpool-II lets him in nowhere",
                path: passwords.path,
                line: entry.line,
                cure: "at \(printable(name)): \(obstacle.cure)"
            )
        }
    }

    /// The most iterations of all secrets that are compared: those of ten thousand roles with the usual count.
    static let mostIterations = 50_000_000

    mutating func compare(
        _ entries: [PoolEntries.Entry],
        of passwords: PoolEntries,
        with stored: [[UInt8]: SharedSecret],
        at name: String,
        mostIterations: Int = NodeStatus.mostIterations
    ) {
        let backend = printable(name)
        let path = passwords.path
        var same = 0
        var hashed: Set<Int> = []
        var iterations = 0
        let compared = entries.prefix { entry in
            if entry.password != nil, let role = stored[entry.userName] {
                iterations += RolePassword.iterationCount(of: role)
            }
            return iterations <= mostIterations
        }
        let comparisons = Comparison.all(compared.map { ($0, stored[$0.userName]) })
        for (entry, comparison) in zip(compared, comparisons) {
            let name = entry.shownName
            guard let comparison, let role = stored[entry.userName] else {
                add(.poolEntryWithoutRole, "\(backend) has no role \(name)", path: path, line: entry.line)
                continue
            }
            switch comparison {
            case .same: same += 1
            case .other:
                let text = "the entry for \(name) is not the password of that role at \(backend)"
                add(
                    .poolEntryOtherPassword,
                    text,
                    path: path,
                    line: entry.line,
                    cure: passwords.writing(entry)
                )
            case .noPassword:
                let text = "the role \(name) has no password at \(backend)"
                add(.roleWithoutPassword, text, path: path, line: entry.line)
            case .tooManyIterations:
                let text =
                    "the password of \(name) has too many SCRAM iterations at \(backend) to be compared; set it again"
                add(.roleTooManyIterations, text, path: path, line: entry.line)
            case .unknown: break
            }
            if role.withSpan({ MD5Secret.isOne($0) }) {
                hashed.insert(entry.line)
                add(.roleMD5, "the password of \(name) is stored as md5 at \(backend); set it again")
            }
        }
        if compared.count < entries.count {
            let entry = entries[compared.count]
            let text =
                "not compared from the entry for \(entry.shownName) on: the passwords at \(backend) have too many "
                + "SCRAM iterations"
            add(.poolEntriesNotCompared, text, path: path, line: entry.line)
        }
        // md5 has the password as it is typed.
        findings.removeAll { finding in
            finding.code == .poolEntryNotPrepared && finding.line.map { hashed.contains($0) } ?? false
        }
        if same > 0 {
            let text = "\(same) of \(entries.count) entries match the passwords of their roles at \(backend)"
            add(.poolEntriesMatch, text, path: path)
        }
    }

    /// How an entry compares with the stored password of its role.
    private enum Comparison {
        case same
        case other
        case noPassword
        /// The role's secret would keep us busy for too long.
        case tooManyIterations
        /// The entry does not reveal its password, or has it in a form that cannot be compared.
        case unknown

        /// Of each entry and the stored password of its role, where it has one.
        static func all(_ pairs: [(entry: PoolEntries.Entry, role: SharedSecret?)]) -> [Comparison?] {
            var all = pairs.map { entry, role in role.flatMap { Comparison(withoutWork: entry, $0) } }
            var questions: [(place: Int, question: RolePassword.Question)] = []
            for (place, (entry, role)) in pairs.enumerated() where all[place] == nil {
                guard let role, let password = entry.password else { continue }
                questions.append(
                    (place, RolePassword.Question(stored: role, password: password, userName: entry.userName))
                )
            }
            for ((place, _), isMade) in zip(questions, RolePassword.areMade(questions.map(\.question))) {
                all[place] = isMade.map { $0 ? .same : .other } ?? .tooManyIterations
            }
            return all
        }

        /// `nil` where the password has to be held against the stored one.
        private init?(withoutWork entry: PoolEntries.Entry, _ role: SharedSecret) {
            if role.count == 0 {
                self = .noPassword
            } else if entry.secret == role {
                self = .same
            } else if entry.password == nil {
                // Two md5 hashes of the same password of a user are equal.
                let isMD5 = role.withSpan { MD5Secret.isOne($0) }
                self = entry.kind == .md5 && isMD5 ? .other : .unknown
            } else {
                return nil
            }
        }
    }
}

extension MD5Secret {
    /// Whether a stored secret is of md5.
    fileprivate static func isOne(_ stored: Span<UInt8>) -> Bool { (try? MD5Secret(parsing: stored)) != nil }
}

extension PoolEntries.Entry {
    /// Whether it is the one of a user who asked a server by its password, and the server says that the password is
    /// wrong; in its own language, so that not all are understood.
    fileprivate func isRefused(of user: String?, _ reason: String) -> Bool {
        guard let user, password != nil, userName == Array(user.utf8) else { return false }
        return reason.utf8.firstRange(of: "password authentication failed for user".utf8) != nil
    }
}
