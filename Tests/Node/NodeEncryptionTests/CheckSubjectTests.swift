import PKIX
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What check is asked about: a file or a server")
struct CheckSubjectTests {
    private func subject(_ argument: String, there: Set<String> = []) throws -> CheckSubject {
        try CheckSubject(argument) { there.contains($0) }
    }

    @Test(
        "a host is one, with a port or without, and an address of either family",
        arguments: [
            ("db.example.com", "db.example.com", 5432), ("db.example.com:6432", "db.example.com", 6432),
            ("db.example.com.:1", "db.example.com.", 1), ("localhost", "localhost", 5432),
            ("my_db-1:65535", "my_db-1", 65_535), ("127.0.0.1:5432", "127.0.0.1", 5432),
            ("127.0.0.1", "127.0.0.1", 5432), ("::1", "::1", 5432), ("[::1]", "::1", 5432),
            ("[::1]:5433", "::1", 5433), ("2001:db8::5432", "2001:db8::5432", 5432),
            ("127.1:6432", "127.1", 6432), ("0", "0", 5432),
            ("[fe80::1%eth0]:5432", "fe80::1%eth0", 5432), ("::ffff:192.0.2.1", "::ffff:192.0.2.1", 5432),
        ] as [(String, String, Int)]
    )
    func hosts(argument: String, host: String, port: Int) throws {
        #expect(try subject(argument) == .server(ServerPlace(host: host, port: port)))
    }

    @Test(
        "what has a slash or ends as files of certificates do is a file, whether it is there or not",
        arguments: [
            "server.crt", "SERVER.CRT", "db.example.com.pem", "chain.p7b", "./db.example.com", "certs/db",
            "/db:5432",
            "db.example.com/", "server.key", "root.crl", "a.b.cer",
        ]
    )
    func files(argument: String) throws {
        #expect(try subject(argument) == .file(argument))
    }

    @Test(
        "what is there is a file, whatever it is called",
        arguments: ["db.example.com", "db:5432", "::1", ".", "a b"]
    )
    func there(argument: String) throws {
        #expect(try subject(argument, there: [argument]) == .file(argument))
    }

    @Test(
        "what is neither is refused, and nobody looks it up",
        arguments: [
            "", ":5432", "db:", "db:0", "db:65536", "db:99999999999999999999", "db:+1", "db:-1", "db: 1",
            "db:5432x",
            "db:٥", "[::1", "[::1]5432", "[::1]:", "[db]:5432", "[127.0.0.1]:1", "1:2:3", "a b",
            "*.example.com",
            "db,db2", "user@db", "postgres:", "bücher.example", "-db", "db\n", "256.1.1.1", "::1%", ":::",
            "[]",
        ]
    )
    func neither(argument: String) {
        #expect { try subject(argument) } throws: { error in
            guard case NodeEncryptionError.invalidOption(let text) = error else { return false }
            return !text.contains("\n") && (error as? NodeEncryptionError)?.exitStatus == .usage
        }
    }

    @Test(
        "an address of IPv4 in another form is looked for as the address that it is",
        arguments: [
            ("127.1", [127, 0, 0, 1]), ("0x7f.1", [127, 0, 0, 1]), ("2130706433", [127, 0, 0, 1]),
            ("0177.0.0.1", [127, 0, 0, 1]), ("0", [0, 0, 0, 0]), ("10.258", [10, 0, 1, 2]),
        ] as [(String, [UInt8])]
    )
    func shortForms(text: String, octets: [UInt8]) {
        #expect(ServerPlace(host: text).name?.name == IPAddress(octets: octets).map(GeneralName.ipAddress))
    }

    @Test(
        "a name of no address stays one, however it begins",
        arguments: ["0xdb.example", "face", "dead.beef", "1e"]
    )
    func names(text: String) throws {
        #expect(ServerPlace(host: text).name?.name == (try GeneralName.dns(text)))
    }

    @Test("a name beyond ASCII and a URL are refused with what to give")
    func advised() {
        for (argument, advice) in [
            ("ünï.example:1", "with xn--"), ("postgres://localhost/db", "as HOST[:PORT]"),
        ] {
            #expect { try subject(argument) } throws: { "\($0)".contains(advice) }
        }
    }

    @Test("it is shown as whoever types it has it")
    func shown() {
        #expect("\(ServerPlace(host: "::1", port: 1))" == "[::1]:1")
        #expect("\(ServerPlace(host: "db"))" == "db:5432")
    }
}
