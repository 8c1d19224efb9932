import Foundation
import TestSupport
import Testing

/// What is said of a server is held against openssl's own client, and its JSON is read by Python.
@Suite(
    "postgres-ssl check HOST",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil && Programs.python != nil,
        "PostgreSQL, openssl or Python is not installed"
    ),
    .serialized
)
struct LiveServerCheckTests {
    private let chain: ServedChain
    private let server: PostgresServer

    init() throws {
        chain = try ServedChain()
        server = try PostgresServer(rules: ["hostssl all all all scram-sha-256"])
    }

    private func check(_ arguments: [String], root: String? = "root.crt", home: String? = nil) throws
        -> Program.Outcome
    {
        try chain.check(arguments, root: root, home: home)
    }

    private func value(_ text: [UInt8], _ expression: String) throws -> String {
        try chain.value(text, expression)
    }

    private var place: String { "localhost:\(server.port)" }

    /// openssl's client, with options of its own; what it prints, or `nil` where it gets no handshake.
    private func client(_ options: [String]) throws -> String? {
        let outcome = try #require(Programs.openssl).run(
            ["s_client", "-starttls", "postgres", "-connect", "127.0.0.1:\(server.port)"] + options
        )
        return outcome.status == 0 ? outcome.text : nil
    }

    @Test(
        "versions, suites, groups and the certificate are what openssl's client sees",
        arguments: [
            ["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
            ["ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"],
        ]
    )
    func judged(key: [String]) throws {
        try chain.issue("server", "leaf", by: "between", key: key)
        try chain.serve(
            ["server", "between"],
            by: server,
            ["ssl_ciphers = 'ECDHE+HIGH:!ECDHE-RSA-AES128-GCM-SHA256'"]
        )
        let outcome = try check([place, "--json"])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        let names = try chain.openssl(["ciphers", "-stdname", "ALL"]).text.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        for (index, version) in ["-tls1_3", "-tls1_2"].enumerated() {
            let seen = try #require(try client([version]))
            let suite = try value(outcome.output, "a['versions'][\(index)]['suite']")
            let name = try #require(names.first { $0[0] == suite }, "\(suite)")[2]
            #expect(seen.contains("Cipher is \(name)\n"), "\(suite): \(seen)")
            let accepted = try value(outcome.output, "' '.join(a['versions'][\(index)]['suites'])")
            let own = names.filter {
                $0[0].contains("_AES_") && $0[0].contains("_GCM_")
                    && $0[0].hasPrefix(index == 0 ? "TLS_AES" : "TLS_ECDHE")
            }
            #expect(own.count == (index == 0 ? 2 : 4))
            for words in own {
                let option = index == 0 ? "-ciphersuites" : "-cipher"
                #expect(
                    try (client([version, option, words[2]]) != nil)
                        == accepted.split(separator: " ").contains(words[0][...]),
                    "\(words) \(accepted)"
                )
            }
            let groups = try value(outcome.output, "' '.join(a['versions'][\(index)]['groups'])")
            for (group, name) in [("X25519", "X25519"), ("P-256", "P-256"), ("P-384", "P-384")] {
                // In TLS 1.2 openssl wants the curve of an ECDSA certificate in the list, too.
                if index == 1, key[0] == "ec" { continue }
                #expect(
                    try (client([version, "-groups", name]) != nil) == groups.contains(group),
                    "\(version) \(group) \(groups)"
                )
            }
            #expect(try value(outcome.output, "a['versions'][\(index)]['extendedMasterSecret']") == "True")
        }
        let print = try chain.openssl(["x509", "-in", "server.crt", "-noout", "-fingerprint", "-sha256"]).text
        #expect(print.hasSuffix("=" + (try value(outcome.output, "a['fingerprint']")) + "\n"), "\(print)")
        #expect(try value(outcome.output, "a['sent'], a['keyProved'], a['judged']") == "2 True True")
        #expect(try value(outcome.output, "[h['state'] for h in a['old']]") == "['refused', 'refused']")
        #expect(
            try value(outcome.output, "all(c['accepts'] for c in a['clients']), len(a['clients'])")
                == "True 6"
        )
        #expect(try value(outcome.output, "a['direct']['state'], a['otherCertificates']") == "refused []")
    }

    @Test("who is not let through, and why, and what was not judged: never status 0")
    func refused() throws {
        try chain.issue("server", "leaf", by: "between")
        try chain.serve(["server", "between"], by: server)
        #expect(try check([place]).status == 0)
        let other = try check([place], root: "other.crt")
        #expect(other.status == 1 && other.text.contains("refuse it: "), "\(other.text)")
        let name = try check([place, "--host", "db.example.com"])
        #expect(name.status == 1)
        #expect(
            name.text.contains("does not hold db.example.com, which is given by --host\n"),
            "\(name.text)"
        )
        // An address is no name, and an old libpq compares it as one.
        #expect(try check(["127.0.0.1:\(server.port)"]).status == 0)
        #expect(try check([place, "--host", "127.0.0.2"]).status == 1)
        let short = try check(["127.1:\(server.port)"])
        #expect(short.status == 1 && short.text.contains("  libpq accepts it\n"), "\(short.text)")
        #expect(short.text.contains("does not hold 127.1, which is the name by which it was asked"))
        let unjudged = try check([place], root: nil)
        #expect(unjudged.status == 1)
        #expect(unjudged.text.contains(": trust was not judged\n"), "\(unjudged.text)")
        #expect(unjudged.text.contains("  trust was not judged: no root was given (--root FILE), and "))
        #expect(unjudged.text.contains("may accept it: no root is known to judge it by\n"))
        // libpq's own file of roots.
        for name in ["home", "home/.postgresql"] { mkdir(chain.folder.path(name), 0o700) }
        try chain.folder.write(try chain.folder.text("root.crt"), to: "home/.postgresql/root.crt")
        let home = try check([place], root: nil, home: chain.folder.path("home"))
        #expect(home.status == 0, "\(home.text)")
        #expect(home.text.contains("  judged by \(chain.folder.path("home"))/.postgresql/root.crt\n"))

        let usual = try chain.folder.text("leaf")
        try chain.folder.write(usual.replacing("localhost", with: "db.example.com"), to: "leaf")
        try chain.issue("named", "leaf", by: "root")
        try chain.folder.write(usual, to: "leaf")
        try chain.serve(["named"], by: server)
        let unnamed = try check([place])
        #expect(unnamed.status == 1)
        #expect(
            unnamed.text.contains("does not hold localhost, which is the name by which it was asked\n"),
            "\(unnamed.text)"
        )
        #expect(try check([place, "--host", "db.example.com"]).status == 0)
        try chain.serve(["server"], by: server)
        let cut = try check([place])
        #expect(cut.status == 1)
        #expect(
            cut.text.contains(
                "  note: CN=server was issued by CN=between, which the server does not send and which is none of"
            ),
            "\(cut.text)"
        )
        try chain.issue("server", "leaf", by: "root", days: -1)
        try chain.serve(["server"], by: server)
        let over = try check([place])
        #expect(over.status == 1 && over.text.contains("\n  ended "), "\(over.text)")
    }

    @Test(
        "who gets no handshake for versions and suites is named, and what is seen by a hello alone is no promise"
    )
    func suites() throws {
        try chain.issue("server", "leaf", by: "root", key: ["rsa:2048"])
        func check(_ settings: [String]) throws -> Program.Outcome {
            try chain.serve(["server"], by: server, settings)
            return try self.check([place])
        }
        let newer = try check(["ssl_min_protocol_version = 'TLSv1.3'"])
        #expect(newer.status == 0 && newer.text.contains("  TLS 1.2: refused\n"), "\(newer.text)")
        let older = try check(["ssl_max_protocol_version = 'TLSv1.2'"])
        #expect(older.status == 0 && older.text.contains("  TLS 1.3: refused\n"), "\(older.text)")
        let most = "ssl_max_protocol_version = 'TLSv1.2'"
        let fields = try check([most, "ssl_ciphers = 'DHE-RSA-AES128-SHA256'"])
        #expect(fields.status == 1)
        #expect(
            fields.text.contains(
                "  TLS 1.2 by DHE: TLS_DHE_RSA_WITH_AES_128_CBC_SHA256, as far as a hello shows\n"
            )
        )
        #expect(fields.text.contains("\n  Go, rustls refuse it: it gets no handshake: "), "\(fields.text)")
        #expect(fields.text.contains("\n  libpq, libpq before 15, Python from 3.13, JDBC may accept it: "))
        #expect(fields.text.contains("  it sends 1 certificate, and has not proved that it has the key\n"))
        let rsa = try check([most, "ssl_ciphers = 'AES256-SHA'"])
        #expect(rsa.status == 1)
        #expect(rsa.text.contains("\n  Python from 3.13, Go, rustls, JDBC refuse it: "), "\(rsa.text)")
        let chains = try check([most, "ssl_ciphers = 'ECDHE-RSA-AES256-SHA384'"])
        #expect(chains.text.contains("\n  Go, rustls refuse it: "), "\(chains.text)")
        let nobody = try check([most, "ssl_ciphers = 'NULL-SHA256:@SECLEVEL=0'"])
        #expect(nobody.status == 1)
        #expect(nobody.text.contains(": no certificate was seen\n"), "\(nobody.text)")
        #expect(
            nobody.text.contains("\n  libpq, libpq before 15, Python from 3.13, Go, rustls, JDBC refuse it: ")
        )
        let old = try check([
            "ssl_min_protocol_version = 'TLSv1'", "ssl_max_protocol_version = 'TLSv1.1'",
            "ssl_ciphers = 'DEFAULT:@SECLEVEL=0'",
        ])
        #expect(old.status == 1 && old.text.contains("  TLS 1.1: TLS_ECDHE_RSA_WITH_AES_"), "\(old.text)")
        #expect(old.text.contains("  TLS 1.0: TLS_ECDHE_RSA_WITH_AES_"), "\(old.text)")
        #expect(old.text.contains("  note: it takes TLS 1.1 and TLS 1.0, too, "), "\(old.text)")
        #expect(old.text.contains("  TLS 1.2 by DHE: refused\n"), "\(old.text)")
        let off = try check(["ssl = off"])
        #expect(
            off.status == 1 && off.errorText == "postgres-ssl: localhost, port \(server.port) offers no TLS\n"
        )
    }

    @Test(
        "what a user is asked for, whether channel binding is offered, and whose certificates are asked for"
    )
    func users() throws {
        try chain.issue("server", "leaf", by: "root")
        try server.folder.write(try chain.folder.text("root.crt"), to: "data/root.crt")
        try ServerAccount.give(server.folder.path("data/root.crt"))
        try chain.serve(["server"], by: server, ["ssl_ca_file = 'root.crt'"])
        try server.query("SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'x'")
        try server.setRules([
            "hostssl all old all md5", "hostssl all open all trust", "hostssl all bob all reject",
            "hostssl all carol all cert", #"hostssl all "a\b" all trust"#,
            "hostssl all plain all password", "hostssl all all all scram-sha-256",
        ])
        func asked(_ user: String) throws -> String {
            let outcome = try check([place, "--json", "--user", user])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let fields = "a['authentication'][k] for k in ['state', 'asked', 'channelBinding']"
            return try value(outcome.output, "*[\(fields)]")
        }
        #expect(try asked("postgres") == "accepted SCRAM-SHA-256-PLUS or SCRAM-SHA-256 True")
        #expect(try asked("nobody") == "accepted SCRAM-SHA-256-PLUS or SCRAM-SHA-256 True")
        #expect(try asked("old") == "accepted the md5 hash of the password None")
        #expect(try asked("open").hasPrefix("accepted nothing, and lets him in; it ends the session by "))
        #expect(try asked("bob") == "refused None None")
        #expect(try asked("carol") == "refused None None")
        let text = try check([place, "--user", "old"]).text
        #expect(text.contains("  a client certificate is asked for, of CN=root\n"), "\(text)")
        #expect(
            text.contains(
                "  the user old: asked for the md5 hash of the password; channel binding was not seen"
            ),
            "\(text)"
        )
        // What is weaker than SCRAM is no fault of the handshake, and is not passed over.
        for (user, words) in [
            ("old", "the password can be guessed from an answer by md5"),
            ("open", "whoever gives this user's"),
            ("plain", "whoever answers in the server's place learns the password"),
        ] {
            let text = try check([place, "--user", user]).text
            #expect(text.contains("\n    warning: " + words), "\(text)")
        }
        for user in ["postgres", "bob"] {
            let outcome = try check([place, "--user", user, "--json"])
            #expect(try value(outcome.output, "a['authentication']['warning']") == "None")
        }
        // What the server says is escaped once.
        let odd = try check([place, "--user", #"a\b"#, "--json"])
        let said = try value(odd.output, "a['authentication']['asked']")
        #expect(said.contains(#"role "a\\b" does not exist"#) && !said.contains(#"a\\\b"#), "\(said)")
        #expect(try check([place, "--user", #"a\b"#]).text.contains(#"by role "a\\b" does not exist"#))
        // Nobody is taken for somebody who failed.
        #expect(!server.log().contains("password authentication failed"), "\(server.log())")
    }

    @Test(
        "Pgpool-II offers no channel binding, and is judged like the others",
        .enabled(if: PgpoolServer.isInstalled)
    )
    func pgpool() throws {
        try chain.issue("server", "leaf", by: "root")
        let folder = try TemporaryFolder()
        for name in ["server.crt", "server.key"] { try folder.write(try chain.folder.read(name), to: name) }
        try folder.write("postgres:TEXTsecret\n", to: "pool_passwd")
        try folder.write("key\n", to: "key")
        let pgpool = try PgpoolServer(
            before: server,
            in: folder,
            keyFile: folder.path("key"),
            settings: [
                "ssl = on", "ssl_cert = '\(folder.path("server.crt"))'",
                "ssl_key = '\(folder.path("server.key"))'",
            ],
            rules: ["hostssl all all all scram-sha-256"]
        )
        let outcome = try check(["localhost:\(pgpool.port)", "--json"])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)\(pgpool.log())")
        let fields = "a['keyProved'], *[a['authentication'][k] for k in ['asked', 'channelBinding']]"
        #expect(try value(outcome.output, fields) == "True SCRAM-SHA-256 False")
    }

    /// In TLS 1.2 the curve of the key has to be among the groups of the hello (RFC 8422, section 5.1.1).
    @Test(
        "a key on P-521 is proved in TLS 1.3, and in TLS 1.2 seen by the hellos of those who offer that curve",
        arguments: [("TLSv1.3", "True True True None"), ("TLSv1.2", "False None None False")]
    )
    func largeCurve(version: String, verdicts: String) throws {
        try chain.issue("server", "leaf", by: "root", key: ["ec", "-pkeyopt", "ec_paramgen_curve:secp521r1"])
        try chain.serve(["server"], by: server, ["ssl_max_protocol_version = '\(version)'"])
        #expect(try client([]) != nil)
        #expect(try client(["-groups", "X25519:P-256:P-384"]) == nil || version == "TLSv1.3")
        let outcome = try check([place, "--json"])
        #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
        let accepts = "{c['client']: c['accepts'] for c in a['clients']}"
        let fields = "a['keyProved'], *[\(accepts)[k] for k in ['libpq', 'Go', 'rustls']]"
        #expect(try value(outcome.output, fields) == verdicts, "\(outcome.text)")
    }

    @Test("files and servers in one call each have their answer, in their order")
    func several() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.serve(["server"], by: server)
        let outcome = try check(["server.crt", place, "127.0.0.1:\(FreePort.any())", "missing.crt", "--json"])
        #expect(outcome.status == 66, "\(outcome.errorText)")
        let all =
            "import json, sys; print([(x.get('path') or x['server'], x['good']) for x in json.load(sys.stdin)])"
        let read = try #require(Programs.python).run(["-c", all], input: outcome.output).text
        #expect(read.hasPrefix("[('server.crt', True), ('\(place)', True), ('127.0.0.1:"), "\(read)")
        #expect(read.hasSuffix("', False), ('missing.crt', False)]\n"), "\(read)")
        #expect(try check(["server.crt"], root: nil).status == 64)
        #expect(try check([place, "--client"]).status == 64)
        #expect(try check(["localhost:0"]).status == 64)
        #expect(try check([place, "--timeout", "0"]).status == 64)
        let typed = try check(["server"], root: nil)
        #expect(typed.status == 1 && typed.errorText.contains("; nor is there a file of that name"))
    }
}
