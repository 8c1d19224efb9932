internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension PostgresService {
    /// Throws if the rules in the node's files are not those that are in force, as far as that can be seen from here.
    ///
    /// A connection without encryption that is tried leaves a line in the server's log, "no pg_hba.conf entry".
    ///
    /// - Returns: what was seen, and a note where it could not be.
    func requireRulesInForce(in server: RunningServer) throws(NodeEncryptionError) -> ServerFindings {
        let rules = try rules()
        let listed = try answer(Self.ruleLines)
        let known = Set(listed.utf8.split(separator: UInt8(ascii: "\n")).map { Array($0) })
        for rule in rules.rules {
            let line = Array("\t\(rule.record.line)".utf8)
            // Before PostgreSQL 16 it names no file.
            if known.contains(line) || known.contains(Array(PathText.lastName(of: rule.path).utf8) + line) {
                continue
            }
            throw .refusedByServer(
                reason: "it does not use the rule in \(rule.path), line \(rule.record.line); see its log"
            )
        }
        return try plainFindings(server, rules)
    }

    /// Where the rules stand that the server accepts; the names of files without their folders, to which there may be
    /// several ways.
    private static let ruleLines = """
        SELECT coalesce(regexp_replace(to_jsonb(r)->>'file_name', '^.*/', ''), '') || E'\\t' || line_number \
        FROM pg_hba_file_rules r WHERE type IS NOT NULL
        """

    func rules() throws(NodeEncryptionError) -> HostBasedAuthenticationRules {
        do throws(PostgresConfigurationError) {
            return try HostBasedAuthenticationRules(
                path: layout.authentication,
                dialect: layout.authenticationDialect,
                from: ConfigurationFileSystem()
            )
        } catch {
            throw .configuration(error)
        }
    }

    /// Tries a connection without encryption where the rules refuse it: an answer other than that is one of old rules.
    private func plainFindings(
        _ server: RunningServer,
        _ rules: HostBasedAuthenticationRules
    ) throws(NodeEncryptionError) -> ServerFindings {
        guard let host = server.file.host, let port = server.file.port,
            // That nobody is there is said where the certificate is looked at.
            let connection = try? TCPConnection(host: host, port: port, by: Deadline(in: .seconds(5))),
            let address = connection.ownAddress
        else { return ServerFindings() }
        let (user, database) = (Platform.user, "postgres")
        guard rules.refusesPlainConnection(from: address, user: user, database: database) == true else {
            return ServerFindings()
        }
        let place = "at \(host), port \(port)"
        func untried(_ reason: String) -> ServerFindings {
            let text = "whether unencrypted connections are refused \(place) was not seen: \(reason)"
            return ServerFindings(notes: [printable(text)])
        }
        do throws(NodeEncryptionError) {
            switch try PlainConnection.ask(connection, user: user, database: database) {
            case .refused:
                return ServerFindings(proofs: ["a connection without encryption was refused \(place)"])
            case .error(let state): return untried("the server answers with SQLSTATE \(state)")
            case .notUnderstood: return untried("the server's answer is not valid")
            case .admitted: break
            }
        } catch {
            return untried(error.description)
        }
        throw .refusedByServer(
            reason: "it takes unencrypted connections \(place), which its rules refuse by now; see its log"
        )
    }
}
