import NodeCertificates
import NodePlatform
import PKIX
import Testing

@Suite("Settings of a node")
struct NodeSettingsTests {
    func settings(
        _ variables: [String: String] = [:],
        host: String = "node123-env-1.example.com",
        metadata: String? = "export COMPUTE_TYPE=postgres",
        _ change: (inout NodeInputs) -> Void = { _ in }
    ) throws -> NodeSettings {
        let metadata = try metadata.map { try NodeMetadata(path: "/metainf.conf", content: Array($0.utf8)) }
        var inputs = NodeInputs(hostName: host, metadata: metadata) { variables[$0].map { Array($0.utf8) } }
        change(&inputs)
        return try NodeSettings(inputs)
    }

    @Test("Nothing given: the defaults of the original")
    func defaults() throws {
        let settings = try settings()
        let base = "O=Virtuozzo International GmbH,L=Schaffhausen,ST=8200,C=CH"
        #expect("\(settings.rootName)" == "CN=postgres.env-1.example.com," + base)
        #expect("\(settings.serverName)" == "CN=node123-env-1.example.com," + base)
        #expect(settings.client?.user == "webadmin")
        #expect(settings.client?.fileStem == "client")
        #expect(settings.client.map { "\($0.name)" } == "CN=webadmin," + base)
        #expect(settings.serverAlternativeNames == [.dnsName("node123-env-1.example.com")])
        #expect(settings.keySize == 2048)
        #expect(settings.serverDays == 3650)
        #expect(settings.rootDays == 3650)
    }

    @Test("The root is called LAYER.ENV; without the platform's prefix the host gives no ENV")
    func rootName() throws {
        func name(_ host: String, env: String? = nil, layer: String? = nil) throws -> String? {
            try settings(host: host) {
                $0.environment = env
                $0.layer = layer
            }.rootName.commonName
        }
        #expect(try name("db1") == "postgres.")
        #expect(try name("node-x") == "postgres.")
        #expect(try name("node7") == "postgres.")
        #expect(try name("xnode7-a") == "postgres.")
        #expect(try name("node7-a-b") == "postgres.a-b")
        #expect(try name("node09-a") == "postgres.a")
        #expect(try name("node7a-b") == "postgres.")
        for host in ["node/-a", "node:-a", "node1/-a", "node1:-a"] {
            #expect(try settings(["KEY_HOST": "h.example"], host: host).rootName.commonName == "postgres.")
        }
        #expect(try name("node7-a", env: "e", layer: "l") == "l.e")
        #expect(try name("node7-a", env: "", layer: "") == "postgres.a")
        let long = "node1-" + String(repeating: "x", count: 40) + ".example.example.x"
        #expect(try name(long)?.count == 64)
    }

    @Test("LAYER and ENV as options, or in the variables in which the platform has them")
    func rootNameByOptions() throws {
        func name(
            _ variables: [String: String] = [:],
            metadata: String? = nil,
            _ change: (inout NodeInputs) -> Void = { _ in }
        ) throws -> String? {
            try settings(variables, host: "node7-a", metadata: metadata) {
                $0.namesRootByOptions = true
                $0.standardLayer = metadata == nil ? "pgpool" : nil
                change(&$0)
            }.rootName.commonName
        }
        let platform = ["NODE_GROUP": "sqldb", "ENV_DOMAIN": "env.example.com"]
        #expect(try name() == "pgpool.a")
        #expect(try name(platform) == "sqldb.env.example.com")
        #expect(try name(platform, metadata: "COMPUTE_TYPE=postgres") == "sqldb.env.example.com")
        #expect(try name(metadata: "COMPUTE_TYPE=postgres") == "postgres.a")
        #expect(try name(platform) { $0.layer = "l" } == "l.env.example.com")
        #expect(try name(platform) { $0.environment = "e" } == "sqldb.e")
        #expect(try name(["NODE_GROUP": "", "ENV_DOMAIN": ""]) { $0.layer = "" } == "pgpool.a")
        // selfcertgen has them as arguments, and the original does not read these variables.
        #expect(try settings(platform, host: "node7-a").rootName.commonName == "postgres.a")
    }

