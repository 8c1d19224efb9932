import PostgresConfiguration
import Testing

@testable import NodeEncryption

/// As PostgreSQL 13.16, 15.18, 17.12 and 18.6 let users in, or not, by such rules.
@Suite("Whom a name in a rule is for")
struct RuleNamesTests {
    @Test(
        "by its quotes and the version: a group and a file are none within quotes, and an expression is one there too",
        arguments: [
            ("+grp", "app", .yes, .yes),
            ("+\"grp\"", "app", .yes, .yes),
            ("\"+grp\"", "app", .no, .no),
            ("\"+grp\"", "+grp", .yes, .yes),
            ("+grp", "+grp", .no, .no),
            ("+other", "app", .no, .no),
            ("+", "+", .no, .no),
            ("\"+\"", "+", .yes, .yes),
            ("@n", "app", .unknown, .unknown),
            ("\"@n\"", "app", .no, .no),
            ("\"@n\"", "@n", .yes, .yes),
            ("@", "@", .yes, .yes),
            ("/^a", "app", .no, .unknown),
            ("\"/^a\"", "app", .no, .unknown),
            ("/x", "/x", .yes, .unknown),
            ("all", "app", .yes, .yes),
            ("\"all\"", "app", .no, .no),
        ] as [(String, String, Fit, Fit)]
    )
    func versions(_ token: String, _ user: String, _ upTo15: Fit, _ from16: Fit) throws {
        let groups: RoleGroups = user == "app" ? [Array("app".utf8), Array("grp".utf8)] : [Array(user.utf8)]
        for version in 13...19 {
            let file = HostBasedAuthenticationFile(
                Array("host all \(token) all md5\n".utf8),
                dialect: .postgres(majorVersion: version)
            )
            let found = try #require(file.records.first?.users.first)
            let expected = version < 16 ? upTo15 : from16
            #expect(found.isFitting(user: user, groups: groups) == expected, "PostgreSQL \(version)")
        }
    }
}
