import PostgresConfiguration
import TestSupport
import Testing

private typealias Token = HostBasedAuthenticationToken

/// Names that would mean something else, or be cut apart, if they stood in an HBA file as they are.
private let names = [
    "all", "replication", "sameuser", "samerole", "samegroup", "+g", "@list", "/g", "/.*", "a b", "a\tb",
    "a,b", "#a",
    "a#b", "a\"b", "\"", "\"\"", "a\"", "\"all\"", "a\\", "a'b", "Mixed", "\u{E9}", "e\u{301}", "@\u{301}x",
    "\"\u{301}a", "-", "a_1",
]

@Suite("Names written into HBA files")
struct WrittenNameTests {
    @Test("a name is read back as itself, and as no keyword", arguments: names)
    func isReadBack(name: String) throws {
        for dialect in [.postgres(majorVersion: 9), .postgres(majorVersion: 15), .pgpool]
            as [HostBasedAuthenticationDialect]
        {
            let written = try Token.written(naming: name, dialect: dialect)
            let file = authentication("host \(written) \(written) all md5\n", dialect)
            #expect(file.problems == [])
            let record = try #require(file.records.first)
            for tokens in [record.databases, record.users] {
                #expect(tokens.map { Array($0.text.utf8) } == [Array(name.utf8)])
                #expect(tokens.first?.keyword == nil)
                #expect(tokens.first?.isQuoted == (name != "a_1"))
            }
        }
    }

    @Test("from PostgreSQL 16 on a name with a slash before it is an expression of itself, in quotes or not")
    func expressions() throws {
        #expect(try Token.written(naming: "/a.b", dialect: .postgres(majorVersion: 15)) == "\"/a.b\"")
        #expect(try Token.written(naming: "/a.b", dialect: .pgpool) == "\"/a.b\"")
        #expect(try Token.written(naming: "/a.b", dialect: .postgres(majorVersion: 16)) == "\"/^\\/a\\.b$\"")
        #expect(
            try Token.written(naming: "/\"\u{E9}_", dialect: .postgres(majorVersion: 17))
                == "\"/^\\/\\\"\"\u{E9}\\_$\""
        )
        // Whose octets are the first and last outside of ASCII that follow another.
        #expect(
            try Token.written(naming: "/\u{100}\u{13F}", dialect: .postgres(majorVersion: 16))
                == "\"/^\\/\u{100}\u{13F}$\""
        )
        #expect(try Token.written(naming: "a/b", dialect: .postgres(majorVersion: 16)) == "\"a/b\"")
    }

    @Test("what no token can hold is refused", arguments: ["", "a\nb", "a\r\nb", "a\0b", "\r"])
    func refused(name: String) {
        #expect(throws: PostgresConfigurationError.invalidToken(name)) {
            try Token.written(naming: name, dialect: .postgres(majorVersion: 16))
        }
    }
}

@Suite(
    "Names written into HBA files, as a running PostgreSQL takes them",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct WrittenNamesJudgedByPostgresTests {
    private static func identifier(_ name: String) -> String {
        "\"" + escaped(name) { $0 == UInt8(ascii: "\"") ? $0 : nil } + "\""
    }

    private static func literal(_ name: String) -> String { "E'" + escaped(name) + "'" }

    private static func escaped(_ name: String) -> String {
        escaped(name) { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "'") ? UInt8(ascii: "\\") : nil }
    }

    /// Octet by octet: a quote and an accent behind it are one character of a `String`.
    private static func escaped(_ name: String, before: (UInt8) -> UInt8?) -> String {
        String(
            decoding: name.utf8.flatMap { octet in (before(octet).map { [$0] } ?? []) + [octet] },
            as: UTF8.self
        )
    }

    private func admits(_ server: PostgresServer, user: String, database: String) throws -> Bool {
        let place =
            "host=\(server.folder.path) user='\(Self.escaped(user))' dbname='\(Self.escaped(database))'"
        return try server.psql(place).status == 0
    }

    @Test("a rule for a written user or database lets in that one and nobody else")
    func rules() throws {
        let server = try PostgresServer()
        let version = try #require(Int(try server.query("SHOW server_version_num"))) / 10_000
        let dialect = HostBasedAuthenticationDialect.postgres(majorVersion: version)
        // Everything that a name could mean by mistake means `other`: the group, the list, and `all`.
        try server.query("CREATE ROLE other LOGIN; CREATE ROLE g; GRANT g TO other")
        try server.query("CREATE DATABASE other")
        try server.folder.write("other\n", to: "data/list")
        try ServerAccount.give(server.folder.path("data/list"))
        for name in names { try server.query("CREATE ROLE \(Self.identifier(name)) LOGIN") }
        let written = try names.map { try Token.written(naming: $0, dialect: dialect) }
        try server.setRules(["local all \(written.joined(separator: ",")) trust"])
        #expect(try server.query("SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL") == "0")
        for name in names {
            #expect(try admits(server, user: name, database: "postgres"), "\(name)")
        }
        #expect(try !admits(server, user: "other", database: "postgres"))

        let databases = [
            "all", "replication", "sameuser", "samerole", "samegroup", "@list", "/o", "a b", "a\"b",
        ]
        for name in databases { try server.query("CREATE DATABASE \(Self.identifier(name))") }
        let writtenDatabases = try databases.map { try Token.written(naming: $0, dialect: dialect) }
        try server.setRules(["local \(writtenDatabases.joined(separator: ", ")) other trust"])
        for name in databases {
            #expect(try admits(server, user: "other", database: name), "\(name)")
        }
        #expect(try !admits(server, user: "other", database: "other"))
    }

    /// The server's expressions are the same in a query as in its HBA files.
    @Test("the expression of a name fits that name only")
    func expressions() throws {
        let server = try PostgresServer()
        for name in [
            "/g", "/.*", "/a|b", "/\\d", "/a\"b'c", "/(a)", "/[a]", "/a{2}", "/^$", "/\u{E9}", "/a b", "/A_1",
        ] {
            let written = try Token.written(naming: name, dialect: .postgres(majorVersion: 16))
            let file = authentication("local all \(written) trust\n", .postgres(majorVersion: 16))
            let token = try #require(file.records.first?.users.first)
            #expect(token.text.hasPrefix("/^"))
            let expression = Self.literal(String(token.text.dropFirst()))
            #expect(try server.query("SELECT \(Self.literal(name)) ~ \(expression)") == "t", "\(name)")
            for other in [name + "x", "x" + name, "/", "/aa", "/a", "/b", "/1", "g"] {
                #expect(
                    try server.query("SELECT \(Self.literal(other)) ~ \(expression)") == "f",
                    "\(name), \(other)"
                )
            }
        }
    }
}
