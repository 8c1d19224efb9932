import Foundation
import PostgresConfiguration
import SecretMemory
import TestSupport
import Testing

@Suite(
    "Configurations as a running PostgreSQL reads them",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct JudgedByPostgresTests {
    private func rows(_ server: PostgresServer, _ query: String) throws -> [[String: Any]] {
        let text = try server.query("SELECT coalesce(json_agg(r), '[]') FROM (\(query)) r")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }

    private func write(_ octets: [UInt8], to name: String, of server: PostgresServer) throws {
        try server.folder.write(octets, to: name)
        try ServerAccount.give(server.folder.path(name))
    }

    @Test("names, values and the first refused line of generated files are those that the server finds")
    func settings() throws {
        let server = try PostgresServer()
        // The server cannot be started again from here on; it reads the file anew for each question.
        let heads = ["x.a", "X.b", "application_name", "include", "1x", "ssl"]
        let middles = [" ", "=", " = ", "\t=\t", "", " == "]
        let values = [
            "'it''s'", "'a\\'b\\\\c\\101\\t'", "on", "12kB", "-.5e3", "0x1Fk", "1e5", "a.b", "a-b:/c",
            "'open", "*",
            "é", "''", "+", "'a' # c", "on off", "'a\\", "'\\8'", "1.", "'a'''", "\"x\"", "", "'#'", ".",
            "5.e+1",
        ]
        let tails = ["\n", "\r\n", " # '\n", "#\n", "\t\n\n", ""]
        var random = SeededRandom(seed: 7)
        for _ in 0..<40 {
            var octets: [UInt8] = []
            for choice in 0..<4 {
                let pick = random.bytes(count: 4).map(Int.init)
                // Mostly what is right, so that more than the first line counts.
                let value = choice < 2 ? values[pick[2] % 6] : values[pick[2] % values.count]
                let head = heads[pick[0] % (choice < 3 ? 3 : heads.count)]
                let middle = middles[pick[1] % (choice < 3 ? 4 : middles.count)]
                let tail = tails[pick[3] % (choice < 3 ? 5 : tails.count)]
                octets += (head + middle + value + tail).utf8
            }
            let file = ConfigurationFile(octets, dialect: .postgres)
            if !file.includes.isEmpty { continue }
            try write(octets, to: "data/postgresql.conf", of: server)
            let found = try rows(
                server,
                "SELECT sourceline, name, setting, error FROM pg_file_settings "
                    + "WHERE sourcefile LIKE '%postgresql.conf' ORDER BY seqno"
            )
            let text = Comment(rawValue: String(decoding: octets, as: UTF8.self).debugDescription)
            let refused = found.first { ($0["error"] as? String)?.hasPrefix("syntax error") == true }
            #expect(refused?["sourceline"] as? Int == file.problemLines.first, text)
            guard file.problemLines.isEmpty else { continue }
            #expect(
                found.map { "\($0["name"] ?? "")=\($0["setting"] ?? "")@\($0["sourceline"] ?? "")" }
                    == file.assignments.map { "\($0.name)=\($0.text)@\($0.line)" },
                text
            )
        }
    }

    @Test(
        "what is in force comes from the file and line that the server names, includes and overrides followed"
    )
    func inForce() throws {
        let server = try PostgresServer()
        try server.folder.write("", to: "data/more-is-a-folder")
        let main = try server.folder.text("data/postgresql.conf")
        try FileManager.default.createDirectory(
            atPath: server.folder.path("data/more"),
            withIntermediateDirectories: true
        )
        try ServerAccount.give(server.folder.path("data/more"))
        let texts = [
            "data/more/10.conf": "work_mem = 5MB\ninclude '../y'\n", "data/more/20.conf": "WORK_MEM 6MB\n",
            "data/more/.1.conf": "work_mem = 7MB\n", "data/y": "temp_buffers = 900\nrandom_page_cost=3\n",
            "data/postgresql.conf": "random_page_cost = 2\nwork_mem = 4MB\ninclude_dir 'more'\n"
                + "include_if_exists 'none'\nrandom_page_cost = 1.5 # last\nport = 1\n" + main,
        ]
        for (name, text) in texts { try write(Array(text.utf8), to: name, of: server) }
        try server.query("ALTER SYSTEM SET deadlock_timeout = '2s'")
        try server.reload()
        let path = server.folder.path("data/postgresql.conf")
        let own = try EffectiveConfiguration(
            path: path,
            dialect: .postgres,
            overrides: [server.folder.path("data/postgresql.auto.conf")],
            from: ConfigurationFileSystem()
        )
        #expect(own.problems == [])
        let found = try rows(
            server,
            "SELECT name, sourcefile, sourceline FROM pg_settings WHERE source = 'configuration file'"
        )
        #expect(found.count >= 8)
        for row in found {
            let name = try #require(row["name"] as? String)
            let setting = try #require(own.setting(of: name), "\(name)")
            #expect(row["sourceline"] as? Int == setting.assignment.line, "\(name)")
            let file = try #require(row["sourcefile"] as? String)
            #expect(
                URL(fileURLWithPath: file).standardized == URL(fileURLWithPath: setting.path).standardized
            )
        }
        let names = Set(found.compactMap { $0["name"] as? String })
        #expect(Set(own.settings.map { $0.assignment.name.lowercased() }).isSubset(of: names))
    }

    @Test("an include that the server refuses is a problem, and one that it passes over is none")
    func includes() throws {
        let server = try PostgresServer()
        let main = try server.folder.text("data/postgresql.conf")
        for line in [
            "include ''", "include '  '", "include 'none'", "include_if_exists ''",
            "include_if_exists ' \\t\\n\\r'",
            "include_if_exists 'none'", "include_dir ''", "include_dir ' '", "include_dir 'none'",
            "include_dir 'pg_wal'",
        ] {
            try write(Array("\(line)\n\(main)".utf8), to: "data/postgresql.conf", of: server)
            let own = try EffectiveConfiguration(
                path: server.folder.path("data/postgresql.conf"),
                dialect: .postgres,
                from: ConfigurationFileSystem()
            )
            let refused = try server.query("SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL")
            #expect(own.problems.map(\.line) == (refused == "0" ? [] : [1]), "\(line): \(refused)")
        }
    }

    @Test("records of generated HBA files are those that the server finds, and so are the lines it refuses")
    func records() throws {
        let server = try PostgresServer()
        let types = ["host", "hostnossl", "local", "\"host\"", "hosts", "host,local", "hostnogssenc"]
        let lists = [
            "all", "a,b", "\"a b\"", "a, b", "a ,b", "\"all\",+g", "x\"y z\"", "\"a\"\"b\"", "replication",
            ",a", "\"\"",
        ]
        let addresses = [
            "0.0.0.0/0", "::/0", "all", "10.0.0.0 255.0.0.0", "samenet", "example.com", ".example.com", "0/0",
            "127.1/8",
            "::1/128", "10.0.0.0/33", "10.0.0.0/\u{301}8", "1.2.3.4", "fe80::1 ::", "example.com/8",
            "\"all\"", "1.2.3.4/",
            "::ffff:1.2.3.4/96",
        ]
        let methods = [
            "md5", "trust", "reject", "\"md5\"", "scram-sha-256", "mad5", "md5,trust", "md5#x", "",
        ]
        let gaps = [" ", "\t", "  ", " \\\n ", " \\\r\n"]
        let ends = ["\n", "\r\n", " # c\n", " \\\n\n", "#\\\n x\n"]
        var random = SeededRandom(seed: 8)
        for _ in 0..<40 {
            var text = "local all postgres trust\n"
            for _ in 0..<5 {
                let pick = random.bytes(count: 8).map(Int.init)
                let type = types[pick[0] % types.count]
                var fields = [type, lists[pick[1] % lists.count], lists[pick[2] % lists.count]]
                if type != "local" { fields.append(addresses[pick[3] % addresses.count]) }
                fields.append(methods[pick[4] % methods.count])
                text += fields.joined(separator: gaps[pick[5] % gaps.count]) + ends[pick[6] % ends.count]
            }
            try write(Array(text.utf8), to: "data/pg_hba.conf", of: server)
            let file = HostBasedAuthenticationFile(Array(text.utf8), dialect: .postgres(majorVersion: 15))
            let found = try rows(server, "SELECT * FROM pg_hba_file_rules ORDER BY line_number")
            let shown = Comment(rawValue: text.debugDescription)
            #expect(
                found.filter { !($0["error"] is NSNull) }.compactMap { $0["line_number"] as? Int }
                    == file.problems.map(\.line),
                shown
            )
            let accepted = found.filter { $0["error"] is NSNull }
            #expect(accepted.map(describe) == file.records.map(describe), shown)
        }
    }

    private func describe(_ row: [String: Any]) -> String {
        let lists = ["database", "user_name"].map { (row[$0] as? [String] ?? []).joined(separator: "|") }
        let plain = ["type", "address", "netmask", "auth_method"].map { row[$0] as? String ?? "-" }
        return "\(row["line_number"] ?? "") \(lists) \(plain)"
    }

    private func describe(_ record: HostBasedAuthenticationRecord) -> String {
        let address: [String] =
            switch record.address {
            case nil: ["-", "-"]
            case .all: ["all", "-"]
            case .sameHost: ["samehost", "-"]
            case .sameNet: ["samenet", "-"]
            case .name(let name): [name, "-"]
            case .network(let network): [network.octets, network.mask].map { text($0) }
            }
        let lists = [record.databases, record.users].map { $0.map(\.text).joined(separator: "|") }
        return "\(record.line) \(lists) \([record.type.rawValue] + address + [record.method])"
    }

    private func text(_ octets: [UInt8]) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        let family = octets.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, octets, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}

