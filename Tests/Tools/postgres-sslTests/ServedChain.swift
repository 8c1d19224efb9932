import TestSupport
import Testing

/// Certificates that openssl made, and a PostgreSQL that serves them.
struct ServedChain {
    let folder: TemporaryFolder

    /// A root, and an authority below it.
    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
                + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
            to: "authority"
        )
        try folder.write(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
                + "subjectAltName=DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n",
            to: "leaf"
        )
        for name in ["root", "other"] {
            try openssl(
                ["req", "-x509", "-subj", "/CN=\(name)", "-days", "30", "-out", "\(name).crt"]
                    + Self.key(name)
                    + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
            )
        }
        try issue("between", "authority", by: "root")
    }

    private static let curve = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]

    private static func key(_ name: String, _ kind: [String] = curve) -> [String] {
        ["-newkey"] + kind + ["-nodes", "-keyout", "\(name).key"]
    }

    @discardableResult
    func openssl(_ arguments: [String]) throws -> Program.Outcome {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errorText)")
        return outcome
    }

    /// Issues `NAME.crt` with the extensions of a file.
    func issue(_ name: String, _ extensions: String, by issuer: String, key: [String] = curve, days: Int = 20)
        throws
    {
        try openssl(["req", "-subj", "/CN=\(name)", "-out", "\(name).csr"] + Self.key(name, key))
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "\(issuer).crt", "-CAkey", "\(issuer).key", "-days",
            "\(days)",
            "-extfile", extensions, "-out", "\(name).crt",
        ])
    }

    /// Has a server load certificates, the first one's key and settings, and nothing of what it had before.
    func serve(_ names: [String], by server: PostgresServer, _ settings: [String] = []) throws {
        let chain = try names.map { try folder.text("\($0).crt") }.joined()
        try server.folder.write(chain, to: "data/served.crt")
        try server.folder.write(try folder.read("\(names[0]).key"), to: "data/served.key")
        for name in ["served.crt", "served.key"] {
            try ServerAccount.give(server.folder.path("data/" + name))
        }
        try server.query("ALTER SYSTEM RESET ALL")
        let own = ["ssl_cert_file = 'served.crt'", "ssl_key_file = 'served.key'", "ssl = on"]
        for setting in own + settings { try server.query("ALTER SYSTEM SET " + setting) }
        try server.reload()
    }

    // MARK: The tool

    /// Runs `postgres-ssl check` in the folder.
    func check(_ arguments: [String], root: String? = "root.crt", home: String? = nil) throws
        -> Program.Outcome
    {
        try Program.built("postgres-ssl").run(
            ["check"] + arguments + (root.map { ["--root", $0] } ?? []),
            environment: ["HOME": home ?? folder.path("none")],
            folder: folder.path
        )
    }

    /// What Python makes of its JSON, by an expression on `a`, the first answer.
    func value(_ text: [UInt8], _ expression: String) throws -> String {
        let code = "import json, sys; a = json.load(sys.stdin)[0]; print(\(expression))"
        let outcome = try #require(Programs.python).run(["-c", code], input: text)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        return String(outcome.text.dropLast())
    }
}
