internal import NodePlatform
internal import PostgresConfiguration
package import SecretMemory
internal import TextEncodings

/// A PostgreSQL server behind Pgpool-II, and how a superuser queries it.
package struct Backend: Sendable {
    /// Its name in messages; not yet made printable.
    package let name: String
    /// `psql` with the options that log in as a superuser.
    private let client: Client
    private let password: SharedSecret?
    private let trust: BackendTrust?
    /// The file of the configuration that names it, where somebody else than root and the running user may write it.
    private let namedBy: String?

    /// How psql is told where to connect.
    private enum Client {
        /// By a connection string of ours.
        case ours(connection: String, isSocket: Bool)
        /// By the operator's command, which takes what it does not say itself from its environment.
        case operators([String])
    }

    /// One that the operator's own command reaches.
    ///
    /// - Parameters:
    ///   - client: `psql` with the options that log in as a superuser.
    ///   - password: the password that `psql` finds; only if it runs as the same user as this process.
    ///   - trust: how the server is verified; `nil` for not at all.
    package init(name: String, client: [String], password: SharedSecret?, trust: BackendTrust?) {
        self.name = name
        self.client = .operators(client)
        self.password = password
        self.trust = trust
        namedBy = nil
    }

    /// One that `pgpool.conf` lists.
    private init(
        host: String,
        port: String,
        user: String,
        password: SharedSecret?,
        trust: BackendTrust?,
        namedBy: String?
    ) {
        self.namedBy = namedBy
        name = host.isEmpty ? "the socket at port \(port)" : "\(host), port \(port)"
        // An empty name is the socket in its usual place, for Pgpool-II and for libpq.
        let place = host.isEmpty ? "" : "host=\(Quoting.connectionValue(host)) "
        let login =
            "port=\(Quoting.connectionValue(port)) dbname=postgres user=\(Quoting.connectionValue(user))"
        client = .ours(connection: place + login, isSocket: NodeLayout.BackendPlace.isSocket(host))
        self.password = password
        self.trust = trust
    }

    /// The backends that `pgpool.conf` lists, in its order.
    package static func all(
        _ layout: NodeLayout,
        user: String,
        password: SharedSecret?,
        trust: BackendTrust?
    ) throws(NodeEncryptionError) -> [Backend] {
        let namedBy = NamedPlaces(in: try layout.settings().paths).fileOpenToOthers(besides: nil)
        return try layout.backends().map { place in
            Backend(
                host: place.host,
                port: place.port,
                user: user,
                password: password,
                trust: trust,
                namedBy: namedBy
            )
        }
    }

    /// What a server has of some roles.
    struct Roles: Equatable {
        /// The stored passwords of those that exist there; empty if a role has none.
        var stored: [[UInt8]: SharedSecret] = [:]
        /// Those that exist there, and whose passwords whoever asks may not read.
        var unread: Set<[UInt8]> = []
        /// Those that may not log in, and why.
        var barred: [[UInt8]: LoginObstacle.Kind] = [:]

        /// Whether there is such a role.
        func have(_ name: [UInt8]) -> Bool { stored[name] != nil || unread.contains(name) }
    }

    /// Why a role that exists may not log in, and the condition of it on `pg_roles`, which everybody may read.
    private static let bars: [(kind: LoginObstacle.Kind, condition: String)] = [
        (.noLogin, "NOT rolcanlogin"),
        (.noConnections, "rolconnlimit = 0 AND NOT rolsuper"),
        (.expired, "rolvaliduntil < now()"),
        (
            .noDatabaseAtAll,
            "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_database AS d WHERE NOT datistemplate AND datallowconn "
                + "AND datconnlimit <> -2 AND (rolsuper OR datconnlimit <> 0) "
                + "AND has_database_privilege(r.oid, d.oid, 'CONNECT'))"
        ),
    ]

    /// What stands before the name of a role whose password may not be read.
    private static let unreadWord = "unread"

    /// Asks for the stored passwords of roles, and which of them may not log in.
    func roles(of names: [[UInt8]]) throws(NodeEncryptionError) -> Roles {
        // Names go as bytes, so that neither quoting nor an encoding can change them.
        let list = Set(names).map { "'\\x\(Hexadecimal.encode($0.span))'::bytea" }.sorted()
        guard !list.isEmpty else { return Roles() }
        let own = "convert_to(rolname::text, getdatabaseencoding())"
        let name = "encode(\(own), 'hex')"
        let concerned = "WHERE \(own) IN (\(list.joined(separator: ", ")))"
        var statements = [
            PsqlSession.settings,
            "SELECT has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT') "
                + "AND has_column_privilege('pg_catalog.pg_authid', 'rolname', 'SELECT') AS mayread \\gset",
            "\\if :mayread",
            "SELECT \(name) || ' ' || coalesce(rolpassword, '') FROM pg_catalog.pg_authid \(concerned);",
            "\\else",
            "SELECT '\(Self.unreadWord) ' || \(name) FROM pg_catalog.pg_roles \(concerned);",
            "\\endif",
        ]
        for (kind, condition) in Self.bars {
            statements.append(
                "SELECT '\(kind.rawValue) ' || \(name) FROM pg_catalog.pg_roles AS r \(concerned) AND \(condition);"
            )
        }
        let outcome = try ask(statements.joined(separator: "\n") + "\n")
        return try outcome.content.withSpan { (span) throws(NodeEncryptionError) in
            var roles = Roles()
            var start = 0
            for index in span.indices where span[index] == UInt8(ascii: "\n") {
                try read(span.extracting(start..<index), into: &roles)
                start = index + 1
            }
            return roles
        }
    }

    private func read(_ line: Span<UInt8>, into roles: inout Roles) throws(NodeEncryptionError) {
        guard let blank = line.indices.first(where: { line[$0] == UInt8(ascii: " ") }) else {
            throw unexpectedAnswer
        }
        let (word, rest) = (line.extracting(..<blank), line.extracting((blank + 1)...))
        if let name = try? Hexadecimal.decode(word) {
            roles.stored[name] = SharedSecret(copying: rest)
            return
        }
        guard let name = try? Hexadecimal.decode(rest) else { throw unexpectedAnswer }
        if Self.isSame(word, Self.unreadWord) {
            roles.unread.insert(name)
        } else if let bar = Self.bars.first(where: { Self.isSame(word, $0.kind.rawValue) }) {
            // What keeps a role out at any rate is said first.
            if roles.barred[name] == nil { roles.barred[name] = bar.kind }
        } else {
            throw unexpectedAnswer
        }
    }

    private var unexpectedAnswer: NodeEncryptionError {
        .commandFailed(purpose: "a query to \(name)", status: 0, said: "unexpected answer from psql")
    }

    /// Whether these bytes are a word; the word is no secret.
    private static func isSame(_ bytes: Span<UInt8>, _ word: String) -> Bool {
        bytes.count == word.utf8.count && zip(bytes.indices, word.utf8).allSatisfy { bytes[$0] == $1 }
    }

    /// Runs the statements, once the server is verified.
    private func ask(_ statements: String) throws(NodeEncryptionError) -> PlannedCommand.Outcome {
        var attempt: BackendTrust.Attempt? = .name
        var mayBeSocket = true
        if case .ours(_, let isSocket) = client {
            mayBeSocket = false
            if isSocket { attempt = .socket }
            if isSocket, password != nil, trust != nil, let namedBy { throw refusal(namedBy) }
        }
        while true {
            let command = command(attempt ?? .name, statements)
            let outcome = try command.run()
            if outcome.status == 0 { return outcome }
            let said = command.said(in: outcome)
            attempt = attempt.flatMap { trust?.attempt(after: $0, said, mayBeSocket: mayBeSocket) }
            if attempt != nil { continue }
            throw .commandFailed(purpose: command.purpose, status: outcome.status, said: said + hint(said))
        }
    }

    /// That whoever may write the configuration could listen at the socket that it names. There is no TLS to know the
    /// server by, and the account that servers run as may be his.
    private func refusal(_ path: String) -> NodeEncryptionError {
        .commandFailed(
            purpose: "a query to \(name)",
            status: 1,
            said:
                "no password was sent, since others than root may write \(path), and listen at the socket that it "
                + "names: give --insecure, or run this as the server's user"
        )
    }

    private func command(_ attempt: BackendTrust.Attempt, _ statements: String) -> PlannedCommand {
        // libpq's words decide what is tried next, so they are not translated.
        var variables = PsqlSession.variables + ["LC_ALL=C"]
        let parameters = trust?.parameters(attempt) ?? []
        let words: [String]
        switch client {
        case .ours(let connection, _):
            let all = parameters.map { " \($0.name)=\(Quoting.connectionValue($0.value))" }
            words = ["psql", "-d", connection + all.joined()]
        case .operators(let own):
            words = own
            // Nothing is bound to where there is no password: the operator's command may log in otherwise.
            variables += parameters.filter { $0.name != "channel_binding" || password != nil }.map {
                "\(Self.variableNames[$0.name] ?? "")=\($0.value)"
            }
        }
        return PlannedCommand(
            purpose: "a query to \(name)",
            arguments: words + ["-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input: SharedSecret(copying: Array(statements.utf8).span),
            password: password,
            variables: variables
        )
    }

    /// The variables that stand for libpq's parameters (PostgreSQL manual, "Environment Variables").
    private static let variableNames = [
        "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "channel_binding": "PGCHANNELBINDING",
        "requirepeer": "PGREQUIREPEER", "gssencmode": "PGGSSENCMODE",
    ]

    /// What the operator can do where the server could not be verified, or psql cannot verify.
    private func hint(_ said: String) -> String {
        guard let trust else { return "" }
        if said.utf8.contains("invalid connection option".utf8) {
            return
                "; psql is older than 13, which has no channel binding: take a newer one, or give --insecure"
        }
        let words = [
            "certificate verify failed", "server certificate for", "root certificate file",
            "does not support SSL",
            "response to SSL negotiation", "channel binding", "requirepeer",
        ]
        guard words.contains(where: { said.utf8.contains($0.utf8) }) else { return "" }
        return
            "; no password was sent, since the server is not verified by \(trust.roots): give --backend-root "
            + "for another root, or --insecure"
    }
}
