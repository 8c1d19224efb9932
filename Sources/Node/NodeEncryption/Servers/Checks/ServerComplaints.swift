internal import TextEncodings

/// What a PostgreSQL server finds wrong in its files, as its views list it.
struct ServerComplaints: Equatable, Sendable {
    /// A row of a view.
    struct Complaint: Hashable, Sendable {
        /// Whether it is about a rule for clients, and not about a setting.
        let isRule: Bool
        /// The file; empty for a rule of a server that does not say (before PostgreSQL 16), and for a setting whose
        /// line was taken out.
        let file: String
        /// The line in it, from 1.
        let line: String
        /// The setting and what the file gives it; empty for a rule.
        let setting: String
        /// What the server says; empty where only its log does.
        let reason: String

        /// The name of the setting.
        var name: String { String(Substring(setting.utf8.prefix { $0 != UInt8(ascii: " ") })) }

        /// One line for the operator; not yet made printable.
        var description: String {
            if isRemoval { return reason }
            let place = "\(file.isEmpty ? "pg_hba.conf" : file), line \(line): "
            if isRule {
                return place + (reason.isEmpty ? "this rule is not accepted; see the server's log" : reason)
            }
            return place + (setting.isEmpty ? reason : "\(setting): \(reason)")
        }

        /// Whether it is about a setting whose line was taken out, and which keeps its value until a restart.
        var isRemoval: Bool { !isRule && file.isEmpty && !setting.isEmpty }

        /// The same without its line, which moves where lines before it come or go.
        fileprivate var withoutLine: Complaint {
            Complaint(isRule: isRule, file: file, line: "", setting: setting, reason: reason)
        }
    }

    /// All of them, in the server's order.
    let all: [Complaint]

    /// What asks the server. While `ssl` is off, rules for TLS are listed as errors, although the server accepts them;
    /// that text is never translated. A rule that is refused has no type, and may be so without an error, or with that
    /// one (PostgreSQL 15: `clientcert=1`).
    static let statement = """
        SELECT array_to_string(ARRAY(SELECT translate(coalesce(field, ''), E'\\n\\r\\t', '   ') \
        FROM unnest(ARRAY[kind, file, line::text, setting, reason]) AS field), E'\\t') FROM (\
        SELECT 'rule' AS kind, to_jsonb(r)->>'file_name' AS file, line_number AS line, '' AS setting, \
        CASE WHEN error NOT LIKE '%SSL is disabled%' THEN error END AS reason \
        FROM pg_hba_file_rules r WHERE type IS NULL OR error NOT LIKE '%SSL is disabled%' \
        UNION ALL SELECT 'setting', sourcefile, sourceline, coalesce(name || ' = ' || setting, name), error \
        FROM pg_file_settings WHERE error IS NOT NULL) AS complaints ORDER BY kind, file, line
        """

    /// Nothing.
    static let none = ServerComplaints(all: [])

    private init(all: [Complaint]) { self.all = all }

    /// Reads the answer to ``statement``.
    init(_ answer: String) throws(NodeEncryptionError) {
        all = try answer.utf8.split(separator: UInt8(ascii: "\n")).map { line throws(NodeEncryptionError) in
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 5, ["rule", "setting"].contains(fields[0]) else {
                throw .commandFailed(
                    purpose: "a query to the server",
                    status: 0,
                    said: "unexpected answer from psql: \(String(decoding: line, as: UTF8.self))"
                )
            }
            let isRule = fields[0] == "rule"
            let removed = !isRule && fields[1].isEmpty && fields[3].isEmpty
            return Complaint(
                isRule: isRule,
                file: fields[1],
                line: fields[2],
                setting: removed ? Self.removedSetting(fields[4]) : fields[3],
                reason: fields[4]
            )
        }
    }

    /// The setting of which the server says, without a file or a name, that its line was taken out and a restart is
    /// needed (`ProcessConfigFileInternal`); the text is never translated. Empty for anything else.
    private static func removedSetting(_ reason: String) -> String {
        let (start, end) = ("parameter \"", "\" cannot be changed without restarting the server")
        let bytes = reason.utf8
        guard bytes.starts(with: start.utf8), bytes.ends(with: end) else { return "" }
        return String(Substring(bytes.dropFirst(start.utf8.count).dropLast(end.utf8.count)))
    }

    /// Those that a change brought: not what the server complained of before, wherever it stands now.
    ///
    /// - Parameter changesRules: whether the change is one of the rules too. With a rule that it does not accept, the
    ///   server keeps all of its old rules, so that the change does not take effect, whosever the fault is.
    func new(since earlier: ServerComplaints, changesRules: Bool) -> [Complaint] {
        var known: [Complaint: Int] = [:]
        for complaint in earlier.all where !(complaint.isRule && changesRules) {
            known[complaint.withoutLine, default: 0] += 1
        }
        return all.filter { complaint in
            guard let count = known[complaint.withoutLine], count > 0 else { return true }
            known[complaint.withoutLine] = count - 1
            return false
        }
    }

    /// Complaints in one line; not yet made printable.
    static func line(_ complaints: [Complaint]) -> String {
        let most = 5
        let more = complaints.count > most ? "; and \(complaints.count - most) more" : ""
        return complaints.prefix(most).map(\.description).joined(separator: "; ") + more
    }
}
