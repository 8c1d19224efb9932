internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

/// What becomes of a user's certificate by the rules that decide about him, where these go by a user name map, or by
/// the whole subject (PostgreSQL manual, "User Name Maps").
struct MapVerdict: Equatable, Sendable {
    /// One line; printable already.
    let sentence: String
    /// Whether they surely keep him out; else it is not known.
    let isRefusal: Bool
}

/// Whether a map lets somebody in.
private enum Admission {
    case admitted, refused, unknown
}

extension PostgresService {
    /// What the rules' maps make of the certificate that is in the set for a user; `nil` where none has to do with him,
    /// one lets him in, or another rule may.
    ///
    /// - Parameters:
    ///   - database: `nil` for any.
    ///   - groups: what he is a member of; `nil` where that is not known.
    func mapVerdict(
        of user: String,
        database: String?,
        groups: RoleGroups?
    ) throws(NodeEncryptionError) -> MapVerdict? {
        guard try isRunning, let rules = try? layout.rules(), rules.problems.isEmpty else { return nil }
        let all = NetworkAddress.Family.allCases.flatMap {
            rules.rulesMet(by: user, in: database, groups, from: $0).map(\.rule)
        }.filter { $0.record.method != "reject" }
        // By a rule for this host no client of another gets in.
        let elsewhere = all.filter { !$0.record.isForThisHost }
        let met = elsewhere.isEmpty ? all : elsewhere
        let path = layout.certificate("client/" + ClientSettings.fileStem(of: user)) + ".crt"
        // Whom a rule without a map may let in is not kept out by the others.
        guard !met.isEmpty, met.allSatisfy(\.record.goesByMap),
            let certificate = CertificateFile(reading: path).certificates.first, try otherRulesInForce == nil
        else { return nil }
        let name = String(decoding: certificate.subject.commonNameOctets ?? [], as: UTF8.self)
        let isUnread = try changedFiles().contains { $0.kind == .maps }
        var judged: [(rule: HostBasedAuthenticationRules.Rule, admission: Admission)] = []
        for rule in met {
            let admission = isUnread ? .unknown : try admission(of: name, as: user, by: rule.record)
            if admission == .admitted { return nil }
            judged.append((rule, admission))
        }
        let unknown = judged.first { $0.admission == .unknown }?.rule
        guard let rule = unknown ?? met.first else { return nil }
        let map = rule.record.value(of: "map").map { "by its map \($0)" } ?? "by its whole subject"
        let what =
            unknown == nil
            ? "the certificate of \(name) does not get in as \(user) by this rule, \(map)"
            : "whether the certificate of \(name) gets in as \(user) by this rule, \(map), is not known"
                + (isUnread ? ", since the maps were changed after the server read them" : "")
        let cure = "; see with: postgres-ssl status --login \(Quoting.shellWord(user))"
        return MapVerdict(
            sentence: printable("\(rule.place): \(what)") + (unknown == nil ? "" : cure),
            isRefusal: unknown == nil
        )
    }

    private func admission(
        of name: String,
        as user: String,
        by record: HostBasedAuthenticationRecord
    ) throws(NodeEncryptionError) -> Admission {
        let map = record.value(of: "map")
        // How the server writes a subject is its own.
        if record.value(of: "clientname") == "DN" { return map == nil ? .refused : .unknown }
        guard let map, layout.majorVersion >= 15 else { return .unknown }
        let statement = Self.mapStatement(name, user, map, knowsMore: layout.majorVersion >= 16)
        // The server does without a file that it cannot open, and the view does not.
        guard let answer = try? answer(statement) else { return .unknown }
        let words = answer.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
        // With a line that it refuses, the server takes none of the file (`load_ident`).
        if words.contains("broken") || words.contains("unknown") { return .unknown }
        if words.contains("admitted") { return .admitted }
        let named = try words.map { word throws(NodeEncryptionError) in
            let digits = Array(word.utf8.dropFirst(Self.groupWord.utf8.count))
            guard word.utf8.starts(with: Self.groupWord.utf8), let name = try? Hexadecimal.decode(digits.span)
            else {
                throw Self.unexpectedAnswer
            }
            return name
        }
        if named.isEmpty { return .refused }
        guard let groups = try loginLook(ofRole: user, database: LoginLook.usualDatabase).groups else {
            return .unknown
        }
        return named.contains(where: groups.contains) ? .admitted : .refused
    }

    /// What stands before the name of a group, in hexadecimal digits.
    private static let groupWord = "group "

    /// A statement whose answer says whether a map lets whoever proves a name in as a user, by the server's own reading
    /// of `pg_ident.conf` and its own regular expressions (`check_ident_usermap` of `hba.c`): "admitted" or nothing,
    /// the groups whose members it lets in, "unknown" where a line has no match for its `\1`, with which the server's
    /// search ends, and "broken" where a line of the file is wrong.
    ///
    /// - Parameter knowsMore: whether the user of a line may be all, a group or an expression, as from 16 on.
    private static func mapStatement(
        _ name: String,
        _ user: String,
        _ map: String,
        knowsMore: Bool
    ) -> String {
        let (name, user, map) = (
            Quoting.sqlLiteral(name), Quoting.sqlLiteral(user), Quoting.sqlLiteral(map)
        )
        let more = """
            WHEN u = 'all' THEN 'admitted' \
            WHEN u LIKE '+%' THEN '\(groupWord)' || encode(convert_to(substr(u, 2), getdatabaseencoding()), 'hex') \
            WHEN u LIKE '/%' AND \(user) ~ substr(u, 2) THEN 'admitted'
            """
        // Of a file that is included, it is not known whether the server has read it as it is.
        let included =
            " UNION SELECT 'unknown' FROM pg_ident_file_mappings "
            + "WHERE map_name = \(map) AND file_name <> current_setting('ident_file')"
        return """
            WITH m AS (SELECT sys_name AS s, pg_username AS u FROM pg_ident_file_mappings \
            WHERE error IS NULL AND map_name = \(map)), \
            f AS (SELECT s, u FROM m WHERE CASE WHEN s LIKE '/%' THEN \(name) ~ substr(s, 2) ELSE s = \(name) END), \
            n AS (SELECT CASE WHEN s LIKE '/%' AND strpos(u, '\\1') > 0 THEN \
            CASE WHEN s ~ '(^|[^\\\\])[(](?![?])' THEN \
            overlay(u PLACING (regexp_match(\(name), substr(s, 2)))[1] FROM strpos(u, '\\1') FOR 2) END \
            ELSE u END AS u FROM f), \
            w AS (SELECT CASE WHEN u IS NULL THEN 'unknown' WHEN u = \(user) THEN 'admitted' \
            \(knowsMore ? more : "") END AS word FROM n \
            UNION SELECT 'broken' FROM pg_ident_file_mappings WHERE error IS NOT NULL\(knowsMore ? included : "")) \
            SELECT word FROM w WHERE word IS NOT NULL
            """
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether its client's certificate has to be of a name, and a map or the whole subject says of which
    /// (`CheckCertAuth` of `auth.c`).
    fileprivate var goesByMap: Bool {
        let isOfName = method == "cert" || value(of: "clientcert") == "verify-full"
        return isOfName && (value(of: "map") != nil || value(of: "clientname") == "DN")
    }

    /// The last value that an option of its method has.
    fileprivate func value(of name: String) -> String? {
        options.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}
