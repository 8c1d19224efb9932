import PostgresConfiguration
import Testing

@testable import NodeEncryption

/// One file, in memory.
private struct OneFile: ConfigurationSource {
    let text: String

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? { Array(text.utf8) }
    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? { nil }
}

@Suite("A connection without encryption, tried where the rules refuse it")
struct PlainConnectionTests {
    @Test(
        "what rules say of it from this host, and where that cannot be told",
        arguments: [
            ("hostssl all all all scram-sha-256", true),
            ("host all all all md5", false),
            ("host all all 127.0.0.1/32 md5", false),
            ("host all all ::1/128 md5", true),
            ("host all all 10.0.0.0/8 md5", true),
            ("host all all samehost md5", false),
            ("host all all samenet md5", false),
            ("host all all all reject\nhost all all all md5", true),
            ("host all all localhost reject\nhost all all all md5", nil),
            ("host all other all md5", true),
            ("host other all all md5", true),
            ("host postgres webadmin all md5", false),
            ("host all +group all md5", nil),
            ("host all \"/^web\" all md5", nil),
            ("host @file all all md5", nil),
            ("host samerole all all md5", nil),
            ("host sameuser,replication all all md5", true),
            ("hostgssenc all all all gss\nlocal all all trust", true),
            ("hostnossl all all 127.0.0.0/8 md5", false),
            ("", true),
        ] as [(String, Bool?)]
    )
    func rules(_ text: String, _ expected: Bool?) throws {
        let rules = try HostBasedAuthenticationRules(
            path: "/pg_hba.conf",
            dialect: .postgres(majorVersion: 16),
            from: OneFile(text: text + "\n")
        )
        let found = rules.refusesPlainConnection(
            from: [127, 0, 0, 1],
            user: "webadmin",
            database: "postgres"
        )
        #expect(found == expected)
    }

    @Test(
        "whether rules may ask a user for nothing, by the first that is for him and from where he comes",
        arguments: [
            ("hostssl all all all cert\nhostssl all all all trust", false),
            ("hostssl all all 10.0.0.0/8 trust\nhostssl all all all cert", false),
            ("hostssl all all 127.0.0.0/8 trust\nhostssl all all all cert", true),
            ("hostssl all +group all trust\nhostssl all all all cert", true),
            ("hostssl all +group all cert\nhostssl all all all trust", true),
            ("hostssl other all all trust\nhostssl all all all cert", false),
            ("hostssl all all localhost trust\nhostssl all all all cert", true),
            ("hostssl all all ::1/128 trust\nhostssl all all all cert", false),
        ]
    )
    func unasked(_ text: String, _ expected: Bool) throws {
        let rules = try HostBasedAuthenticationRules(
            path: "/pg_hba.conf",
            dialect: .postgres(majorVersion: 16),
            from: OneFile(text: text + "\n")
        )
        func mayBe(_ address: [UInt8]?) -> Bool {
            rules.mayLetInUnasked("webadmin", to: "postgres", groups: nil, from: address)
        }
        #expect(mayBe([127, 0, 0, 1]) == expected)
        #expect(OwnAddresses.ofConnection(to: "127.0.0.9") == [[127, 0, 0, 1]])
        #expect(OwnAddresses.ofConnection(to: "10.0.0.9") == [[10, 0, 0, 9]])
        #expect(OwnAddresses.ofConnection(to: "db.example.com") == [nil])
        #expect(OwnAddresses.ofConnection(to: "localhost").count == 2)
    }
}
