import Glibc
import TestSupport
import Testing

@Suite("Bad input of selfcertgen")
struct InputTests {
    static let cases: [(arguments: [String], variables: [String: String], named: String)] = [
        ([], ["KEY_SIZE": "abc"], "KEY_SIZE"),
        ([], ["KEY_SIZE": "512"], "KEY_SIZE"),
        ([], ["KEY_COUNTRY": "CHE"], "KEY_COUNTRY"),
        ([], ["KEY_HOST": "no host"], "KEY_HOST"),
        ([], ["KEY_ORG": String(repeating: "o", count: 65)], "KEY_ORG"),
        ([], ["KEY_EXPIRE": "tomorrow"], "KEY_EXPIRE"),
        (["../../evil"], [:], "USER"),
        (["root"], [:], "USER"),
        (["server"], [:], "USER"),
        (["client"], [:], "USER"),
        (["--", "-rf"], [:], "USER"),
        ([String(repeating: "u", count: 64)], [:], "USER"),
        (["u", String(repeating: "e", count: 60)], [:], "ENV"),
        (["--key-size", "1024"], [:], "--key-size"),
        (["--days", "0"], [:], "--days"),
        (["--client-days", "36501"], [:], "--client-days"),
        (["--san", "a b"], [:], "--san"),
        (["--bogus"], [:], "--bogus"),
        (["-x"], [:], "-x"),
        (["--directory"], [:], "--directory"),
        (["a", "b", "c", "d"], [:], "d"),
        (["--owner", "nobody-here"], [:], "nobody-here"),
        (["--owner", ":"], [:], "\":\""),
        (["--metainf", "/nowhere/metainf.conf"], [:], "/nowhere/metainf.conf"),
        (["--directory", ""], [:], "--directory is \"\""),
        (["--metainf", ""], [:], "--metainf is \"\""),
        (["--owner", ""], [:], "--owner is \"\""),
        (["--force", "--renew-within", "30"], [:], "--renew-within"),
        (["--renew-within", "365"], [:], "--renew-within"),
    ]

    @Test("One line that names the input, an exit status that is not 0, and nothing made", arguments: cases)
    func refused(arguments: [String], variables: [String: String], named: String) throws {
        let run = try SelfcertgenRun()
        let computeType = arguments.contains("--metainf") ? nil : "postgres"
        let outcome = try run(arguments, computeType: computeType, variables)
        #expect([64, 66, 67].contains(outcome.status))
        #expect(outcome.text == "")
        #expect(outcome.errorText.hasPrefix("selfcertgen: "))
        #expect(outcome.errorText.contains(named))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(!run.folder.names().contains("SSL-TLS"))
    }

    @Test("Nothing of a set that is there changes when an input is bad")
    func untouched() throws {
        let run = try SelfcertgenRun()
        #expect(try run(computeType: "pgpool").status == 0)
        let files = try run.files()
        #expect(try run(["--force"], computeType: "pgpool", ["KEY_SIZE": "abc"]).status == 64)
        #expect(try run.files() == files)
    }

