import TestSupport
import Testing

@Suite(
    "postgres-ssl on a running PostgreSQL with keys of another kind",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveKeyTypesTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 md5"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("SET password_encryption = 'md5'; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    /// What openssl says that the key of each certificate is.
    private func kinds() throws -> [String] {
        try ["server/root", "server/server", "client/client"].map { name in
            let path = server.folder.path("SSL-TLS/\(name).crt")
            let openssl = try #require(Programs.openssl)
            let text = try openssl.run(["x509", "-in", path, "-noout", "-text"]).text
            if text.contains("NIST CURVE: P-256") { return "P-256" }
            return text.contains("NIST CURVE: P-384") ? "P-384" : "RSA"
        }
    }

    /// A client that verifies, and binds the exchange of SCRAM to the server's certificate.
    private func expectIn(_ password: String = "secret") throws {
        let outcome = try server.psql(
            "host=localhost hostaddr=127.0.0.1 user=webadmin dbname=postgres sslmode=verify-full"
                + " channel_binding=require sslrootcert=\(server.folder.path("SSL-TLS/server/root.crt"))",
            environment: ["PGPASSWORD": password]
        )
        #expect(outcome.status == 0 && outcome.text == "hello\n", "\(outcome.errorText)")
    }

    @Test("install makes them, clients bind to them, and reissue and renew keep their kind unless told")
    func wholeLife() throws {
        let options = ["--key-type", "ecdsa-p256", "--san", "localhost"]
        let installed = try tool(["install", "--password-stdin"] + options, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try kinds() == ["P-256", "P-256", "P-256"])
        try expectIn()
        let status = try tool(["status", "--json"])
        #expect(!status.text.contains("\"key-") && !status.text.contains("not-compared"), "\(status.text)")
        #expect(status.text.contains("\"key\":\"ECDSA on P-256\"}"))
        let again = try tool(["install"] + options)
        #expect(again.status == 0 && !again.text.contains("wrote"))

        #expect(try tool(["reissue", "server"]).status == 0)
        #expect(try kinds() == ["P-256", "P-256", "P-256"])
        try expectIn()
        #expect(try tool(["renew", "--within", "300"]).status == 0)
        #expect(try tool(["reissue", "server", "--key-type", "ecdsa-p384"]).status == 0)
        #expect(try kinds() == ["P-256", "P-384", "P-256"])
        try expectIn()
        #expect(try tool(["reissue", "all", "--key-type", "ecdsa-p384"]).status == 0)
        #expect(try kinds() == ["P-384", "P-384", "P-384"])
        try expectIn()
        #expect(try tool(["renew", "--within", "364"]).status == 0)
        #expect(try kinds() == ["P-384", "P-384", "P-384"])

        // A kind that is asked for in vain is not passed over.
        let kept = try tool(["install", "--key-type", "rsa"])
        #expect(kept.status == 0)
        #expect(
            kept.errorText.contains(
                "--key-type rsa is for keys that are made, and these stay: root (ECDSA on P-384), "
                    + "server (ECDSA on P-384), client (ECDSA on P-384); "
                    + "\"postgres-ssl reissue all --key-type rsa\" makes all again"
            ),
            "\(kept.errorText)"
        )
        #expect(try tool(["reissue", "all", "--key-type", "rsa"]).status == 0)
        #expect(try kinds() == ["RSA", "RSA", "RSA"])
        try expectIn()
        for command in [["install"], ["reissue", "server"]] {
            let refused = try tool(command + ["--key-type", "p256"])
            #expect(refused.status == 64)
            let reason = "--key-type is \"p256\"; it must be rsa, ecdsa-p256 or ecdsa-p384"
            #expect(refused.errorText.contains(reason))
        }
        let back = try tool(["uninstall"])
        #expect(back.status == 0, "\(back.errorText)")
    }

    @Test("A root on a curve travels to another node, also as openssl writes its key")
    func travels() throws {
        let options = ["--key-type", "ecdsa-p384", "--san", "localhost"]
        try #require(try tool(["install", "--password-stdin"] + options, input: "secret\n").status == 0)
        let openssl = try #require(Programs.openssl)
        let key = server.folder.path("SSL-TLS/server/root.key")
        // The form with its parameters before it, which openssl ecparam writes.
        let parameters = try openssl.run(["ecparam", "-name", "secp384r1"]).text
        let sec1 = try openssl.run(["ec", "-in", key]).text
        try #require(sec1.hasPrefix("-----BEGIN EC PRIVATE KEY-----"))
        try server.folder.write(parameters + sec1, to: "SSL-TLS/server/root.key")
        let exported = try tool(["cluster", "export", "--pass-phrase-stdin"], input: "a long pass phrase\n")
        #expect(exported.status == 0, "\(exported.errorText)")
        let same = try tool(
            ["cluster", "import", "--pass-phrase-stdin"],
            input: "a long pass phrase\n" + exported.text
        )
        #expect(same.status == 0, "\(same.errorText)")
        #expect(!same.text.contains("root.key"))

        let other = try TemporaryFolder()
        let certificates = other.path("SSL-TLS")
        let pgpool = try PostgresSSLRun(pgpool: other)
        try other.write("ssl = off\n", to: "pgpool.conf")
        try other.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        let imported = try pgpool(
            ["cluster", "import", "--pass-phrase-stdin"],
            input: "a long pass phrase\n" + exported.text
        )
        #expect(imported.status == 0, "\(imported.errorText)")
        let text = try openssl.run(["pkey", "-in", certificates + "/server/root.key", "-pubout"]).text
        let own = try openssl.run(["x509", "-in", certificates + "/server/root.crt", "-noout", "-pubkey"])
            .text
        #expect(text == own && !text.isEmpty)
    }
}
