import Glibc
import TestSupport
import Testing

extension LiveStatusLoginTests {
    @Test("a client certificate logs in, one of a stranger is refused, and an encrypted key says so")
    func certificates() throws {
        try install(["--client-auth", "cert"])
        let pair = ["client.crt", "client.key"].map { server.folder.path("SSL-TLS/client/" + $0) }
        func options(_ certificate: String, _ key: String) -> [String] {
            ["status", "--login", "webadmin", "--client-certificate", certificate, "--client-key", key]
        }
        let run = try tool(options(pair[0], pair[1]))
        #expect(
            run.text.contains(
                "logged in as webadmin to postgres with the client certificate, asked for no password, over TLS 1.3"
            ),
            "\(run.text)"
        )
        let without = try found(["status", "--login", "webadmin"], input: "")
        #expect(without.codes == ["login-refused-by-rules"], "\(without.text)")

        let openssl = try #require(Programs.openssl)
        for (curve, version) in [("P-256", "TLSv1.3"), ("P-384", "TLSv1.3"), ("P-256", "TLSv1.2")] {
            try server.query("ALTER SYSTEM SET ssl_max_protocol_version = '\(version)'")
            try server.reload()
            let made = try openssl.run(
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:\(curve)", "-nodes",
                    "-subj",
                    "/CN=webadmin", "-keyout", "k", "-out", "c",
                ],
                folder: folder.path
            )
            #expect(made.status == 0)
            let stranger = try found(options(folder.path("c"), folder.path("k")))
            #expect(stranger.codes == ["login-client-certificate"], "\(stranger.text)")
        }
        let other = try tool(options(pair[0], folder.path("k")))
        #expect(
            other.status == 65
                && other.errorText.contains("does not begin with the certificate of the key in")
        )
        // libpq takes a key of root's that its group may read, and no other.
        for mode: mode_t in [0o644, 0o604, 0o620, 0o640, 0o600] {
            try folder.write(try server.folder.read("SSL-TLS/client/client.key"), to: "own", mode: mode)
            let isTaken = mode == 0o600 || mode == 0o640 && geteuid() == 0
            #expect(try logsIn("", "sslcert=\(pair[0]) sslkey=\(folder.path("own"))") == isTaken, "\(mode)")
            let run = try tool(options(pair[0], folder.path("own")))
            let shown = "0\(String(mode, radix: 8))"
            let text =
                "mode \(shown) lets others read it, so that libpq refuses it; chmod 600 \(folder.path("own"))"
            if isTaken {
                #expect(run.text.contains("logged in as webadmin"), "\(shown): \(run.text)")
            } else {
                #expect(run.status == 65 && run.errorText.contains(text), "\(run.errorText)")
            }
        }
        // The forms of OpenSSL: PKCS #1, and both that are encrypted.
        for (arguments, isRead) in [
            (["rsa", "-traditional"], true),
            (["rsa", "-aes256", "-traditional", "-passout", "pass:x"], false),
            (["rsa", "-aes256", "-passout", "pass:x"], false), (["rsa", "-outform", "DER"], true),
        ] {
            let made = try openssl.run(arguments + ["-in", pair[1], "-out", folder.path("form")])
            #expect(made.status == 0, "\(made.errorText)")
            let run = try tool(options(pair[0], folder.path("form")))
            if isRead {
                #expect(run.text.contains("with the client certificate"), "\(arguments): \(run.errorText)")
            } else {
                #expect(
                    run.status == 65 && run.errorText.contains("the key is encrypted"),
                    "\(run.errorText)"
                )
            }
        }
    }

    @Test(
        "a client certificate of another name is told from rules and passwords that are wrong, and a map counts"
    )
    func names() throws {
        try install(["--client-auth", "cert"])
        let root = server.folder.path("SSL-TLS/server/root")
        let made = try #require(Programs.openssl).run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=other/CN=webadmin", "-CA", root + ".crt", "-CAkey", root + ".key", "-keyout", "k",
                "-out", "c",
            ],
            folder: folder.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        let options = ["--client-certificate", folder.path("c"), "--client-key", folder.path("k")]
        let named =
            "the client certificate is of the name other, not of webadmin, and the rule has no map that "
        let either =
            "the password is not the role's, or the certificate is not: it is of the name other, not of "
        let cases = [
            ("cert", "login-client-certificate", named),
            ("trust clientcert=verify-full", "login-client-certificate", named),
            ("scram-sha-256 clientcert=verify-full", "login-client-certificate", named),
            ("md5 clientcert=verify-full", "login-client-certificate", named),
            ("password clientcert=verify-full", "login-wrong-password", either),
        ]
        let pair = "sslcert=\(folder.path("c")) sslkey=\(folder.path("k"))"
        for (method, code, text) in cases {
            try server.setRules(["hostssl all webadmin all \(method)"])
            #expect(try !logsIn("secret", pair))
            let run = try found(login + options)
            #expect(run.codes == [code] && run.text.contains(text), "\(method): \(run.text)")
        }
        try server.setRules(["hostssl all webadmin all scram-sha-256 clientcert=verify-full"])
        let wrong = try found(login + options, input: "wrong\n")
        #expect(
            wrong.codes == ["login-wrong-password"] && !wrong.text.contains("name other"),
            "\(wrong.text)"
        )
        try server.folder.write("names other webadmin\n", to: "data/pg_ident.conf")
        try ServerAccount.give(server.folder.path("data/pg_ident.conf"))
        try server.setRules(["hostssl all webadmin all cert map=names"])
        #expect(try logsIn("secret", pair))
        #expect(try found(["status", "--login", "webadmin"] + options).codes == ["login-succeeded"])
        // The rule asks for no password, and the one given keeps nobody out.
        #expect(try found(login + options).codes == ["login-succeeded"])
        // Under trust, the certificate says nothing.
        try server.setRules(["hostssl all webadmin all trust"])
        let trusted = try found(["status", "--login", "webadmin"] + options)
        #expect(trusted.codes == ["login-succeeded", "login-unasked"], "\(trusted.text)")
    }
}
