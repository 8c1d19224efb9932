internal import NodePlatform
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension Node {
    /// Throws where nobody logs in by the lines of ``ClientCommands``: TLS was not installed, whoever runs the tool may
    /// not see whether it was, or the running server, where it can be asked, lets no such role into the database.
    ///
    /// - Returns: what the operator should know, and what to end with where that could not be asked.
    package func requireLogin(
        of user: String,
        database: String
    ) throws(NodeEncryptionError) -> (notes: [String], unproved: NodeEncryptionError?) {
        var unasked: NodeEncryptionError?
        // Who may read no settings is told so.
        let isOnInFiles =
            try layout.settings().value(of: "ssl").map { RequiredSettings.isSame($0, "on") } ?? false
        let path = layout.certificate(ServedFiles.certificate)
        if try FileState.read(path) == .absent {
            throw .noLogin("\(printable(path)) is missing; run \"postgres-ssl install\" first", .noInput)
        }
        var running: PostgresService?
        var isOn = isOnInFiles
        do throws(NodeEncryptionError) {
            running = try runningServer
            isOn = try running?.isEncrypted ?? isOnInFiles
        } catch {
            running = nil
            unasked = error
        }
        guard isOn else {
            if isOnInFiles, let running { throw try Self.withoutEncryption(running) }
            let reason =
                "ssl is not on in \(printable(layout.configuration)), so that nobody connects with encryption"
            throw .noLogin("\(reason); run \"postgres-ssl install\" first", .data)
        }
        let groups = groups(of: user)
        if let refusal = layout.refusal(of: user, database: database, groups: groups) {
            throw .noLogin("\(refusal); change the rules, or give another --user or --database", .data)
        }
        var map: MapVerdict?
        do throws(NodeEncryptionError) {
            let look = try running?.loginLook(ofRole: user, database: database)
            if let obstacle = look?.obstacles.first { throw .noLogin(obstacle.sentence, .data) }
            if layout.role == .pgpool { try requireBackendsLogin(of: user) }
            map = try running?.mapVerdict(of: user, database: database, groups: groups)
            if let map, map.isRefusal { throw .noLogin(map.sentence, .data) }
        } catch {
            if case .noLogin = error { throw error }
            unasked = error
        }
        if layout.requiresClientCertificate(of: user, database: database, groups: groups),
            let reason = NodeStatus.refusalOfAllClientCertificates(layout, at: ClientFault.now)
        {
            throw .noLogin(reason, .data)
        }
        let doubt = layout.doubt(about: user, database: database, groups: groups)
        let unproved = unasked.map { reason in
            let who = layout.role == .pgpool ? "a backend" : "the server"
            return NodeEncryptionError.noLogin(
                "whether \(who) lets \(printable(user)) into the database \(printable(database)) was not seen, "
                    + "since it could not be asked: \(reason.description)",
                reason.exitStatus
            )
        }
        return ([doubt, map?.sentence].compactMap(\.self), unproved)
    }

    /// Throws where the first backend that answers has no such role, or one that may not log in; why none could be
    /// asked, by the node's user and the password that Pgpool-II has for him, as `status` asks.
    private func requireBackendsLogin(of user: String) throws(NodeEncryptionError) {
        let name = Array(user.utf8)
        let asking = self.user
        let passwords = try PoolEntries(
            layout,
            keyPath: try poolKeyPath(),
            of: [Array(asking.utf8)],
            looksOnly: true
        )
        let backends = try backends(
            user: asking,
            given: nil,
            stored: passwords.password(of: asking),
            isVerified: true
        )
        var reason = NodeEncryptionError.commandFailed(
            purpose: "a query to the backends",
            status: 0,
            said: "\(printable(layout.configuration)) lists none"
        )
        let deadline = Deadline(in: .seconds(30))
        for backend in backends where !deadline.isOver {
            let roles: Backend.Roles
            do throws(NodeEncryptionError) {
                roles = try backend.roles(of: [name])
            } catch {
                reason = error
                continue
            }
            let kind = roles.have(name) ? roles.barred[name] : .noRole
            guard let kind else { return }
            let obstacle = LoginObstacle(
                kind: kind,
                user: user,
                database: LoginLook.usualDatabase,
                isStandby: false
            )
            let place = printable(backend.name)
            throw .noLogin(
                "\(obstacle.description) at \(place); run there \(obstacle.cure), or give another --user",
                .data
            )
        }
        throw reason
    }

    /// That a running server has TLS off, which its files turn on.
    private static func withoutEncryption(
        _ server: PostgresService
    ) throws(NodeEncryptionError) -> NodeEncryptionError {
        let isOverruled = try server.isEncryptionOverruled
        return .noLogin(
            isOverruled
                ? PostgresService.encryptionOverruled
                    + ", so that nobody connects with encryption; take ssl out of "
                    + "that, and restart it"
                : "ssl is off in the running server, and on in its files, so that nobody connects with encryption; "
                    + "have it read them: \(server.shownReload)",
            .failure
        )
    }

    /// What a user is a member of, as rules for groups see it, where there is one; `nil` where the server cannot be
    /// asked. Pgpool-II takes nobody for a member of a group.
    package func groups(of user: String) -> RoleGroups? {
        guard layout.role == .postgres, (try? layout.rules())?.haveGroups ?? false else { return [] }
        let look = try? runningServer?.loginLook(ofRole: user, database: LoginLook.usualDatabase)
        return look?.groups
    }

    /// The server that runs on the node's data, which psql reaches; `nil` where none runs.
    private var runningServer: PostgresService? {
        get throws(NodeEncryptionError) {
            guard let postgres = server.postgres, try postgres.isRunning else { return nil }
            try postgres.requireOwnServer()
            return postgres
        }
    }
}
