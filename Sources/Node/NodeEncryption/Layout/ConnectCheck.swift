internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension Node {
    /// Throws where nobody logs in by the lines of ``ClientCommands``: TLS was not installed, whoever runs the tool may
    /// not see whether it was, or the running server, where it can be asked, lets no such role into the database.
    package func requireLogin(of user: String, database: String) throws(NodeEncryptionError) {
        // Who may read no settings is told so.
        let isOnInFiles =
            try layout.settings().value(of: "ssl").map { RequiredSettings.isSame($0, "on") } ?? false
        let path = layout.certificate(ServedFiles.certificate)
        if try FileState.read(path) == .absent {
            throw .noLogin("\(printable(path)) is missing; run \"postgres-ssl install\" first", .noInput)
        }
        let running = runningServer
        guard running.flatMap({ try? $0.answer("SHOW ssl").trimmed == "on" }) ?? isOnInFiles else {
            let reason =
                "ssl is not on in \(printable(layout.configuration)), so that nobody connects with encryption"
            throw .noLogin("\(reason); run \"postgres-ssl install\" first", .data)
        }
        if let refusal = layout.refusal(of: user, database: database) {
            throw .noLogin("\(refusal); change the rules, or give another --user or --database", .data)
        }
        guard let look = try? running?.loginLook(ofRole: user, database: database) else { return }
        if let obstacle = look.obstacles.first { throw .noLogin(obstacle.sentence, .data) }
    }

    /// The server that runs on the node's data, if psql reaches it.
    private var runningServer: PostgresService? {
        guard let postgres = server.postgres, (try? postgres.isRunning) ?? false,
            (try? postgres.requireOwnServer()) != nil
        else { return nil }
        return postgres
    }
}
