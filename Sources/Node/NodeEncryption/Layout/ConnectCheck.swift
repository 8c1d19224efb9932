internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension Node {
    /// Throws where nobody logs in by the lines of ``ClientCommands``: TLS was not installed, whoever runs the tool may
    /// not see whether it was, or the running server, where it can be asked, lets no such role into the database.
    ///
    /// - Returns: what could not be asked.
    package func requireLogin(of user: String, database: String) throws(NodeEncryptionError) -> [String] {
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
            let reason =
                "ssl is not on in \(printable(layout.configuration)), so that nobody connects with encryption"
            throw .noLogin("\(reason); run \"postgres-ssl install\" first", .data)
        }
        let groups = groups(of: user)
        if let refusal = layout.refusal(of: user, database: database, groups: groups) {
            throw .noLogin("\(refusal); change the rules, or give another --user or --database", .data)
        }
        do throws(NodeEncryptionError) {
            let look = try running?.loginLook(ofRole: user, database: database)
            if let obstacle = look?.obstacles.first { throw .noLogin(obstacle.sentence, .data) }
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
        let question = unasked.map {
            "whether the server lets \(printable(user)) into the database \(printable(database)) was not seen, "
                + "since it could not be asked: \($0.description)"
        }
        return [doubt, question].compactMap(\.self)
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
