import Glibc
import TestSupport
import Testing

/// What a drop-in keeps of the original.
@Suite("selfcertgen as a drop-in")
struct DropInTests {
    let run: SelfcertgenRun

    init() throws {
        run = try SelfcertgenRun()
    }

    @Test(
        "A postgres node: nine files, 0600, no output; again: nothing changes; another user: only that user's files"
    )
    func postgres() throws {
        let first = try run()
        #expect(first.status == 0)
        #expect(first.text + first.errorText == "")
        let files = try run.files()
        let names = [
            "client.crt", "client.csr", "client.key", "root.crt", "root.key", "root.srl", "server-req.pem",
            "server.crt", "server.key",
        ]
        #expect(files.keys.sorted() == names)
        let owner = ServerAccount.postgres?.userID ?? geteuid()
        for name in names {
            let status = try #require(fileStatus(run.path + "/" + name))
            #expect(status.st_mode == S_IFREG | 0o600, "\(name)")
            #expect(status.st_uid == owner)
        }
        let folder = try #require(fileStatus(run.path))
        #expect(folder.st_mode == S_IFDIR | 0o755)
        #expect(folder.st_uid == owner)

        let again = try run()
        #expect(again.status == 0)
        #expect(again.text + again.errorText == "")
        #expect(try run.files() == files)

        #expect(try run(["alice"]).status == 0)
        let more = try run.files()
        #expect(more.keys.sorted() == (names + ["alice.crt", "alice.csr", "alice.key"]).sorted())
        #expect(more.filter { names.contains($0.key) } == files)

        // The same user by an empty argument and the variable.
        #expect(try run(["", "", ""], ["PG_USER": "alice"]).status == 0)
        #expect(try run.files() == more)
    }

