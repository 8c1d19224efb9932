internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

/// What becomes of a user's certificate by the rule that decides about him, where that goes by a user name map, or by
/// the whole subject (PostgreSQL manual, "User Name Maps").
struct MapVerdict: Equatable, Sendable {
    /// One line; printable already.
    let sentence: String
    /// Whether it surely keeps him out; else it is not known.
    let isRefusal: Bool
}

extension PostgresService {
    /// What the maps make of the certificate that is in the set for a user; `nil` where it lets him in, there is none,
    /// or none decides about him wherever he comes from.
    ///
    /// - Parameters:
    ///   - database: `nil` for any.
    ///   - groups: what he is a member of; `nil` where that is not known.
    func mapVerdict(
        of user: String,
        database: String?,
        groups: RoleGroups?
    ) throws(NodeEncryptionError) -> MapVerdict? {
        let stem = layout.certificate("client/" + ClientSettings.fileStem(of: user))
        guard let certificate = CertificateFile(reading: stem + ".crt").certificates.first,
            let rules = try? layout.rules(), rules.problems.isEmpty,
            let record = rules.ruleOfMap(deciding: user, database, groups)
        else { return nil }
        let map = record.record.value(of: "map")
        func verdict(_ text: String, isRefusal: Bool) -> MapVerdict {
            let seeing = isRefusal ? "" : "; see with: postgres-ssl status --login \(Quoting.shellWord(user))"
            return MapVerdict(sentence: printable("\(record.place): \(text)") + seeing, isRefusal: isRefusal)
        }
        if record.record.value(of: "clientname") == "DN" {
            guard let map else {
                return verdict(
                    "this rule takes the whole subject of a certificate for the name of its user, without a map that "
                        + "makes it \(user)",
                    isRefusal: true
                )
            }
            return verdict(
                "whether the map \(map) makes the subject of the certificate \(user) is not known",
                isRefusal: false
            )
        }
        guard let map else { return nil }
        let name = certificate.subject.commonName ?? ""
        switch try admits(name, as: user, by: map) {
        case true?: return nil
        case false?:
            return verdict(
                "its map \(map) does not let the certificate of \(name) in as \(user)",
                isRefusal: true
            )
        case nil:
            return verdict(
                "whether its map \(map) lets the certificate of \(name) in as \(user) is not known",
                isRefusal: false
            )
        }
    }

    /// Whether a map lets whoever proves a name in as a user, by the server's own reading of `pg_ident.conf` and its
    /// own regular expressions (`check_ident_usermap` of `hba.c`); `nil` where that is not to be told.
    private func admits(
        _ name: String,
        as user: String,
        by map: String
    ) throws(NodeEncryptionError) -> Bool? {
        guard layout.majorVersion >= 15 else { return nil }
        let (name, user) = (Quoting.sqlLiteral(name), Quoting.sqlLiteral(user))
        // From 16 on, a user of the map may be all, a group, or an expression.
        let isWide = layout.majorVersion >= 16
        let wide =
            "WHEN u = 'all' THEN 2 WHEN u LIKE '+%' THEN 1 WHEN u LIKE '/%' AND \(user) ~ substr(u, 2) THEN 2"
        let answer = try answer(
            """
            WITH m AS (SELECT sys_name AS s, pg_username AS u FROM pg_ident_file_mappings \
            WHERE error IS NULL AND map_name = \(Quoting.sqlLiteral(map))), \
            f AS (SELECT s, u FROM m WHERE CASE WHEN s LIKE '/%' THEN \(name) ~ substr(s, 2) ELSE s = \(name) END), \
            n AS (SELECT CASE WHEN s LIKE '/%' AND strpos(u, '\\1') > 0 THEN overlay(u PLACING coalesce(\
            (regexp_match(\(name), substr(s, 2)))[1], '') FROM strpos(u, '\\1') FOR 2) ELSE u END AS u FROM f) \
            SELECT coalesce(max(CASE WHEN u = \(user) THEN 2 \(isWide ? wide : "") ELSE 0 END), 0) FROM n
            """
        ).trimmed
        switch answer {
        case "0": return false
        case "1": return nil
        case "2": return true
        default: throw Self.unexpectedAnswer
        }
    }
}

extension HostBasedAuthenticationRules {
    /// The rule that decides about a user who comes by TLS, wherever from, if it goes by a map or by the whole subject
    /// of his certificate.
    fileprivate func ruleOfMap(deciding user: String, _ database: String?, _ groups: RoleGroups?) -> Rule? {
        NetworkAddress.Family.allCases.lazy.compactMap { family in
            rulesMet(by: user, in: database, groups, from: family).first { $0.isCertain }?.rule
        }.first { rule in
            rule.record.demandsClientCertificate
                && (rule.record.value(of: "map") != nil && rule.record.method == "cert"
                    || rule.record.value(of: "clientname") == "DN")
        }
    }
}

extension HostBasedAuthenticationRecord {
    /// The last value that an option of its method has.
    fileprivate func value(of name: String) -> String? {
        options.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}