    @Test("USER, its variable, and the names of its files")
    func user() throws {
        #expect(try settings(["PG_USER": "bob"]).client?.fileStem == "bob")
        #expect(try settings(["PG_USER": "bob"]) { $0.user = "alice" }.client?.user == "alice")
        #expect(try settings(["PG_USER": ""]) { $0.user = "" }.client?.user == "webadmin")
        #expect(try settings { $0.user = "my user" }.client?.fileStem == "my user")
        #expect(try settings { $0.user = "a+b" }.client?.name.commonName == "a+b")
        #expect(try settings { $0.user = "jürgen☃" }.client?.name.commonName == "jürgen☃")
        let longest = String(repeating: "u", count: 63)
        #expect(try settings { $0.user = longest }.client?.user == longest)
    }

    @Test("A client is for postgres nodes alone, and for a host that stands alone")
    func nodes() throws {
        #expect(try settings(metadata: "COMPUTE_TYPE=pgpool").client == nil)
        #expect(try settings(metadata: nil).client == nil)
        #expect(try settings(metadata: nil) { $0.standsAlone = true }.client != nil)
        #expect(
            try settings(metadata: nil, { $0.standsAlone = true }).rootName.commonName
                == "postgres.env-1.example.com"
        )
        #expect(
            try settings(["COMPUTE_TYPE": "pgpool"], metadata: nil) { $0.standsAlone = true }.client == nil
        )
    }

    @Test("The option goes before the platform's file, the file before the environment")
    func order() throws {
        let file = "COMPUTE_TYPE=postgres\nKEY_SIZE=3072\nKEY_EXPIRE=10\nKEY_ORG='X/CN=postgres'"
        #expect(try settings(["KEY_SIZE": "4096"], metadata: file).keySize == 3072)
        #expect(try settings(["KEY_SIZE": "4096"], metadata: file) { $0.keySize = "2048" }.keySize == 2048)
        #expect(try settings(["KEY_SIZE": "4096"]).keySize == 4096)
        let other = try settings(["KEY_CITY": "Zürich"], metadata: file)
        #expect(other.serverDays == 10)
        #expect(other.rootDays == 3650)
        #expect(other.rootName.texts(of: .organizationName) == ["X/CN=postgres"])
        #expect(other.rootName.texts(of: .localityName) == ["Zürich"])
        #expect(try settings(["KEY_EXPIRE": "7300"]).rootDays == 7300)
        let clients = try settings { $0.clientDays = "4000" }
        #expect([clients.serverDays, clients.clientDays, clients.rootDays] == [3650, 4000, 4000])
        #expect(try settings { $0.clientDays = "" }.clientDays == 365)
    }

    @Test("The server's names: KEY_HOST, the host's own, --san and KEY_SAN, each once")
    func serverNames() throws {
        let all = try settings(
            ["KEY_HOST": "db.example.com", "KEY_SAN": "2001:db8::1, DB.example.com,x_y"],
            host: "h1"
        ) {
            $0.alternativeNames = ["192.0.2.1", "IP:192.0.2.2", "DNS:other.example"]
        }
        #expect(
            all.serverAlternativeNames.map { "\($0)" } == [
                "DNS:db.example.com", "DNS:h1", "IP Address:192.0.2.1", "IP Address:192.0.2.2",
                "DNS:other.example",
                "IP Address:2001:db8::1", "DNS:x_y",
            ]
        )
        #expect(all.serverName.commonName == "db.example.com")
        let address = try settings(["KEY_HOST": "192.0.2.7"], host: "bad host!")
        #expect(address.serverAlternativeNames.map { "\($0)" } == ["IP Address:192.0.2.7"])
        #expect(address.serverName.commonName == "192.0.2.7")
        let prefixed = try settings(["KEY_HOST": "IP:192.0.2.7"], host: "bad host!")
        #expect(prefixed.serverAlternativeNames == address.serverAlternativeNames)
        #expect(prefixed.serverName.commonName == "192.0.2.7")
        let label = String(repeating: "a", count: 63)
        #expect(try settings(["KEY_HOST": "DNS:\(label)"]).serverName.commonName == label)
    }

    @Test("A host name over 64 characters is whole beside a common name that fits")
    func longHost() throws {
        let label = String(repeating: "a", count: 40)
        let host = "db.\(label).\(label).example.com"
        let settings = try settings(["KEY_HOST": host])
        #expect(settings.serverName.commonName == "db.\(label)")
        #expect(settings.serverAlternativeNames.first == .dnsName(host))
    }

    static let refusals: [(variable: String, value: String, rule: InputRule)] = [
        ("KEY_SIZE", "abc", .keySize(2048...16384)),
        ("KEY_SIZE", "512", .keySize(2048...16384)),
        ("KEY_SIZE", "2049", .keySize(2048...16384)),
        ("KEY_SIZE", "16386", .keySize(2048...16384)),
        ("KEY_SIZE", "+2048", .keySize(2048...16384)),
        ("KEY_SIZE", "99999999999999999999", .keySize(2048...16384)),
        ("KEY_EXPIRE", "0", .days(1...36500)),
        ("KEY_EXPIRE", "-1", .days(1...36500)),
        ("KEY_EXPIRE", "36501", .days(1...36500)),
        ("KEY_EXPIRE", "1.5", .days(1...36500)),
        ("KEY_COUNTRY", "CHE", .country),
        ("KEY_COUNTRY", "C1", .country),
        ("KEY_COUNTRY", "Ä", .country),
        ("KEY_ORG", String(repeating: "x", count: 65), .namePart(limit: 64)),
        ("KEY_CITY", String(repeating: "x", count: 129), .namePart(limit: 128)),
        ("KEY_PROVINCE", "a\nb", .namePart(limit: 128)),
        ("KEY_HOST", "bad host", .host),
        ("KEY_HOST", "db..example", .host),
        ("KEY_HOST", "-db", .host),
        ("KEY_HOST", "1.2.3", .host),
        ("KEY_HOST", String(repeating: "a.", count: 127) + "a", .host),
        ("KEY_SAN", "ok.example,not ok!", .alternativeName),
        ("PG_USER", "../../evil", .userName),
        ("PG_USER", "-x", .userName),
        ("PG_USER", ".x", .userName),
        ("PG_USER", "a/b", .userName),
        ("PG_USER", "a\nb", .userName),
        ("PG_USER", " a", .userName),
        ("PG_USER", "a\u{202E}b", .userName),
        ("PG_USER", String(repeating: "u", count: 64), .userName),
        ("PG_USER", "a ", .userName),
        ("PG_USER", "a\u{7F}b", .userName),
        ("PG_USER", "a\u{2028}b", .userName),
        ("PG_USER", "a\u{2029}b", .userName),
        ("PG_USER", "a\u{378}b", .userName),
        ("PG_USER", "a\u{FFFD}", .userName),
        ("KEY_HOST", "DNS:192.0.2.1/", .host),
        ("KEY_HOST", "IP:db.example", .host),
        ("PG_USER", "root", .unreservedUserName),
        ("PG_USER", "server", .unreservedUserName),
        ("PG_USER", "server-req", .unreservedUserName),
        ("PG_USER", "client", .unreservedUserName),
    ]

    @Test("What an input cannot be is refused by its name, its value and its rule", arguments: refusals)
    func refused(variable: String, value: String, rule: InputRule) throws {
        // A value of KEY_SAN is named by the entry that is wrong.
        let named = variable == "KEY_SAN" ? "ok!" : value
        #expect(throws: NodeCertificatesError.invalidInput(.variable(variable), value: SafeText(named), rule))
        {
            try settings([variable: value])
        }
        let line = NodeCertificatesError.invalidInput(.variable(variable), value: SafeText(named), rule)
            .description
        #expect(line.hasPrefix("\(variable) is \""))
        #expect(!line.contains { $0.isNewline })
    }

    @Test("What an input can be at most, and at least, is taken")
    func ends() throws {
        #expect(try settings(["KEY_SIZE": "2048"]).keySize == 2048)
        #expect(try settings(["KEY_SIZE": "16384"]).keySize == 16384)
        #expect(try settings(["KEY_EXPIRE": "1"]).serverDays == 1)
        #expect(try settings(["KEY_EXPIRE": "36500"]).serverDays == 36500)
        #expect(try settings { $0.clientDays = "1" }.clientDays == 1)
        #expect(try settings { $0.clientDays = "36500" }.rootDays == 36500)
        let city = String(repeating: "x", count: 128)
        #expect(try settings(["KEY_CITY": city]).rootName.texts(of: .localityName) == [city])
        let organization = String(repeating: "x", count: 64)
        #expect(
            try settings(["KEY_ORG": organization]).rootName.texts(of: .organizationName) == [organization]
        )
        let host = (0..<3).map { _ in String(repeating: "a", count: 63) }.joined(separator: ".")
        #expect(try settings(["KEY_HOST": host]).serverName.commonName == String(repeating: "a", count: 63))
        let name = try settings {
            $0.layer = "l"
            $0.environment = String(repeating: "e", count: 62)
        }
        #expect(name.rootName.commonName?.count == 64)
        #expect(
            throws: NodeCertificatesError.invalidInput(
                .argument("LAYER"),
                value: SafeText(String(repeating: "l", count: 65)),
                .rootName(count: 69, limit: 64)
            )
        ) {
            try settings(host: "node1-abc") { $0.layer = String(repeating: "l", count: 65) }
        }
    }

    @Test(
        "A user for whom a certificate can be made is one that its settings take",
        arguments: [
            ("webadmin", true), ("a b", true), ("root", false), ("client", false), ("server", false),
            ("server-req", false), ("-a", false), ("a/b", false), (String(repeating: "u", count: 64), false),
        ]
    )
    func canBeMade(user: String, isTaken: Bool) throws {
        #expect(ClientSettings.canBeMade(for: user) == isTaken)
        #expect(((try? settings { $0.user = user }) != nil) == isTaken)
    }

    @Test("A value that is not UTF-8 is refused by its name, and not repaired")
    func notUTF8() throws {
        let octets = Array("Z".utf8) + [0xFC] + Array("rich".utf8)
        let shown = SafeText("Z\u{FFFD}rich")
        let inputs = NodeInputs(hostName: "h.example") { $0 == "KEY_CITY" ? octets : nil }
        #expect(throws: NodeCertificatesError.invalidInput(.variable("KEY_CITY"), value: shown, .text)) {
            try NodeSettings(inputs)
        }
        let file = try NodeMetadata(
            path: "/m",
            content: Array("KEY_CITY='".utf8) + octets + Array("'\n".utf8)
        )
        let metadata = NodeInputs(hostName: "h.example", metadata: file)
        let error = NodePlatformError.valueNotUTF8(path: "/m", name: "KEY_CITY", value: "Z\u{FFFD}rich")
        #expect(throws: NodeCertificatesError.platform(error)) { try NodeSettings(metadata) }
        #expect(error.description == "KEY_CITY in /m is \"Z\u{FFFD}rich\"; it must be UTF-8")
    }

    @Test("A server that would have the root's name is refused before anything is made")
    func rootsName() {
        let rule = NodeCertificatesError.invalidInput(
            .variable("KEY_HOST"),
            value: SafeText("postgres.env"),
            .otherThanRoot
        )
        #expect(throws: rule) {
            try settings(["KEY_HOST": "postgres.env", "COMPUTE_TYPE": "postgres"]) {
                $0.environment = "env"
            }
        }
    }

    @Test("Arguments, options and the platform's file are named as what they are")
    func origins() {
        func origin(_ change: (inout NodeInputs) -> Void, metadata: String? = nil, host: String = "h")
            -> InputOrigin?
        {
            do {
                _ = try settings(host: host, metadata: metadata, change)
            } catch NodeCertificatesError.invalidInput(let origin, _, _) {
                return origin
            } catch {}
            return nil
        }
        #expect(origin { $0.user = "root" } == .argument("USER"))
        #expect(origin { $0.environment = String(repeating: "e", count: 65) } == .argument("ENV"))
        #expect(origin { $0.layer = "a\tb" } == .argument("LAYER"))
        #expect(
            origin {
                $0.namesRootByOptions = true
                $0.layer = "a\tb"
            } == .option("--layer")
        )
        #expect(
            origin {
                $0.namesRootByOptions = true
                $0.environment = String(repeating: "e", count: 65)
            } == .option("--env")
        )
        #expect(origin { $0.keySize = "1" } == .option("--key-size"))
        #expect(origin { $0.days = "x" } == .option("--days"))
        #expect(origin { $0.alternativeNames = ["x y"] } == .option("--san"))
        #expect(origin({ _ in }, metadata: "KEY_SIZE=1") == .metadata("KEY_SIZE", path: "/metainf.conf"))
        #expect(origin({ _ in }, host: "(none)") == .hostName)
    }

    @Test("A value that the shell would compute is an error where it matters")
    func computed() throws {
        #expect(
            throws: NodeCertificatesError.platform(
                .computedValue(path: "/metainf.conf", name: "COMPUTE_TYPE")
            )
        ) {
            try settings(metadata: "COMPUTE_TYPE=$(hostname)")
        }
        #expect(try settings(metadata: "COMPUTE_TYPE=postgres\nOTHER=$(hostname)").client != nil)
    }
}
