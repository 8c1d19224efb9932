import TestSupport
import Testing

@Suite("What independent programs say of the certificates")
struct JudgeTests {
    @Test(
        "openssl and certtool take the chains, each for its purpose and no other, and the keys",
        .enabled(
            if: Programs.openssl != nil && Programs.certtool != nil,
            "openssl or certtool is not installed"
        ),
        arguments: ["2048", "3072"]
    )
    func judged(size: String) throws {
        let run = try SelfcertgenRun()
        let names = ["--san", "192.0.2.1", "--san", "2001:db8::1"]
        #expect(
            try run(names + ["--key-size", size, "--days", "100"], ["KEY_HOST": "db.example"]).status == 0
        )
        let root = run.path + "/root.crt"
        for (name, purpose, other) in [
            ("server", "sslserver", "sslclient"), ("client", "sslclient", "sslserver"),
        ] {
            let path = run.path + "/\(name).crt"
            _ = try openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", root, path)
            _ = try openssl("verify", "-x509_strict", "-purpose", other, "-CAfile", root, path, status: 2)
            let text = try openssl("x509", "-in", path, "-noout", "-text")
            #expect(text.contains("Version: 3 (0x2)"))
            #expect(text.contains("Public-Key: (\(size) bit)"))
            let chain = try run.folder.read("SSL-TLS/\(name).crt") + run.folder.read("SSL-TLS/root.crt")
            let verified = try #require(Programs.certtool).run(["--verify-chain"], input: chain)
            #expect(verified.status == 0, "\(verified.text)")
        }
        _ = try openssl("verify", "-x509_strict", "-CAfile", root, root)
        for address in ["192.0.2.1", "2001:db8::1"] {
            _ = try openssl("verify", "-verify_ip", address, "-CAfile", root, run.path + "/server.crt")
        }
        _ = try openssl("verify", "-verify_hostname", "db.example", "-CAfile", root, run.path + "/server.crt")
        _ = try openssl(
            "verify",
            "-verify_hostname",
            "x.example",
            "-CAfile",
            root,
            run.path + "/server.crt",
            status: 2
        )
        for name in ["root", "server", "client"] {
            #expect(
                try openssl("rsa", "-in", run.path + "/\(name).key", "-check", "-noout") == "RSA key ok\n"
            )
        }
        for request in ["server-req.pem", "client.csr"] {
            _ = try openssl("req", "-in", run.path + "/" + request, "-verify", "-noout")
        }
        #expect(
            try openssl(
                "x509",
                "-in",
                run.path + "/server.crt",
                "-noout",
                "-checkend",
                "\(100 * 86_400)",
                status: 1
            ).contains("will")
        )
    }

    @Test("Serial numbers are twenty octets and never the same", .enabled(if: Programs.openssl != nil))
    func serials() throws {
        let run = try SelfcertgenRun()
        #expect(try run().status == 0)
        let serials = try ["root", "server", "client"].map {
            try openssl("x509", "-in", run.path + "/\($0).crt", "-noout", "-serial")
        }
        #expect(Set(serials).count == 3)
        #expect(serials.allSatisfy { $0.count == "serial=".count + 40 + 1 })
    }
}