    @Test(
        "An organisation with slashes and UTF-8 is what it says, and nothing else",
        .enabled(if: Programs.openssl != nil)
    )
    func awkwardNames() throws {
        let run = try SelfcertgenRun()
        let variables = ["KEY_ORG": "X/CN=postgres", "KEY_CITY": "Zürich ☃"]
        #expect(try run(["my user+b"], variables).status == 0)
        let told = try openssl(
            "x509",
            "-in",
            run.path + "/my user+b.crt",
            "-noout",
            "-subject",
            "-nameopt",
            "sep_multiline,utf8"
        )
        #expect(
            told == "subject=\n    C=CH\n    ST=8200\n    L=Zürich ☃\n    O=X/CN=postgres\n    CN=my user+b\n"
        )
    }

    @Test("A file that cannot be written is one line and an exit status of its own")
    func unwritable() throws {
        let run = try SelfcertgenRun()
        try run.folder.write("a file", to: "SSL-TLS")
        let outcome = try run()
        #expect(outcome.status == 74)
        #expect(outcome.errorText == "selfcertgen: cannot open \(run.path): Not a directory\n")
    }

    @Test(
        "A planted link is neither written through nor read",
        arguments: ["root.key", "server.crt", "client.key"]
    )
    func planted(name: String) throws {
        let run = try SelfcertgenRun()
        try run.folder.write("precious", to: "target")
        #expect(mkdir(run.path, 0o755) == 0)
        #expect(symlink("../target", run.path + "/" + name) == 0)
        let outcome = try run()
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("\(name) is a symbolic link"))
        #expect(try run.folder.text("target") == "precious")
        #expect(run.folder.names(in: "SSL-TLS") == [name])
    }

    @Test(
        "A folder that another user bent elsewhere is not entered",
        .enabled(if: geteuid() == 0 && ServerAccount.postgres != nil, "needs root and the user postgres")
    )
    func bent() throws {
        let run = try SelfcertgenRun()
        #expect(mkdir(run.folder.path("elsewhere"), 0o755) == 0)
        #expect(mkdir(run.folder.path("theirs"), 0o755) == 0)
        try ServerAccount.give(run.folder.path("theirs"))
        #expect(symlink("../elsewhere", run.folder.path("theirs/SSL-TLS")) == 0)
        try ServerAccount.give(run.folder.path("theirs/SSL-TLS"))
        let outcome = try run(["--directory", run.folder.path("theirs/SSL-TLS")])
        #expect(outcome.status == 65)
        #expect(run.folder.names(in: "elsewhere") == [])
    }

    @Test("What was done is told in JSON where that is asked for, and then only")
    func json() throws {
        let run = try SelfcertgenRun()
        let first = try run(["--json"], computeType: "pgpool")
        #expect(first.text.contains(#""role":"root","action":"made","reason":"nothing was there""#))
        #expect(first.text.contains(#""files":["server.key","server-req.pem","server.crt"]"#))
        let again = try run(["--json"], computeType: "pgpool")
        #expect(again.text.contains(#""role":"root","action":"kept","reason":null,"files":[]"#))
        #expect(again.text.contains(#""replaced":[]"#))
        #expect(again.text.split(separator: "\n").count == 1)
        let forced = try run(["--json", "--force"], computeType: "pgpool")
        let kept = run.folder.names(in: "SSL-TLS/replaced")
        #expect(kept.count == 4)
        for name in kept { #expect(forced.text.contains("\"replaced/\(name)\"")) }
    }

    @Test("Version and help go to standard output and make nothing")
    func versionAndHelp() throws {
        for option in ["--version", "--help", "-h"] {
            let run = try SelfcertgenRun()
            let outcome = try run([option])
            #expect(outcome.status == 0)
            #expect(!outcome.text.isEmpty)
            #expect(outcome.errorText == "")
            #expect(!run.folder.names().contains("SSL-TLS"))
        }
    }

    @Test("Help shows each option with its default and its variable")
    func help() throws {
        let help = try SelfcertgenRun()(["--help"]).text
        let words = help.split { $0.isWhitespace }.joined(separator: " ")
        for expected in [
            "--directory", "/var/lib/jelastic/keys/SSL-TLS", "--days", "KEY_EXPIRE; default: 3650",
            "--key-size",
            "KEY_SIZE; default: 2048", "--san", "KEY_SAN", "--owner", "--force", "--metainf",
            "/etc/jelastic/metainf.conf", "--json", "KEY_COUNTRY", "KEY_PROVINCE", "KEY_CITY", "KEY_ORG",
            "KEY_HOST",
            "PG_USER; default: webadmin", "COMPUTE_TYPE",
        ] {
            #expect(words.contains(expected), "\(expected)")
        }
    }
}
