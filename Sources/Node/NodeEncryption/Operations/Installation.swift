package import DERCoding
internal import DurableFiles
internal import NodeCertificates
internal import NodePlatform
package import SecretMemory
internal import TextEncodings

/// Turns encryption on: certificates, settings, rules and passwords.
package struct Installation: NodeOperation {
    /// The password of the node's user, and on a Pgpool-II node after it that of the user `pgpool`.
    package var passwords: [SharedSecret] = []
    /// Whether the passwords may be others than those that are stored.
    package var passwordsAreNew = false
    /// Whether certificates of another authority are replaced, and one that the server takes clients' by.
    package var replacesCertificate = false
    /// Further names and addresses of the server.
    package var names: [String] = []
    /// Whether every rule that accepts unencrypted TCP is changed, not only the platform's catch-all rules.
    package var turnsAllRules = false
    /// Whether to add a rule that makes the user log in with a client certificate.
    package var addsClientRule = false
    /// The kind of the keys that are made; `nil` for that of those whose place they take.
    package var keyType: String?
    /// Gives the bytes of an environment variable's value.
    package var variable: @Sendable (String) -> [UInt8]? = { _ in nil }

    /// An installation with the platform's defaults.
    package init() {}

    package var operation: Operation { .install }

    package func check(_ node: Node) throws(NodeEncryptionError) {
        if passwordsAreNew, passwords.isEmpty {
            throw .invalidOption(
                "--new-password needs the password: give --password-stdin or --password-file"
            )
        }
        if addsClientRule, node.layout.role == .pgpool {
            throw .notOnThisNode(
                "a Pgpool-II node has no client certificate; --client-auth is for PostgreSQL nodes"
            )
        }
        if node.backendRoots != nil, node.layout.role == .postgres {
            throw .notOnThisNode("a PostgreSQL node has no backends; --backend-root is for Pgpool-II nodes")
        }
    }

    package func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        let makesEntries = node.layout.role == .pgpool && !passwords.isEmpty
        let key = makesEntries ? try ChangeList.realPath(try node.poolKeyPath()) : nil
        return try node.layout.paths(poolKey: key)
    }

    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        var answers = ServerAnswers()
        switch node.server {
        case .postgres(let server):
            try ServerAccess.requireEntry(node.layout) { (folder) throws(NodeEncryptionError) in
                try server.canEnter(folder)
            }
            let isRunning = try server.isRunning
            answers.isRunning = isRunning
            var look: LoginLook?
            if isRunning {
                if let (inForce, next) = try server.otherRulesInForce {
                    throw .notInstalled(.otherRulesInForce(inForce: inForce, next: next))
                }
                answers.md5Roles = try server.rolesWithMD5()
                answers.client = server.shownClient
                answers.rules = try server.ruleVerdict()
                let seen = try server.loginLook(ofRole: node.user, database: LoginLook.usualDatabase)
                answers.notes += try notes(on: seen)
                answers.groups = seen.groups
                look = seen
            }
            guard !passwords.isEmpty else {
                answers.notes.append(Self.noteWithoutPassword(node.user, look))
                break
            }
            guard isRunning else { throw .notRunning(so: "no password can be stored") }
            try ask(server, about: node.user, in: &answers)
        case .pgpool:
            if let own = node.otherRulesOfPgpool, PathText.isAbsolute(own) {
                throw .notInstalled(.otherRulesOfPgpool(inForce: own, given: node.layout.authentication))
            }
            if let note = ServerAccess.noteOnEntry(node.layout) { answers.notes.append(note) }
            answers.groups = []
            answers.backendRoots = try BackendRoots(of: node)
            if passwords.isEmpty {
                answers.notes.append("no password was given, so pool_passwd is unchanged")
            } else if passwords.count == 1 {
                answers.notes.append(
                    "no second password was given, so the entry for \(Platform.pgpoolUser) is unchanged"
                )
            }
        }
        return answers
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        let layout = node.layout
        let settings = try node.certificateSettings(
            user: node.user,
            names: names,
            keyType: keyType,
            variable: variable
        )
        let renewal = try renewal(layout)
        let isUnsignable = try renewal == .nothing ? leavesClientOut(layout, settings) : false
        var certificates = try CertificateFiles.installed(
            layout,
            settings: isUnsignable ? settings.withoutClient : settings,
            renewing: renewal,
            at: now,
            using: &random
        )
        certificates.hasClientFolder = layout.role == .postgres
        var notes = answers.notes + (try check(certificates, node, isRunning: answers.isRunning))
        if isUnsignable {
            let key = printable(layout.certificate("server/root.key"))
            notes.append(
                "\(key) is not there, so no client certificate was made for \(printable(node.user)); where rules ask "
                    + "for one, put one there that the authority in root.crt signed"
            )
        }
        var entries: [FileChange] = []
        if layout.role == .pgpool, !passwords.isEmpty {
            let given = zip([node.user, Platform.pgpoolUser], passwords).map { (user: $0, password: $1) }
            let keyPath = try node.poolKeyPath()
            if let own = node.otherPoolKey(than: keyPath) {
                throw .notInstalled(.otherKeyInForce(key: keyPath, own: own.path, source: own.source))
            }
            let present = try PoolEntriesInForce(layout, keyPath: keyPath, of: given.map(\.user))
            try present.requireKey { () throws(NodeEncryptionError) in
                try node.namesOfOthers(using: layout.passwords)
            }
            if !passwordsAreNew { try present.requireSame(given) }
            entries = try PasswordPlan.changes(layout, passwords: given, keyPath: keyPath, using: &random)
            notes += PasswordPlan.notes(given, entries)
        }
        let (roles, roleNotes) = try RolePasswordPlan.changes(
            answers,
            password: passwords.first,
            isNew: passwordsAreNew,
            using: &random
        )
        return try .install(
            layout,
            certificates: certificates,
            for: node.user,
            passwords: entries,
            keyPath: layout.role == .pgpool ? try? node.poolKeyPath() : nil,
            roles: roles,
            allRules: turnsAllRules,
            clientCertificatesFor: addsClientRule ? node.user : nil,
            backendRoots: answers.backendRoots,
            md5Roles: answers.md5Roles,
            onStandby: answers.userOnStandby,
            client: answers.client,
            groups: answers.groups,
            redeployed: try redeployed(node, entries),
            verdict: answers.rules,
            notes: notes + roleNotes + certificates.notes
        )
    }

    /// That of the node's user, where it is known by what: the password that was given, and his certificate in the
    /// set, where the rules want one or are to.
    package func login(on node: Node) throws(NodeEncryptionError) -> NodeLogin? {
        let layout = node.layout
        let groups = node.groups(of: node.user)
        var login = NodeLogin(user: node.user)
        // A role that has a database for itself has its name.
        if layout.refusal(of: node.user, database: login.database, groups: groups) != nil {
            login.database = node.user
        }
        login.password = passwords.first
        let wantsCertificate =
            addsClientRule
            || layout.requiresClientCertificate(of: node.user, database: login.database, groups: groups)
        if layout.role == .postgres, wantsCertificate {
            let stem = layout.certificate("client/" + ClientSettings.fileStem(of: node.user))
            login.credential = try ClientCredential(certificate: stem + ".crt", key: stem + ".key")
        }
        return login.password == nil && login.credential == nil ? nil : login
    }

    /// Whether all that a set lacks is the pair of its client, which nobody asks for, and which the root cannot sign
    /// whose key is elsewhere, as that of a company is.
    private func leavesClientOut(
        _ layout: NodeLayout,
        _ settings: NodeSettings
    ) throws(NodeEncryptionError) -> Bool {
        guard let client = settings.client, !addsClientRule else { return false }
        func isThere(_ name: String) throws(NodeEncryptionError) -> Bool {
            try FileState.read(layout.certificate(name)) != .absent
        }
        for name in [ServedFiles.root, ServedFiles.certificate, "server/server.key"] {
            if try !isThere(name) { return false }
        }
        for name in ["server/root.key", "client/\(client.fileStem).crt", "client/\(client.fileStem).key"] {
            if try isThere(name) { return false }
        }
        return true
    }

    /// Which certificates in the node's own place are made again although they are whole.
    private func renewal(_ layout: NodeLayout) throws(NodeEncryptionError) -> SetRenewal {
        guard replacesCertificate else { return .nothing }
        let roots = OwnRoots(of: layout)
        let server = CertificateFile(reading: layout.certificate(ServedFiles.certificate))
        // What a root signed whose key was never here is another authority's, where the server has it already; where it
        // has not, somebody put it there to be used.
        guard roots.current.isEmpty, let certificate = server.certificates.first,
            !roots.mayReplace(certificate), try CertificateInForce.isNodesOwn(layout)
        else { return .foreign }
        return .server
    }

    /// What must stay of a node when its container is made anew, beside its certificates: without what the tool
    /// remembers nothing is undone, and without the pool key no entry is deciphered.
    private func redeployed(_ node: Node, _ entries: [FileChange]) throws(NodeEncryptionError) -> [String] {
        var paths = [node.recordsPath]
        // A node without a home directory has no key that anybody would look for.
        guard node.layout.role == .pgpool, let keyPath = try? node.poolKeyPath() else { return paths }
        let isMade = entries.contains { $0.kind == .poolKey }
        let isThere = try FileState.read(keyPath) != .absent
        if isMade || isThere { paths.append(keyPath) }
        return paths
    }

    /// Throws if the server would not take the files, or they would overrule others; gives what the operator should
    /// know of them.
    private func check(
        _ certificates: CertificateFiles,
        _ node: Node,
        isRunning: Bool
    ) throws(NodeEncryptionError) -> [String] {
        let layout = node.layout
        let served = ServedFiles(certificates)
        try served.requireServable(layout, isRunning: isRunning)
        let present = try CertificateInForce(layout)
        let replaced = try present?.note(served, layout, isReplaced: replacesCertificate)
        let authority = try AuthorityInForce(layout)
        let overruled = try authority?.note(served, layout, isReplaced: replacesCertificate)
        let revocation = try ServerAccess.notesOnRevocation(
            layout,
            of: served.roots.certificates,
            isNeeded: addsClientRule
        )
        let others = try OtherAuthorities.notes(
            onReplacedBy: certificates,
            layout,
            isReplaced: replacesCertificate
        )
        return [replaced, overruled].compactMap(\.self) + others + revocation
    }

    /// What becomes of the user where no password was given.
    ///
    /// - Parameter look: what the running server says of him.
    private static func noteWithoutPassword(_ user: String, _ look: LoginLook?) -> String {
        let name = printable(user)
        if let missing = look?.obstacles.first(where: { $0.kind == .noRole }) {
            return
                "no password was given, and the server has no role \(name): the rules, and a client certificate of "
                + "that name, let nobody in until it is created"
                + (missing.isStandby ? " on the primary" : "")
        }
        return "no password was given, so the stored password of \(name) is unchanged"
    }

    /// Throws if the user could not log in by what is set up here, for what no install changes; gives what the operator
    /// should know where he may mean it so, or it is mended elsewhere.
    private func notes(on look: LoginLook) throws(NodeEncryptionError) -> [String] {
        var notes: [String] = []
        for obstacle in look.everywhere {
            switch obstacle.kind {
            case .noPassword where addsClientRule, .expired where addsClientRule: continue
            // A standby stores nothing of what was given.
            case .md5 where obstacle.isStandby && !passwords.isEmpty,
                .noRole where obstacle.isStandby && !passwords.isEmpty,
                .noPassword where obstacle.isStandby && !passwords.isEmpty:
                throw .notInstalled(.noLogin(obstacle))
            // Who is locked out by md5 is named among all others, a role that is not there beside what becomes of its
            // password.
            case .md5, .noRole: continue
            case .noPassword: if passwords.isEmpty { notes.append(obstacle.sentence) }
            default: throw .notInstalled(.noLogin(obstacle))
            }
        }
        return notes
    }

    /// Asks what is stored for the user.
    private func ask(
        _ server: PostgresService,
        about user: String,
        in answers: inout ServerAnswers
    ) throws(NodeEncryptionError) {
        let facts = try server.facts(ofRole: user)
        if facts.isStandby {
            answers.userOnStandby = LoginObstacle(
                kind: .md5,
                user: user,
                database: LoginLook.usualDatabase,
                isStandby: true
            )
            answers.notes.append(
                "the server is a standby, so the password of \(printable(user)) is left to its primary"
            )
            return
        }
        guard facts.isThere else { throw .notInstalled(.noRole(user)) }
        answers.iterationCount = facts.iterationCount
        answers.isAudited = try server.isAudited
        answers.roles = [(user, try server.storedPassword(of: user))]
    }
}
