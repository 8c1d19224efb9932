import Glibc
import TestSupport
import Testing

@Suite("pg_enc refuses what only seems to work")
struct RefusingTests {
    @Test(
        "an argument too many is what is left where nobody quoted a blank, and none is repeated",
        arguments: [
            (["-K", "k", "My", "Secret"], 4), (["-K", "k", "-u", "Ann", "My", "Secret"], 6),
            (["-mpu", "bob", "-K", "k", "My", "Secret"], 6), (["-K", "k", "--", "My", "-Secret"], 5),
            (["-i", "My", "Secret", "Words", "-K", "k"], 4), (["--delete", "My", "Secret"], 3),
            (["--list", "My"], 2), (["--check", "-K", "k", "My"], 4),
            (["--generate-key", "-k", "x", "My"], 4),
            (["-K", "k", "--password-stdin", "My"], 4), (["-K", "k", "--password-file", "My", "Secret"], 5),
        ]
    )
    func excess(arguments: [String], number: Int) throws {
        let outcome = try Program.built("pg_enc").run(arguments, input: Array("secret\n".utf8))
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText.hasPrefix("pg_enc: argument \(number) is one too many: "))
        let others = [
            "--delete", "--list", "--check", "--generate-key", "--password-stdin", "--password-file",
        ]
        let other = arguments.first { others.contains($0) }
        let reason = other.map { "\($0) takes none" } ?? "the password is one argument"
        #expect(outcome.errorText.contains("too many: \(reason); put what has blanks between quotes"))
        #expect(["My", "Secret", "Words"].allSatisfy { !outcome.errorText.contains($0) })
    }

    @Test("a password beside -i is ignored as by the original, with a word")
    func unused() throws {
        let folder = try TemporaryFolder()
        try folder.write("bob:secret\n", to: "input")
        let arguments = ["-K", "k", "-i", folder.path("input")]
        let alone = try Program.built("pg_enc").run(arguments)
        let beside = try Program.built("pg_enc").run(arguments + ["My"])
        #expect(alone.errorText == "")
        #expect(beside.errorText == "WARNING: argument 5 is not used: the password comes from elsewhere\n")
        #expect(beside.status == 0 && beside.output == alone.output)
    }

    @Test(
        "a key file whose key is not its whole first line is refused",
        arguments: [
            ("\nsecond\n", "the first line of the key file is empty; it must be the key"),
            ("k\u{0}y\n", "the key has a zero byte, at which Pgpool-II cuts it off"),
            (
                String(repeating: "k", count: 256) + "\n",
                "the key has 256 bytes, of which Pgpool-II reads the first 255 from a file; cut it to these"
            ),
        ]
    )
    func keyFile(content: String, reason: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(content, to: "key")
        let outcome = try Program.built("pg_enc").run(["-k", folder.path("key"), "pw"])
        #expect(outcome.status == 1)
        #expect(outcome.text == "trying to read key from file \(folder.path("key"))\n")
        #expect(outcome.errorText == "Error: \"\(folder.path("key"))\": \(reason)\n")
    }

    @Test("a key over 255 bytes is refused as an argument, too, and not repeated")
    func longKey() throws {
        let outcome = try Program.built("pg_enc").run(["-K", String(repeating: "k", count: 256), "pw"])
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText.hasPrefix("Error: the key has 256 bytes, "))
        #expect(!outcome.errorText.contains("kkk"))
    }

    @Test("a key file that anybody else may use in any way is warned of, by the path")
    func modes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("key")
        for bit in 0..<9 {
            let mode = mode_t(0o400 | 1 << bit)
            try folder.write("k\n", to: "key", mode: mode)
            let outcome = try Program.built("pg_enc").run(["-k", path, "pw"])
            #expect(outcome.status == 0)
            let warning =
                "WARNING: pool key file \"\(path)\" has group or world access; "
                + "permissions should be u=rw (0600) or less\n"
            #expect(outcome.errorText.contains(warning) == (bit < 6), "mode \(mode)")
        }
    }

    @Test("an empty user name where no entry is written is no word worth")
    func emptyName() throws {
        let outcome = try Program.built("pg_enc").run(["-K", "k", "-u", "", "pw"])
        #expect(outcome.status == 0)
        #expect(outcome.errorText == "")
    }

    @Test("a carriage return at the end of the key is part of it, with a word")
    func carriageReturn() throws {
        let folder = try TemporaryFolder()
        try folder.write("testkey\r\n", to: "key")
        let outcome = try Program.built("pg_enc").run(["-k", folder.path("key"), "hello"])
        #expect(outcome.status == 0)
        let expected = try Program.built("pg_enc").run(["-K", "testkey\r", "hello"]).text
        #expect(outcome.text.hasSuffix(expected))
        #expect(
            outcome.errorText.contains(
                "ends in a carriage return, which is part of the key, also for Pgpool-II\n"
            )
        )
    }

    @Test(
        "a key file that is no file is refused at once, not waited for, wherever its name comes from",
        arguments: ["pipe", "device", "folder"]
    )
    func keyKinds(kind: String) throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.path("pipe"), 0o600)
        let path = kind == "device" ? "/dev/zero" : kind == "folder" ? folder.path : folder.path(kind)
        for (arguments, variable) in [(["-k", path], ""), ([], path)] {
            let tool = try Program.built("pg_enc").start(
                octets: (arguments + ["pw"]).map { Array($0.utf8) },
                errors: folder.path("errors"),
                environment: ["PGPOOLKEYFILE": variable]
            )
            _ = eventually { tool.hasEnded }
            tool.signal(SIGKILL)
            #expect(tool.wait() == 1)
            #expect(
                try folder.text("errors")
                    == "WARNING: pool key file \"\(path)\" is not a plain file\n\nencryption key not provided\n"
            )
        }
    }

    @Test(
        "without /etc/passwd it says what it needs of it, or works where it is told",
        .enabled(if: MountNamespace.isAllowed, "no mounts of its own"),
        arguments: [true, false]
    )
    func withoutAccounts(isEmpty: Bool) throws {
        let files = try Files()
        try files.folder.write("", to: "empty")
        let hide =
            isEmpty ? "mount --bind \(files.folder.path("empty")) /etc/passwd" : "mount -t tmpfs tmpfs /etc"
        func run(_ arguments: [String]) throws -> Program.Outcome {
            let all = ["-f", files.folder.path("pgpool.conf")] + arguments
            return try MountNamespace.run(hide, Program.built("pg_enc"), all)
        }
        let key = try run(["-u", "bob", "secret"])
        #expect(key.status == 1)
        #expect(
            key.errorText
                == "Error: /etc/passwd has no user 0, in whose home .pgpoolkey would be; give the key file with -k\n"
        )
        let user = try run(["-m", "-K", "k", "secret"])
        #expect(user.status == 1)
        #expect(user.errorText == "Error: the current user has no name; give one with -u\n")
        try files.folder.write("k\n", to: "key")
        let told = try run(["-m", "-k", files.folder.path("key"), "-u", "bob", "secret"])
        #expect(told.status == 0, "\(told.errorText)")
        #expect(try files.folder.text("pool_passwd") == "bob:\(UpdatingTests.password)\n")
    }
}
