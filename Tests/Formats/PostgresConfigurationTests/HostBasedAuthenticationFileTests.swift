import PostgresConfiguration
import Testing

@Suite("HBA files")
struct HostBasedAuthenticationFileTests {
    @Test("fields, lists, quotes, comments and options")
    func grammar() throws {
        let file = authentication(
            """
            # host all all 0.0.0.0/0 trust
            local\tall\tpostgres\tpeer map=x
            host "all",a, b +g,"+h" 10.1.2.0/24 md5#comment
            hostssl @dbs samerole ::1/128 cert clientname=DN map=x
            hostnossl all all 10.0.0.0 255.0.0.0 reject
            host "a b""c" all .example.com scram-sha-256
            """
        )
        #expect(file.problems == [])
        let records = file.records
        #expect(records.map(\.line) == [2, 3, 4, 5, 6])
        #expect(records.map(\.type) == [.local, .host, .hostssl, .hostnossl, .host])
        #expect(records[0].address == nil)
        #expect(records[0].options.map { "\($0.name)=\($0.value)" } == ["map=x"])
        #expect(records[1].databases.map(\.text) == ["all", "a", "b"])
        #expect(records[1].databases.map(\.isQuoted) == [true, false, false])
        #expect(records[1].users.map(\.text) == ["+g", "+h"])
        #expect(records[1].users.map(\.isGroup) == [true, false])
        #expect(records[2].databases.map(\.isFile) == [true])
        #expect(records[1].method == "md5")
        guard case .network(let network) = records[3].address else {
            Issue.record("an address with a mask is a network")
            return
        }
        #expect(network.family == .ipv4)
        #expect(network.octets == [10, 0, 0, 0])
        #expect(network.mask == [255, 0, 0, 0])
        #expect(records[4].databases.map(\.text) == ["a b\"c"])
        #expect(records[4].address == .name(".example.com"))
    }

    /// `next_token` of `hba.c`: a quote that begins a token makes it a plain name, and one within it does not.
    @Test("a word is a keyword, a group or a file only where it does not begin with a quote")
    func quotes() throws {
        let file = authentication(
            "local a\"l\"l,\"a\"ll,\"\"all +\"g\",\"+\"g,@\"f\",\"@\"f,@ trust\n",
            .pgpool
        )
        #expect(file.problems == [])
        let record = try #require(file.records.first)
        #expect(record.databases.map(\.text) == ["all", "all", "all"])
        #expect(record.databases.map(\.isQuoted) == [false, true, true])
        #expect(record.databases.map(\.keyword) == [.all, nil, nil])
        #expect(record.users.map(\.isGroup) == [true, false, false, false, false])
        #expect(record.users.map(\.isFile) == [false, false, true, false, false])
    }

    @Test("a backslash continues a line from PostgreSQL 14 on, in comments too, and never for Pgpool-II")
    func continuation() {
        let text =
            "host all \\\r\n all 0.0.0.0/0 md\\\n5\n# comment \\\nhost all all all trust\nlocal all all trust\n"
        let file = authentication(text)
        #expect(file.problems == [])
        #expect(file.records.map(\.line) == [1, 6])
        #expect(file.records.first?.method == "md5")
        #expect(authentication(text, .postgres(majorVersion: 13)).records.map(\.line) == [5, 6])
        #expect(authentication(text, .pgpool).problems.count == 3)
    }

    @Test("includes are known from PostgreSQL 16 on")
    func includes() {
        let text = "include a.conf\ninclude_dir \"b c\"\nlocal all all trust\n"
        let file = authentication(text, .postgres(majorVersion: 16))
        #expect(file.includes.map(\.path) == ["a.conf", "b c"])
        #expect(file.includes.map(\.kind) == [.file, .folder])
        #expect(authentication(text).problems.map(\.line) == [1, 2])
    }

    @Test("an include takes the first token of two fields, and is none with another number of them")
    func includeFields() {
        let text = "include a,b\n\"include\" \"c d\"\ninclude,x e\ninclude f g\ninclude\ninclude @h\n"
        let file = authentication(text, .postgres(majorVersion: 17))
        #expect(file.includes.map(\.path) == ["a", "c d", "e", "@h"])
        #expect(file.problems.map(\.line) == [4, 5])
    }

    @Test(
        "what the server would refuse is named",
        arguments: [
            ("hosts all all all md5", .connectionType), ("host all", .missing(.users)),
            ("host all all", .missing(.address)), ("host all all 10.0.0.1", .missing(.mask)),
            ("host all all all", .missing(.method)), ("host all all 10.0.0.0/33 md5", .address),
            ("host all all 10.0.0.0/ md5", .address), ("host all all 10.0.0.0/\u{301}8 md5", .address),
            ("host all all 10.0.0.1 ::1 md5", .address),
            ("host all all example.com/8 md5", .address), ("host all all a,b md5", .severalValues(.address)),
            ("host all all all mad5", .method), ("host all all all md5 x", .option),
        ] as [(String, HostBasedAuthenticationFile.Problem.Kind)]
    )
    func refused(line: String, kind: HostBasedAuthenticationFile.Problem.Kind) {
        let file = authentication("\n\(line)\nlocal all all trust")
        #expect(file.problems.map(\.line) == [2])
        #expect(file.problems.map(\.kind) == [kind])
        #expect(file.records.map(\.line) == [3])
    }

