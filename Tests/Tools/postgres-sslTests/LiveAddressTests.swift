import Foundation
import TestSupport
import Testing

/// A host of two addresses, with a PostgreSQL at each, is what a hosts file says that only the tool sees.
@Suite(
    "postgres-ssl check HOST, with several addresses",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil && Programs.python != nil
            && MountNamespace.isAllowed,
        "PostgreSQL, openssl or Python is not installed, or no mounts of its own"
    )
)
struct LiveAddressTests {
    private let chain: ServedChain
    private let servers: [PostgresServer]

    init() throws {
        chain = try ServedChain()
        let rules = ["hostssl all all all scram-sha-256"]
        let first = try PostgresServer(rules: rules)
        let cluster = try PostgresCluster(settings: ["listen_addresses = '127.0.0.3'"], rules: rules)
        servers = [first, try PostgresServer(cluster, port: first.port)]
        try chain.issue("server", "leaf", by: "root")
        for server in servers { try chain.serve(["server"], by: server) }
    }

    private func check(
        _ options: [String] = [],
        at addresses: [String] = ["127.0.0.1", "127.0.0.3"]
    ) throws -> Program.Outcome {
        let lines = addresses.map { "\($0) db.example.com\n" }.joined()
        try chain.folder.write("127.0.0.1 localhost\n" + lines, to: "hosts")
        try chain.folder.write("multi on\n", to: "host.conf")
        let mounts = ["hosts", "host.conf"].map { name in
            "touch /etc/\(name) && mount --bind '\(chain.folder.path(name))' /etc/\(name)"
        }
        let place = "db.example.com:\(servers[0].port)"
        let root = chain.folder.path("root.crt")
        return try MountNamespace.run(
            mounts.joined(separator: " && "),
            Program.built("postgres-ssl"),
            ["check", place, "--host", "localhost", "--root", root] + options
        )
    }

    private func value(
        _ expression: String,
        at addresses: [String] = ["127.0.0.1", "127.0.0.3"]
    ) throws -> String {
        try chain.value(try check(["--json"], at: addresses).output, expression)
    }

    @Test("addresses that answer alike are shown as one, and one where nobody listens is passed over")
    func alike() throws {
        let both = try check()
        #expect(both.status == 0, "\(both.text)\(both.errorText)")
        #expect(both.text.contains("  asked at 127.0.0.1, 127.0.0.3\n"), "\(both.text)")
        #expect(both.text.split(separator: "\n").count { $0.hasPrefix("  it sends 1 certificate") } == 1)
        #expect(
            try value("a['good'], sorted(a['addresses']), a['others'], a['unconnected']")
                == "True ['127.0.0.1', '127.0.0.3'] [] []"
        )
        let third = try check(at: ["127.0.0.1", "127.0.0.5", "127.0.0.3"])
        #expect(third.status == 0, "\(third.text)\(third.errorText)")
        #expect(
            third.text.contains("  note: nobody takes a connection at 127.0.0.5 (Connection refused); most"),
            "\(third.text)"
        )
        // JDBC goes on to none.
        let first = try check(at: ["127.0.0.2", "127.0.0.3"])
        #expect(first.status == 1, "\(first.text)\(first.errorText)")
        #expect(
            first.text.contains("  JDBC may accept it: it connects to 127.0.0.2 alone, "),
            "\(first.text)"
        )
        #expect(first.text.contains("  libpq, libpq before 15, Python from 3.13, Go, rustls accept it\n"))
        let nobody = try check(at: ["127.0.0.5", "127.0.0.6"])
        #expect(nobody.status == 1 && nobody.text.isEmpty)
        #expect(nobody.errorText.contains("cannot reach db.example.com, port "), "\(nobody.errorText)")
    }

    @Test("the worst address decides, and each is named with what it shows")
    func worst() throws {
        try chain.issue("over", "leaf", by: "root", days: -1)
        try chain.serve(["over"], by: servers[1])
        let over = try check()
        #expect(over.status == 1, "\(over.text)\(over.errorText)")
        #expect(over.text.hasPrefix("db.example.com:\(servers[0].port): not valid\n"), "\(over.text)")
        #expect(over.text.contains("\n  at 127.0.0.3: not valid\n"), "\(over.text)")
        #expect(over.text.contains("\n  at 127.0.0.1: good\n"), "\(over.text)")
        let fields =
            "a['good'], a['valid'], a['addresses'], *[(o['good'], o['addresses']) for o in a['others']]"
        #expect(try value(fields) == "False False ['127.0.0.3'] (True, ['127.0.0.1'])")

        try chain.serve(["server"], by: servers[1], ["ssl = off"])
        let off = try check()
        #expect(off.status == 1, "\(off.text)\(off.errorText)")
        #expect(off.text.contains(": clients get no TLS\n"), "\(off.text)")
        #expect(
            off.text.contains("    db.example.com at 127.0.0.3, port \(servers[0].port) offers no TLS\n"),
            "\(off.text)"
        )
        #expect(
            try value("a['good'], a['addresses'], 'offers no TLS' in a['error']")
                == "False ['127.0.0.3'] True"
        )
    }

    static let hasIPv6 =
        (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(" lo\n") == true

    @Test(
        "an address of IPv6 is one of them, and is asked by itself",
        .enabled(if: hasIPv6, "loopback has no address of IPv6")
    )
    func version6() throws {
        let cluster = try PostgresCluster(
            settings: ["listen_addresses = '::1'"],
            rules: ["hostssl all all all scram-sha-256"]
        )
        let server = try PostgresServer(cluster, port: servers[0].port)
        try chain.serve(["server"], by: server)
        let both = try check(at: ["127.0.0.1", "::1"])
        #expect(both.status == 0, "\(both.text)\(both.errorText)")
        #expect(both.text.contains("127.0.0.1") && both.text.contains("::1"), "\(both.text)")
        let alone = try chain.check(["[::1]:\(server.port)", "--host", "localhost"])
        #expect(
            alone.status == 0 && alone.text.contains("  asked at ::1\n"),
            "\(alone.text)\(alone.errorText)"
        )
    }

    @Test("more addresses than are asked are never good")
    func many() throws {
        let all = ["127.0.0.1", "127.0.0.3"] + (4...10).map { "127.0.0.\($0)" }
        let many = try check(at: all)
        #expect(many.status == 1, "\(many.text)\(many.errorText)")
        #expect(many.text.hasPrefix("db.example.com:\(servers[0].port): not asked at all of its addresses\n"))
        #expect(many.text.contains("\n  not asked: 127.0.0."), "\(many.text)")
        #expect(try !value("a['good']", at: all).contains("True"))
    }
}
