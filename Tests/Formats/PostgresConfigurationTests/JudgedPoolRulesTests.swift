import PostgresConfiguration
import TestSupport
import Testing

@Suite("Rules that Pgpool-II takes or refuses")
struct JudgedPoolRulesTests {
    private static let pgpool = Program.find("pgpool")
    private static let timeout = Program.find("timeout")

    @Test(
        "each method on each type of line with each option, addresses, lists and lengths, as Pgpool-II has them",
        .enabled(if: pgpool != nil && timeout != nil, "Pgpool-II is not installed")
    )
    func corpus() throws {
        let folder = try TemporaryFolder()
        var text = RuleCorpus.records
        for user in RuleCorpus.users + ["+g", "samegroup", "a,b", "a, b"] {
            text += "host all \(user) all md5\nlocal \(user) all trust\n"
        }
        for address in [
            "0.0.0.0/0", "::/0", "samenet", "samehost", "example.com", ".example.com", "10.0.0.0/33",
            "1.2.3.4/",
            "10.0.0.0 255.0.0.0", "fe80::1 ::", "1.2.3.4", "1.2.3.4 ::", "example.com/8", "0/0", "\"all\"",
            "a,b",
        ] {
            text += "host all all \(address) md5\nhost all all \(address)\n"
        }
        for line in [
            "local", "local all", "local all all", "local,host all all md5", "local all all md5,trust",
        ] {
            text += line + "\nlocal all all \\\n"
        }
        for count in [255, 256] {
            let name = String(repeating: "x", count: count)
            text += "local all \(name) md5\nlocal all \(name),y md5\nlocal all \"\(name)\" md5\n"
            text += "local all \(name.dropLast()),y md5\nlocal all \"\(name.dropLast())\" md5\n"
        }
        for (name, content) in [("empty", "# no name\n"), ("one", "a\n"), ("pool_hba.conf", text)] {
            try folder.write(content, to: name)
        }
        let (said, unplaced) = try refusals(in: folder)
        let rules = try HostBasedAuthenticationRules(
            path: folder.path("pool_hba.conf"),
            dialect: .pgpool,
            from: ConfigurationFileSystem()
        )
        let refused = Dictionary(grouping: rules.problems, by: \.line)
        let doubts = Set(rules.doubts.map(\.line))
        let silent = Set(unplaced.keys)
        var counts = (taken: 0, refused: 0, doubts: 0)
        for (number, line) in text.split(separator: "\n").enumerated() {
            if doubts.contains(number + 1) {
                counts.doubts += 1
                continue
            }
            let own = refused[number + 1].map { "\($0[0].kind)" }
            if own == nil { counts.taken += 1 } else { counts.refused += 1 }
            if let own, silent.contains(own) { continue }
            let said = said[number + 1]
            #expect(
                (said == nil) == (own == nil),
                "\(line.prefix(120)): \(said ?? "taken"); \(own ?? "taken")"
            )
        }
        for (kind, count) in unplaced {
            #expect(rules.problems.count { "\($0.kind)" == kind } == count, "\(kind)")
        }
        #expect(counts.taken > 200 && counts.refused > 5000 && counts.doubts < 50, "\(counts)")
    }

    /// What Pgpool-II says of the lines of `pool_hba.conf` that it refuses, before it ends for want of a folder for its
    /// socket; and how often it says what we say of a line without saying of which.
    private func refusals(
        in folder: TemporaryFolder
    ) throws -> (placed: [Int: String], unplaced: [String: Int]) {
        try folder.write(
            "enable_pool_hba = on\nlisten_addresses = ''\nport = \(FreePort.any())\nlogdir = '\(folder.path)'\n"
                + "socket_dir = '/none'\nunix_socket_directories = '/none'\n"
                + "pid_file_name = '\(folder.path("pid"))'\n",
            to: "pgpool.conf"
        )
        try folder.write("", to: "pcp.conf")
        let outcome = try #require(Self.timeout).run(
            ["--signal=KILL", "60", try #require(Self.pgpool).path, "-n"]
                + ["-f", folder.path("pgpool.conf"), "-a", folder.path("pool_hba.conf")]
                + ["-F", folder.path("pcp.conf")],
            folder: folder.path
        )
        #expect(outcome.errorText.contains("failed to bind a socket"))
        var placed: [Int: String] = [:]
        var unplaced: [String: Int] = [:]
        var said = ""
        for line in outcome.errorText.split(separator: "\n") {
            if let start = line.firstRange(of: ": LOG:  ") {
                said = String(line[start.upperBound...])
                for (beginning, kind) in Self.withoutPlace where said.hasPrefix(beginning) {
                    unplaced[kind, default: 0] += 1
                }
            } else if let start = line.firstRange(of: ": CONTEXT:  line "),
                line.hasSuffix("\"\(folder.path("pool_hba.conf"))\""),
                !Self.complaints.contains(where: said.hasPrefix)
            {
                let number = line[start.upperBound...].prefix { $0.isNumber }
                placed[try #require(Int(number))] = said
            }
        }
        return (placed, unplaced)
    }

    /// How it begins what it says of lines that it takes all the same; ``complaints()`` proves that it does.
    private static let complaints = [
        "hostssl record cannot match", "pamservice authentication option can only be",
        "invalid ldapscheme value",
    ]

    private static let withoutPlace = [
        "could not open secondary authentication file": "the file that it names by @ is missing",
        "authentication file token too long": "it is longer than the server reads",
        "unsupported LDAP URL scheme: ldapi": "the value of ldapurl is not valid",
        "could not parse LDAP URL \"cldap:": "the value of ldapurl is not valid",
    ]

    @Test(
        "a line that it refuses locks everybody out from the start, and one that it only complains of does not",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
        arguments: [
            ("host all nobody all trust pamservice=p", true),
            ("host all nobody all trust pam_use_hostname=1", true),
            ("host all nobody all ldap ldapscheme=x ldapprefix=p", true),
            ("hostssl all nobody all trust", true),
            ("host all nobody all md5 clientcert=1", false), ("host all nobody all ldap", false),
        ]
    )
    func complaints(line: String, isTaken: Bool) throws {
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 trust"])
        let folder = try TemporaryFolder()
        try folder.write("", to: "pool_passwd")
        let pgpool = try PgpoolServer(
            before: backend,
            in: folder,
            keyFile: folder.path("key"),
            rules: [line, "host all all all trust"]
        )
        let outcome = try pgpool.logIn("user=postgres", password: [])
        #expect((outcome.status == 0) == isTaken, "\(outcome.errorText)")
        let file = HostBasedAuthenticationFile(Array(line.utf8), dialect: .pgpool)
        #expect(file.problems.isEmpty == isTaken)
    }
}
