internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// The most roles with md5 passwords that are held against the rules, and the most words of rules that are read for
    /// that.
    static let mostRolesJudged = 1_000
    private static let mostWordsRead = 2_000_000

    /// Adds which roles have a password that is not, or not well, stored for SCRAM.
    ///
    /// - Parameter named: a role of which it was said already that md5 keeps it out.
    mutating func readRoles(
        _ service: PostgresService,
        _ layout: NodeLayout,
        besides named: String?
    ) throws(NodeEncryptionError) {
        let roles = try service.rolesWithOtherSecrets()
        func names(_ kind: PostgresService.OtherSecret) -> [[UInt8]] {
            roles.filter { $0.kind == kind }.map(\.name)
        }
        let isStandby = roles.isEmpty ? false : try service.isStandby
        let psql = service.shownClient
        let hashed = names(.md5).filter { $0 != named.map { Array($0.utf8) } }
        let refused = try rolesRefused(among: hashed, service, layout)
        for (names, code, what) in [
            (
                hashed.filter(refused.contains), Code.roleMD5Refused,
                "stored as md5, and every rule that asks for it wants SCRAM, so that nobody gets in by it"
            ),
            (hashed.filter { !refused.contains($0) }, .roleMD5, "stored as md5"),
            (
                names(.weak), .roleWeakSecret,
                "stored with fewer SCRAM iterations than the server gives a new one, or than 4096"
            ),
            (names(.foreign), .roleForeignSecret, "stored in a form that nobody gets in by"),
        ] where !names.isEmpty {
            add(
                code,
                "the password of \(listed(names.map { printable($0) })) is \(what)",
                cure: isStandby
                    ? "set it on the primary"
                    : names.count == 1
                        ? "postgres-ssl scram --alter-role \(Quoting.shellWord(names[0])) | \(psql)"
                        : "lines USER:PASSWORD of theirs to: postgres-ssl scram --list --alter-role | \(psql)"
            )
        }
        if roles.isEmpty {
            add(.rolesAsSCRAM, "every password is stored as a SCRAM secret of enough iterations")
        }
    }

    /// Those of some roles with md5 passwords that may log in, and that no rule lets in, as far as that is certain.
    private mutating func rolesRefused(
        among roles: [[UInt8]],
        _ service: PostgresService,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) -> Set<[UInt8]> {
        guard !roles.isEmpty, let rules = try? layout.rules() else { return [] }
        let mayLogIn = Set(try service.rolesWithMD5())
        let concerned = roles.filter(mayLogIn.contains)
        let words = rules.rules.reduce(1) { $0 + $1.record.users.count + $1.record.databases.count }
        let most = min(Self.mostRolesJudged, Self.mostWordsRead / words)
        if concerned.count > most {
            add(
                .rolesNotJudged,
                "whether the rules let in the \(concerned.count - most) last of the \(concerned.count) roles with an "
                    + "md5 password was not looked at: there are too many"
            )
        }
        return Set(
            concerned.prefix(most).filter { name in
                guard let user = String(validating: name, as: UTF8.self) else { return false }
                return rules.refuseMD5(of: user)
            }
        )
    }
}