@Suite("Settings as Pgpool-II reads them")
struct JudgedByPgpoolTests {
    private static let pgpool = Program.find("pgpool")
    private static let timeout = Program.find("timeout")

    // Pgpool-II has no way to show a value without running; one that it refuses, it shows in its complaint.
    @Test(
        "values come out as Pgpool-II quotes them when it complains, and so do syntax errors",
        .enabled(if: pgpool != nil && timeout != nil, "Pgpool-II is not installed"),
        arguments: [
            "log_min_messages one\n", "log_min_messages = 'x\\ty'\n", "log_min_messages = 'a''b'\n",
            "log_min_messages = 'a\\'b'\n", "log_min_messages = 'a\\\\b'\n",
            "log_min_messages = 'a\\' # don't\n",
            "log_min_messages = *\n", "port = 9999 log_min_messages = foo\n", "log_min_messages = one # c",
            "a.b = 1\n", "log_min_messages = 'open\n", "= 1\n",

            "log_min_messages = 12kB\n", "log_min_messages = a-b.c:/d\n", "log_min_messages = ==\n",
        ]
    )
    func values(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "pgpool.conf")
        let timeout = try #require(Self.timeout)
        let pgpool = try #require(Self.pgpool)
        let outcome = try timeout.run(
            ["--signal=KILL", "10", pgpool.path, "-n", "-f", folder.path("pgpool.conf")],
            folder: folder.path
        )
        let file = ConfigurationFile(Array(text.utf8), dialect: .pgpool)
        let said = outcome.errorText
        if let line = file.problemLines.first {
            #expect(said.contains("syntax error in configuration file"))
            #expect(said.contains("parse error at line \(line) "))
        } else {
            // It reads the first value that it refuses, and goes no further.
            let value = try #require(file.assignments.first { $0.name == "log_min_messages" }?.text)
            #expect(
                said.contains("invalid value for parameter \"log_min_messages\": \"\(value)\""),
                "\(said)"
            )
        }
    }
}
