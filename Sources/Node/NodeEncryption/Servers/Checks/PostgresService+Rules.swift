internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension PostgresService {
    /// Throws if the rules in the node's files are not those that are in force, as far as that can be seen from here.
    ///
    /// A connection without encryption that is tried leaves a line in the server's log, "no pg_hba.conf entry".
    ///
    /// - Returns: what was seen, and a note where it could not be.
    func requireRulesInForce(in server: RunningServer) throws(NodeEncryptionError) -> ServerFindings {
        let rules = try layout.rules()
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
        // That nobody is there is said where the certificate is looked at.
        guard let host = server.file.host, let port = server.file.port else { return ServerFindings() }
        return try rules.plainFindings(host, port)
    }

    /// Where the rules stand that the server accepts; the names of files without their folders, to which there may be
    /// several ways.
    static let ruleLines = """
        SELECT coalesce(regexp_replace(to_jsonb(r)->>'file_name', '^.*/', ''), '') || E'\\t' || line_number \
        FROM pg_hba_file_rules r WHERE type IS NOT NULL
        """
}
