internal import NodePlatform
internal import PgpoolPasswords
internal import SCRAMAuthentication
internal import SecretMemory
internal import ServerProbe
internal import TextEncodings

extension NodeStatus {
    /// Adds whether the entries of `pool_passwd` match the passwords of the roles, as stored at each of `backends` that
    /// answers.
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
        var seen: Backend.Roles?
        var isCompared = false
        var matched: Set<Int> = []
        var iterations = Self.mostIterations
        // A list of servers that say nothing would take its time for each.
        let deadline = Deadline(in: .seconds(30))
        for (number, backend) in backends.enumerated() {
            if deadline.isOver {
                reasons.append("no time was left for \(backends.count - number) more")
                break
            }
            do throws(NodeEncryptionError) {
                let roles = try backend.roles(of: entries.map(\.userName))
                // A standby has those of its primary.
                if let seen, seen == roles { continue }
                seen = seen ?? roles
                if roles.unread.isEmpty {
                    let comparison = compare(
                        entries,
                        of: passwords,
                        with: roles.stored,
                        at: backend.name,
                        matched: matched,
                        mostIterations: iterations
                    )
                    iterations -= comparison.iterations
                    matched.formUnion(comparison.same)
                    isCompared = true
                } else {
                    let name = printable(backend.name)
                    reasons.append(
                        "the user who asks \(name) may not read passwords there; give a superuser by --user"
                    )
                    for entry in entries where !roles.have(entry.userName) {
                        addMissing(entry, of: passwords, at: name)
                    }
                }
                addBarred(entries, by: roles.barred, of: passwords, at: backend.name)
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
        if isCompared {
            for reason in reasons {
                add(.backendNotCompared, "not compared at every backend: \(reason)", path: passwords.path)
            }
            return
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

    /// Adds an entry whose role a backend, by its printable name, does not have.
    private mutating func addMissing(
        _ entry: PoolEntries.Entry,
        of passwords: PoolEntries,
        at backend: String
    ) {
        add(
            .poolEntryWithoutRole,
            "\(backend) has no role \(entry.shownName)",
            path: passwords.path,
            line: entry.line
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
                "\(obstacle.description) at \(printable(name)), so that nobody logs in as that role through Pgpool-II",
                path: passwords.path,
                line: entry.line,
                cure: "at \(printable(name)): \(obstacle.cure)"
            )
        }
    }

    /// The most iterations of all secrets that are compared: those of ten thousand roles with the usual count.
    static let mostIterations = 50_000_000

    /// Adds whether entries match the passwords of roles that one server has stored.
    ///
    /// - Parameter matched: the lines of entries that match at another server: with them, another password here is the
    ///   role's fault.
    /// - Returns: the iterations of the secrets that were compared, and the lines of entries that match.
    @discardableResult
    mutating func compare(
        _ entries: [PoolEntries.Entry],
        of passwords: PoolEntries,
        with stored: [[UInt8]: SharedSecret],
        at name: String,
        matched: Set<Int> = [],
        mostIterations: Int = NodeStatus.mostIterations
    ) -> (iterations: Int, same: Set<Int>) {
        let backend = printable(name)
        let path = passwords.path
        var same: Set<Int> = []
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
                addMissing(entry, of: passwords, at: backend)
                continue
            }
            switch comparison {
            case .same: same.insert(entry.line)
            case .other:
                let text = "the entry for \(name) is not the password of that role at \(backend)"
                add(
                    .poolEntryOtherPassword,
                    text,
                    path: path,
                    line: entry.line,
                    cure: matched.contains(entry.line)
                        ? "at \(backend): postgres-ssl scram --alter-role \(Quoting.shellWord(entry.userName)) | psql"
                        : passwords.writing(entry)
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
        if !same.isEmpty {
            let text =
                "\(same.count) of \(entries.count) entries match the passwords of their roles at \(backend)"
            add(.poolEntriesMatch, text, path: path)
        }
        return (min(iterations, mostIterations), same)
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