    @Test("type and method change in place, and nothing else does")
    func edits() throws {
        var file = authentication("  host\tall  \"all\"\t0.0.0.0/0  \"md5\" # x\r\nlocal all all trust")
        try file.setType(.hostssl, ofRecord: 0)
        try file.setMethod("scram-sha-256", ofRecord: 0)
        #expect(file.text == "  hostssl\tall  \"all\"\t0.0.0.0/0  scram-sha-256 # x\r\nlocal all all trust")
        try file.insert(line: "local all postgres peer", beforeRecord: 1)
        try file.insert(line: "hostssl all all ::/0 cert", beforeRecord: 3)
        #expect(
            file.text.hasSuffix(
                "# x\r\nlocal all postgres peer\r\nlocal all all trust\r\nhostssl all all ::/0 cert\r\n"
            )
        )
        try file.remove(record: 1)
        #expect(file.records.map(\.type) == [.hostssl, .local, .hostssl])
        #expect(throws: PostgresConfigurationError.noRecord(index: 3)) { try file.remove(record: 3) }
        #expect(throws: PostgresConfigurationError.invalidToken("a b")) {
            try file.setMethod("a b", ofRecord: 0)
        }
        for method in ["", "md5,x", "md5#", "\"md5\""] {
            #expect(throws: PostgresConfigurationError.invalidToken(method)) {
                try file.setMethod(method, ofRecord: 0)
            }
        }
        for line in ["a\nb", "local all all trust\0", "local all all trust \\"] {
            #expect(throws: PostgresConfigurationError.invalidToken(line)) {
                try file.insert(line: line, beforeRecord: 0)
            }
        }
    }

    @Test(
        "a line at the end is one by itself, also behind a backslash that goes on with the last one",
        arguments: [
            ("", ""), ("# a\n", ""), ("# a", "\n"), ("# a \\\n", "\n"), ("# a \\", "\n\n"),
            ("# a \\\r\n", "\r\n"), ("# a \\\n\\\n", "\n"), ("# a \\\n\n", ""), ("# a \\ \n", ""),
            ("local all all peer \\\n", "\n"),
        ]
    )
    func endOfLastLine(_ text: String, _ ending: String) throws {
        for version in [13, 14, 18] {
            var file = HostBasedAuthenticationFile(
                Array(text.utf8),
                dialect: .postgres(majorVersion: version)
            )
            let count = file.records.count
            try file.insert(line: "local all b trust", beforeRecord: count)
            #expect(file.records.count == count + 1)
            #expect(file.records.last?.users.first?.text == "b")
            if version > 13 {
                let end = ending == "\r\n" ? ending : "\n"
                #expect(file.text == text + ending + "local all b trust" + end)
            }
        }
    }

    @Test("changes that are made together are told by the records as they were, and made or refused as one")
    func together() throws {
        var file = authentication("host all a all md5\n# kept\nlocal all b peer\nhost all c all md5\n")
        let changes = HostBasedAuthenticationFile.Changes(
            types: [0: .hostssl, 2: .hostssl],
            methods: [2: "scram-sha-256"],
            insertion: ("host all d all reject", 2)
        )
        let changed =
            "hostssl all a all md5\n# kept\nlocal all b peer\nhost all d all reject\nhostssl all c all scram-sha-256\n"
        #expect(String(decoding: try file.octets(with: changes), as: UTF8.self) == changed)
        let before = file
        for stray in [
            HostBasedAuthenticationFile.Changes(types: [0: .hostssl, 3: .hostssl]),
            HostBasedAuthenticationFile.Changes(types: [0: .hostssl], methods: [3: "md5"]),
        ] {
            #expect(throws: PostgresConfigurationError.noRecord(index: 3)) { try file.apply(stray) }
        }
        #expect(throws: PostgresConfigurationError.noRecord(index: 4)) {
            try file.insert(line: "host all d all reject", beforeRecord: 4)
        }
        #expect(file == before)
        try file.apply(changes)
        #expect(file.text == changed)
        #expect(file.records.map(\.method) == ["md5", "peer", "reject", "scram-sha-256"])
    }

    @Test(
        "the platform's catch-all, in IPv4, IPv6 and all, however it is written",
        arguments: [
            ("host all all 0.0.0.0/0 md5", true), ("host all all ::/0 scram-sha-256", true),
            ("host all all all md5", true), ("host all all 0.0.0.0 0.0.0.0 md5", true),
            ("host all all 0/0 md5", true), ("host  all\tall 10.1.1.1/0 md5 # x", true),
            ("hostssl all all 0.0.0.0/0 md5", false), ("host all all 0.0.0.0/0 trust", false),
            ("host \"all\" all 0.0.0.0/0 md5", false), ("host all,x all 0.0.0.0/0 md5", false),
            ("host all all 0.0.0.0/1 md5", false), ("host all all \"all\" md5", false),
            ("host all webadmin 0.0.0.0/0 md5", false), ("host replication all 0.0.0.0/0 md5", false),
            ("local all all md5", false), ("host all all,x 0.0.0.0/0 md5", false),
            ("host all all samehost md5", false), ("host all all samenet md5", false),
            ("host all all example.com md5", false), ("host all all 0.0.0.0/0 md5 pamservice=x", false),
            ("host all all all password", false),
        ]
    )
    func catchAll(line: String, isCatchAll: Bool) {
        let dialect: HostBasedAuthenticationDialect =
            line.contains("pam") ? .pgpool : .postgres(majorVersion: 15)
        #expect(authentication(line, dialect).records.map(\.isPlatformCatchAll) == [isCatchAll])
    }
}
