import Glibc
import TestSupport
import Testing

@Suite("pg_enc prints entries")
struct PrintingTests {
    @Test("hello under testkey is what the facts say")
    func example() throws {
        let outcome = try Program.built("pg_enc").run(["-K", "testkey", "hello"])
        #expect(outcome.status == 0)
        #expect(
            outcome.text == "\niR9QJfNizuWgN3K0hVf78w==\npool_passwd string: AESiR9QJfNizuWgN3K0hVf78w==\n"
        )
        #expect(outcome.errorText == "")
    }

    @Test(
        "the distribution's pg_enc prints the same, byte for byte, for a table of passwords and keys",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed")
    )
    func sameAsDistribution() throws {
        let own = try Program.built("pg_enc")
        let distribution = try #require(Programs.distributionPgEnc)
        let passwords: [[UInt8]] = [
            Array("hello".utf8), Array("it's \"quoted\" \\ :".utf8), Array("\u{E9}\u{4E2D}".utf8),
            [0xFF, 0xC3, 0x28],
            Array(repeating: 0x61, count: 15), Array(repeating: 0x61, count: 16),
            Array(repeating: 0x61, count: 17),
            Array(repeating: 0x7A, count: 79), Array(" pw\t\n".utf8),
        ]
        let keys: [[UInt8]] = [
            Array("testkey".utf8), Array(" k ".utf8), [0xFF, 0x80], Array("\u{E9}".utf8),
            Array(repeating: 0x6B, count: 255),
        ]
        for password in passwords {
            for key in keys {
                let arguments = [Array("-K".utf8), key, Array("--".utf8), password]
                let ours = try own.run(octets: arguments)
                let theirs = try distribution.run(octets: arguments)
                #expect(ours.output == theirs.output, "password \(password), key \(key)")
                #expect(ours.status == 0)
            }
        }
    }

    @Test(
        "the distribution's pg_enc reads the same key files alike",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed"),
        arguments: [
            "testkey\n", "testkey", "testkey\r\n", " testkey \nother\n", "testkey\n\u{0}",
            String(repeating: "k", count: 255) + "\n", "",
        ]
    )
    func sameKeyFiles(content: String) throws {
        let folder = try TemporaryFolder()
        for mode: UInt32 in [0o600, 0o640, 0o604] {
            try folder.write(content, to: "key", mode: mode)
            for arguments in [
                ["-k", folder.path("key"), "hello"], ["-K", "", "--key-file=" + folder.path("key"), "x"],
            ] {
                let ours = try Program.built("pg_enc").run(arguments)
                let theirs = try #require(Programs.distributionPgEnc).run(arguments)
                #expect(ours.output == theirs.output)
                #expect(ours.status == theirs.status)
                #expect(ours.errorText.contains("WARNING") == (mode != 0o600 || content.utf8.contains(0x0D)))
                #expect(ours.errorText.contains("has group or world access") == (mode != 0o600))
            }
        }
    }

    @Test(
        "which key: -K where not empty, then -k, then PGPOOLKEYFILE, then .pgpoolkey at home, whatever HOME says"
    )
    func order() throws {
        let folder = try TemporaryFolder()
        try folder.write("one\n", to: "one")
        try folder.write("two\n", to: "two")
        func run(_ arguments: [String], _ variable: String = "") throws -> Program.Outcome {
            try Program.built("pg_enc").run(
                arguments + ["hello"],
                environment: ["PGPOOLKEYFILE": variable, "HOME": folder.path]
            )
        }
        let one = try run(["-K", "one"]).text
        let two = try run(["-K", "two"]).text
        #expect(one != two)
        #expect(try run(["-K", "one", "-k", folder.path("two")]).text == one)
        let from = { (name: String) in "trying to read key from file \(folder.path(name))\n" }
        #expect(try run(["-k", folder.path("two")], folder.path("one")).text == from("two") + two)
        let empty = try run(["-k", ""], folder.path("one"))
        #expect(empty.text == from("one") + one)
        #expect(empty.errorText.contains("WARNING: --key-file is empty, and counts as not given\n"))
        let home = String(cString: getpwuid(geteuid()).pointee.pw_dir)
        #expect(try run([]).text.hasPrefix("trying to read key from file \(home)/.pgpoolkey\n"))
    }

    @Test(
        "a key file that is missing, empty or none ends with status 1",
        arguments: ["missing", "empty", "folder"]
    )
    func noKey(kind: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty")
        let path = kind == "folder" ? folder.path : folder.path(kind)
        let outcome = try Program.built("pg_enc").run(["-k", path, "hello"])
        #expect(outcome.status == 1)
        #expect(outcome.text == "trying to read key from file \(path)\n")
        #expect(outcome.errorText.hasSuffix("encryption key not provided\n"))
    }

    @Test(
        "a password that Pgpool-II could not read the entry of is refused, and one of 129 bytes as by the original"
    )
    func tooLong() throws {
        for count in [80, 128] {
            let outcome = try Program.built("pg_enc").run(["-K", "k", String(repeating: "x", count: count)])
            #expect(outcome.status == 1)
            #expect(outcome.text == "")
            #expect(
                outcome.errorText
                    == "Error: the password has \(count) bytes; Pgpool-II can read an entry of at most 79\n"
            )
        }
        let outcome = try Program.built("pg_enc").run(["-K", "k", String(repeating: "x", count: 129)])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText.hasPrefix(
                "Error: Input exceeds maximum password length given:129 max allowed:128!\n\n"
            )
        )
    }

    @Test("a user name of 128 bytes is taken, one of 129 is not")
    func longNames() throws {
        for (count, status) in [(128, Int32(0)), (129, 1)] {
            let outcome = try Program.built("pg_enc").run(
                ["-K", "k", "-u", String(repeating: "u", count: count), "pw"]
            )
            #expect(outcome.status == status)
            #expect(
                outcome.errorText == (status == 0 ? "" : "Error: input exceeds maximum username length!\n\n")
            )
        }
    }

    @Test("the password comes through a pipe or from a file, one line of it")
    func otherSources() throws {
        let expected = try Program.built("pg_enc").run(["-K", "k", "secret"]).text
        let folder = try TemporaryFolder()
        for content in ["secret\n", "secret"] {
            let piped = try Program.built("pg_enc").run(
                ["-K", "k", "--password-stdin"],
                input: Array(content.utf8)
            )
            #expect(piped.text == expected)
            try folder.write(content, to: "password")
            let read = try Program.built("pg_enc").run([
                "-K", "k", "--password-file", folder.path("password"),
            ])
            #expect(read.text == expected)
        }
        let two = try Program.built("pg_enc").run(
            ["-K", "k", "--password-stdin"],
            input: Array("a\nb\n".utf8)
        )
        #expect(two.status == 1)
        #expect(two.errorText == "Error: standard input has more than one line; give only the password\n")
        let missing = try Program.built("pg_enc").run(["-K", "k", "--password-file", folder.path("missing")])
        #expect(missing.status == 1)
        #expect(missing.errorText.contains("No such file or directory"))
    }

    @Test(
        "a file that says it is vast is refused before memory is asked for",
        arguments: [("-k", 0x1_0001), ("-k", 7 << 40), ("--password-file", 7 << 40), ("-i", 7 << 40)]
    )
    func vastFile(option: String, size: Int) throws {
        let folder = try TemporaryFolder()
        try folder.write("k\n", to: "vast")
        try #require(truncate(folder.path("vast"), size) == 0)
        let key = option == "-k" ? ["pw"] : ["-K", "k"]
        let outcome = try Program.built("pg_enc").run([option, folder.path("vast")] + key)
        #expect(outcome.status == 1)
        let reason = option == "-k" ? "vast\" has more than 65536 bytes\n" : "(File too large)\n"
        #expect(outcome.errorText.contains(reason))
    }

    @Test("a device that never ends is no password")
    func endless() throws {
        let outcome = try Program.built("pg_enc").run(["--password-file", "/dev/zero", "-K", "k"])
        #expect(outcome.status == 1)
        #expect(outcome.errorText.hasSuffix("(File too large)\n"))
    }

    @Test("standard output that takes nothing is an error")
    func fullOutput() throws {
        let tool = try Program.built("pg_enc").start(
            octets: ["-K", "k", "pw"].map { Array($0.utf8) },
            output: "/dev/full"
        )
        #expect(tool.wait() == 1)
    }
}
