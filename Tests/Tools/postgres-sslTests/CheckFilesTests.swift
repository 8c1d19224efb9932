import Foundation
import TestSupport
import Testing

/// A root, two authorities below each other, and a server's certificate, made by openssl.
@Suite(
    "postgres-ssl check says of each file what is in it, and in which order",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct CheckFilesTests {
    private let program: Program
    private let folder: TemporaryFolder

    init() throws {
        program = try Program.built("postgres-ssl")
        folder = try TemporaryFolder()
        try folder.write(
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
            to: "ca"
        )
        try folder.write(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
                + "subjectAltName=DNS:db.example.com\nauthorityKeyIdentifier=keyid\n",
            to: "leaf"
        )
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout root.key -subj /CN=root -days 30 "
                + "-addext keyUsage=critical,keyCertSign,cRLSign -out root.crt"
        )
        try issue("upper", "ca", by: "root")
        try issue("lower", "ca", by: "upper")
        try issue("server", "leaf", by: "lower")
    }

    private func openssl(_ arguments: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let outcome = try #require(Programs.openssl).run(words, folder: folder.path)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    }

    private func issue(_ name: String, _ extensions: String, by issuer: String, _ more: String = "") throws {
        try folder.write(
            try folder.text(extensions) + (extensions == "ca" ? "subjectKeyIdentifier=hash\n" : "")
                + (extensions == "ca" ? "authorityKeyIdentifier=keyid\n" : ""),
            to: "extensions"
        )
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout \(name).key -subj /CN=\(name) "
                + "-out \(name).csr"
        )
        try openssl(
            "x509 -req -in \(name).csr -CA \(issuer).crt -CAkey \(issuer).key -days 20 -extfile extensions "
                + "-out \(name).crt \(more)"
        )
    }

    private func chain(_ names: String..., to file: String) throws {
        try folder.write(try names.map { try folder.text("\($0).crt") }.joined(), to: file)
    }

    private func check(_ arguments: String...) throws -> Program.Outcome {
        try program.run(["check"] + arguments + ["--root", "root.crt"], folder: folder.path)
    }

    @Test(
        "a file of another kind is called by what it is, with what would be right, and none of a key is shown"
    )
    func kinds() throws {
        try openssl("pkcs8 -topk8 -in server.key -outform DER -nocrypt -out server.key.der")
        try openssl("pkcs8 -topk8 -in server.key -passout pass:secret -out encrypted.key")
        try openssl("pkcs8 -topk8 -in server.key -outform DER -passout pass:secret -out encrypted.key.der")
        try openssl("ec -in server.key -outform DER -out sec1.der")
        try openssl("genpkey -algorithm ed25519 -outform DER -out ed25519.der")
        try openssl("req -in server.csr -outform DER -out server.csr.der")
        try openssl("ec -in server.key -pubout -out server.pub")
        try openssl("ec -in server.key -pubout -outform DER -out server.pub.der")
        try openssl("crl2pkcs7 -nocrl -certfile server.crt -out server.p7b")
        try openssl("crl2pkcs7 -nocrl -certfile server.crt -outform DER -out server.p7c")
        try openssl("pkcs12 -export -in server.crt -inkey server.key -passout pass:secret -out server.p12")
        for name in ["empty", "blank", "text", "half.key"] {
            let texts = ["empty": "", "blank": " \n\n", "text": "0 nothing\n"]
            try folder.write(texts[name] ?? String(try folder.text("server.key").prefix(120)), to: name)
        }
        let secrets = try folder.text("server.key").split(separator: "\n").filter { !$0.hasPrefix("-") }
            .flatMap { [$0.prefix(12), $0.suffix(12)] }
        #expect(secrets.count > 2)
        let kinds: [(files: [String], kind: String)] = [
            (["empty", "blank"], "is empty; it must hold a certificate"),
            (
                [
                    "server.key", "server.key.der", "encrypted.key", "encrypted.key.der", "sec1.der",
                    "ed25519.der",
                    "half.key",
                ],
                "holds a private key and no certificate; give the certificate that belongs to the key"
            ),
            (
                ["server.csr", "server.csr.der"],
                "holds a request for a certificate and none; give the certificate"
            ),
            (
                ["server.pub", "server.pub.der"],
                "holds a public key and no certificate; give the certificate"
            ),
            (["server.p7b", "server.p7c"], "holds PKCS #7, which servers do not read either"),
            (["server.p12"], "holds PKCS #12, which servers do not read either"),
            (["text"], "is no certificate, in PEM or DER, which it must be"),
        ]
        for (files, kind) in kinds {
            for file in files {
                let outcome = try check(file)
                #expect(outcome.status == 65 && outcome.output.isEmpty)
                #expect(outcome.errorText.hasPrefix("postgres-ssl: \(file) \(kind)"), "\(outcome.errorText)")
                #expect(outcome.errorText.split(separator: "\n").count == 1)
                #expect(secrets.allSatisfy { !outcome.errorText.contains($0) })
                // As a root, too.
                let root = try program.run(["check", "server.crt", "--root", file], folder: folder.path)
                #expect(root.status == 65 && root.errorText == outcome.errorText)
            }
        }
        let list = try check("server.crt", "--crl", "server.crt")
        #expect(list.status == 65)
        #expect(list.errorText.contains("server.crt holds a certificate and no revocation list"))
        // A certificate beside its key is one.
        try folder.write(try folder.text("server.key") + folder.text("server.crt"), to: "both.pem")
        #expect(try check("both.pem").status == 1)
        try openssl("x509 -in server.crt -outform DER -out server.der")
        #expect(try check("server.der").status == 1)
        // What is one, and broken, says how.
        try folder.write(
            try folder.text("server.crt").replacing("-----END", with: "-----ENDE"),
            to: "broken.crt"
        )
        let broken = try check("broken.crt")
        #expect(broken.status == 65)
        #expect(broken.errorText.contains("holds no certificate that can be read: "), "\(broken.errorText)")
    }

    @Test("one file that cannot be read hides nothing of the others, and decides the exit status")
    func several() throws {
        try chain("server", "lower", "upper", to: "good.crt")
        let outcome = try check("good.crt", "none.crt", "server.crt", "server.key")
        #expect(outcome.status == 66)
        #expect(
            outcome.text.hasPrefix("good.crt: good\n") && outcome.text.contains("\nserver.crt: not valid\n")
        )
        let errors = outcome.errorText.split(separator: "\n")
        #expect(errors.count == 2 && errors[0].contains("none.crt") && errors[1].contains("server.key"))

        // That one cannot be read outweighs that another is not good, in any order; and so does a missing one.
        #expect(try check("server.crt", "server.key").status == 65)
        #expect(try check("server.key", "none.crt", "server.crt").status == 66)

        let json = try check("good.crt", "none.crt", "--json")
        #expect(json.status == 66)
        let values = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]]
        )
        #expect(values.map { $0["path"] as? String } == ["good.crt", "none.crt"])
        #expect(values.map { $0["good"] as? Bool } == [true, false])
        #expect(values[1]["exitStatus"] as? Int == 66)
        #expect((values[1]["error"] as? String)?.contains("none.crt") == true)
        // Where all of it fails, it says so in JSON, too.
        let all = try program.run(["check", "good.crt", "--root", "none.crt", "--json"], folder: folder.path)
        #expect(all.status == 66)
        let reasons = try JSONSerialization.jsonObject(with: Data(all.output)) as? [[String: Any]]
        #expect((reasons?.first?["error"] as? String)?.contains("none.crt") == true)
    }

    @Test(
        "the order in a file: authorities in another one are a note, the own certificate behind is none of a server"
    )
    func order() throws {
        try chain("server", "upper", "lower", to: "turned.crt")
        let turned = try check("turned.crt")
        #expect(turned.status == 0)
        #expect(
            turned.text.contains(
                "  note: the authorities stand in another order than the one in which each signs the certificate "
                    + "before it; none of the clients here minds"
            ) && turned.text.contains("; it is CN=server, then CN=lower, then CN=upper\n"),
            "\(turned.text)"
        )
        try chain("lower", "server", "upper", to: "behind.crt")
        let behind = try check("behind.crt")
        #expect(behind.status == 1 && behind.text.hasPrefix("behind.crt: not valid\n"))
        #expect(
            behind.text.contains(
                "  note: CN=server stands behind CN=lower, an authority; the server's own certificate must stand first"
            ),
            "\(behind.text)"
        )
        try chain("server", "lower", "upper", to: "good.crt")
        #expect(try !check("good.crt").text.contains("note:"))
    }

    @Test("an authority in a file of its own: where it belongs")
    func apart() throws {
        try chain("upper", to: "between.crt")
        try chain("server", "lower", to: "cut.crt")
        let outcome = try check("cut.crt", "between.crt")
        #expect(outcome.status == 1)
        #expect(
            outcome.text.contains(
                "  note: CN=upper, which issued CN=lower, is in between.crt; a server sends what is in the file of "
                    + "its own certificate, so the authority belongs in cut.crt, behind the certificate"
            ),
            "\(outcome.text)"
        )
        let alone = try check("server.crt", "lower.crt")
        #expect(
            alone.text.contains(
                "  note: it holds an authority, CN=lower, and no server's certificate; an authority between a "
                    + "certificate and its root belongs in server.crt, behind"
            ),
            "\(alone.text)"
        )
    }

    @Test(
        "signatures that are not verified here are called by the names that openssl has for them",
        arguments: ["sha1", "sha3-256"]
    )
    func names(_ digest: String) throws {
        try issue("odd", "leaf", by: "root", "-\(digest)")
        let text = try #require(Programs.openssl).run(
            ["x509", "-in", "odd.crt", "-noout", "-text"],
            folder: folder.path
        ).text
        let line = try #require(text.split(separator: "\n").first { $0.contains("Signature Algorithm: ") })
        func folded(_ name: some StringProtocol) -> String {
            name.lowercased().filter { $0.isLetter || $0.isNumber }
        }
        let name = folded(try #require(line.split(separator: " ").last))
        let outcome = try check("odd.crt")
        #expect(outcome.status == 1 && name.contains("ecdsa"))
        let shown = outcome.text.split(separator: "\n").filter { folded($0).contains(name) }
        // By the standard, and by those who refuse it: OpenSSL 3.0 finds no issuer of what is signed with SHA-3.
        #expect(shown.count == 2, "\(outcome.text)")
        let others = digest == "sha1" ? "" : ", JDBC"
        let refusing = "  libpq, libpq before 15, Python from 3.13, Go, rustls\(others) refuse it: "
        #expect(outcome.text.contains(refusing), "\(outcome.text)")
        #expect(!outcome.text.contains("2.16.840") && !outcome.text.contains("1.2.840"))
        #expect(outcome.text.contains("which is not secure") == (digest == "sha1"))
    }

    @Test("the reason names the authority whose key did not sign, and the extension that excludes the use")
    func reasons() throws {
        // Another authority of the same name as the issuer, called by its key or not.
        for more in ["", " -addext subjectKeyIdentifier=none"] {
            try openssl("req -x509 -key root.key -subj /CN=lower -days 9 -out namesake.crt" + more)
            try chain("server", "namesake", to: "badchain.pem")
            let outcome = try check("badchain.pem")
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains(
                    "badchain.pem is not signed with the key of CN=lower in badchain.pem\n"
                ),
                "\(outcome.text)"
            )
        }
        try folder.write(
            try folder.text("leaf").replacing("=serverAuth", with: "=clientAuth"),
            to: "leaf"
        )
        try issue("client", "leaf", by: "root")
        let client = try check("client.crt")
        #expect(
            client.text.contains("client.crt is not for servers, by its extended key usage\n"),
            "\(client.text)"
        )
    }
}