    @Test("A set beside the one that a node uses is made, with a word; where nothing is made, there is none")
    func besideInstalled() throws {
        #expect(mkdir(run.path, 0o755) == 0 || errno == EEXIST)
        #expect(mkdir(run.path + "/server", 0o755) == 0)
        #expect(symlink("nowhere", run.path + "/server/root.crt") == 0)
        let made = try run()
        #expect(made.status == 0)
        #expect(
            made.errorText
                == "selfcertgen: \(run.path)/server/root.crt is the root of a node that postgres-ssl "
                + "installed, which does not use what was made here; its certificates are reissued by "
                + "\"postgres-ssl reissue\"\n"
        )
        #expect(try run().errorText == "")
    }

    @Test(
        "A pair that is kept in doubt is named, with status 0 and in JSON, and a timer says nothing of it",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func doubtfulPair() throws {
        #expect(try run(computeType: "pgpool").status == 0)
        let made = try #require(Programs.openssl).run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521", "-nodes", "-days",
                "5000",
            ]
                + [
                    "-subj", "/CN=bought", "-keyout", run.path + "/server.key", "-out",
                    run.path + "/server.crt",
                ]
        )
        try #require(made.status == 0)
        let files = try run.files()
        let kept = try run(computeType: "pgpool")
        #expect(kept.status == 0)
        #expect(
            kept.errorText
                == "selfcertgen: server.key is encrypted or of a kind that is not read here, so that it was kept "
                + "without being compared with server.crt\n"
                + "selfcertgen: server.crt was kept, but root.crt does not verify it: it was signed by CN=bought; "
                + "clients need that root, or move the certificate and its key away to have both made\n"
        )
        #expect(try run(["--json"], computeType: "pgpool").text.contains("was signed by CN=bought; clients"))
        let timer = try run(["--renew-within", "30"], computeType: "pgpool")
        #expect(timer.status == 0 && timer.errorText == "")
        #expect(try run.files() == files)
    }

    @Test(
        "A timer that leaves another authority's certificate to that one says so, and does not end with 0",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func leftToItsAuthority() throws {
        #expect(try run(computeType: "pgpool").status == 0)
        let made = try #require(Programs.openssl).run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20", "-subj", "/CN=bought",
                "-keyout",
                run.path + "/server.key", "-out", run.path + "/server.crt",
            ]
        )
        try #require(made.status == 0)
        let files = try run.files()
        let late = try run(["--renew-within", "30", "--json"], computeType: "pgpool")
        #expect(late.status == 65)
        #expect(late.errorText.hasPrefix("selfcertgen: server.crt ends at "))
        #expect(late.errorText.contains("since it is by CN=bought; put a new one of that authority there"))
        #expect(late.text.contains("\"left\":[\"server.crt ends at ") || late.text.contains("\"left\": ["))
        #expect(try run(["--renew-within", "10"], computeType: "pgpool").status == 0)
        #expect(try run(computeType: "pgpool").status == 0)
        #expect(try run.files() == files)
    }

    @Test("A Pgpool-II node: five files and no client")
    func pgpool() throws {
        #expect(try run(computeType: "pgpool").status == 0)
        let names = ["root.crt", "root.key", "server-req.pem", "server.crt", "server.key"]
        #expect(try run.files().keys.sorted() == names)
    }

    @Test(
        "The server's certificate gone: a new one from the same root, for the key that is there, with a word"
    )
    func serverGone() throws {
        #expect(try run(computeType: "pgpool").status == 0)
        let files = try run.files()
        #expect(unlink(run.path + "/server.crt") == 0)
        let outcome = try run(computeType: "pgpool")
        #expect(outcome.status == 0)
        #expect(
            outcome.errorText
                == "selfcertgen: the key was kept, and server-req.pem and server.crt made for it, since the "
                + "certificate is missing\n"
        )
        let later = try run.files()
        #expect(later.keys == files.keys)
        #expect(later["root.key"] == files["root.key"])
        #expect(later["root.crt"] == files["root.crt"])
        #expect(later["server.key"] == files["server.key"])
        #expect(later["server.crt"] != files["server.crt"])
    }

    @Test("A whole key that is another pair's is kept aside with its certificate, and it is said why")
    func copiedKey() throws {
        #expect(try run().status == 0)
        let copied = try run.folder.text("SSL-TLS/client.key")
        try run.folder.write(copied, to: "SSL-TLS/server.key", mode: 0o600)
        let outcome = try run()
        #expect(outcome.status == 0)
        let lines = outcome.errorText.split(separator: "\n")
        #expect(
            lines.first.map(String.init)
                == "selfcertgen: server.key and server-req.pem and server.crt were made anew, since the key does not "
                + "match the certificate"
        )
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("selfcertgen: what was replaced is kept as ") })
        #expect(lines.count == 3, "\(outcome.errorText)")
        #expect(try run.folder.text("SSL-TLS/server.key") != copied)
        #expect(try run.folder.text("SSL-TLS/client.key") == copied)
    }

    @Test(
        "Subjects, string types, days and signature are the original's",
        .enabled(if: Programs.openssl != nil)
    )
    func certificates() throws {
        #expect(try run(["webadmin", "env.example", "layer"], ["KEY_HOST": "db.example"]).status == 0)
        for (file, name, days) in [
            ("root", "layer.env.example", 3650), ("server", "db.example", 3650), ("client", "webadmin", 365),
        ] {
            let path = run.path + "/\(file).crt"
            let told = try openssl(
                "x509",
                "-in",
                path,
                "-noout",
                "-subject",
                "-nameopt",
                "RFC2253,show_type,-dn_rev"
            )
            let expected =
                "subject=C=PRINTABLESTRING:CH,ST=UTF8STRING:8200,L=UTF8STRING:Schaffhausen,"
                + "O=UTF8STRING:Virtuozzo International GmbH,CN=UTF8STRING:\(name)\n"
            #expect(told == expected)
            let text = try openssl("x509", "-in", path, "-noout", "-text")
            #expect(text.contains("Signature Algorithm: sha256WithRSAEncryption"))
            #expect(text.contains("Public-Key: (2048 bit)"))
            // One second before the end it is valid, one day more and it is not.
            let almost = days * 86_400 - 600
            #expect(try openssl("x509", "-in", path, "-noout", "-checkend", "\(almost)").contains("will not"))
            #expect(
                try openssl("x509", "-in", path, "-noout", "-checkend", "\(almost + 600)", status: 1)
                    .contains("will")
            )
            #expect(try run.folder.text("SSL-TLS/\(file).key").hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        }
        let serial = try openssl("x509", "-in", run.path + "/client.crt", "-noout", "-serial")
        #expect(try "serial=" + run.folder.text("SSL-TLS/root.srl") == serial)
    }

    @Test("Without the platform's file and with no folder given, no client, and a word on standard error")
    func noPlatform() throws {
        // The platform's own folder is not for a test to write to, so only what the tool says is looked at.
        let help = try run.program.run(["--help"])
        #expect(help.status == 0)
        let words = help.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("without --directory no client is made"))
        #expect(help.errorText == "")
        #expect(try run(computeType: nil).status == 0)
        #expect(try run.files().keys.contains("client.crt"))
    }
}

/// What a path is; nil where there is nothing.
func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
}

/// Runs openssl, whose exit status must be `status`, and gives what it wrote to standard output.
func openssl(_ arguments: String..., status: Int32 = 0) throws -> String {
    let outcome = try #require(Programs.openssl).run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errorText)")
    return outcome.text
}
