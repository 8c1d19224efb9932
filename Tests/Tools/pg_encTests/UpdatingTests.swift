import Glibc
import TestSupport
import Testing

@Suite("pg_enc -m changes pool_passwd")
struct UpdatingTests {
    /// Under the key `k`, of the distribution's pg_enc 4.3.5.
    static let password = "AESlJlM3wBTcV9aW0Y0BHaXBA=="

    @Test("an entry is made, replaced, and leaves all else byte for byte")
    func entries() throws {
        let files = try Files()
        #expect(try files.set("bob", "secret").output == [])
        #expect(try files.folder.text("pool_passwd") == "bob:\(Self.password)\n")
        // No final line feed, two entries of a user, a comment, something odd.
        let odd = "# kept: as it is\n\nbob:md5x:y\nbob:second\n\\\\x:1\r\nlast:plain"
        try files.folder.write(odd, to: "pool_passwd")
        _ = try files.set("bob", "secret")
        _ = try files.set("new", "secret")
        #expect(
            try files.folder.text("pool_passwd")
                == "# kept: as it is\n\nbob:\(Self.password)\nbob:second\n\\\\x:1\r\nlast:plain\nnew:\(Self.password)\n"
        )
    }

    @Test(
        "the distribution's pg_enc writes the same for plain names",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed")
    )
    func sameAsDistribution() throws {
        let ours = try Files()
        let theirs = try Files()
        let start = "a:1\nb:2\na:3\n# x\n"
        for files in [ours, theirs] { try files.folder.write(start, to: "pool_passwd") }
        for (user, password) in [
            ("b", "x"), ("a", "two words"), ("c", "three"), ("b", "again"), ("d e", "\u{E9}"),
        ] {
            let arguments = ["-m", "-f", "pgpool.conf", "-K", "k", "-u", user, password]
            #expect(try Program.built("pg_enc").run(arguments, folder: ours.folder.path).status == 0)
            #expect(
                try #require(Programs.distributionPgEnc).run(arguments, folder: theirs.folder.path).status
                    == 0
            )
        }
        #expect(try ours.folder.text("pool_passwd") == theirs.folder.text("pool_passwd"))
    }

    @Test("without -u, or with an empty one, the user is the one who runs it", arguments: [[], ["-u", ""]])
    func currentUser(arguments: [String]) throws {
        let files = try Files()
        let outcome = try files.run(["-m", "-K", "k"] + arguments + ["secret"])
        #expect(outcome.status == 0)
        let isSaid = outcome.errorText.contains("WARNING: --username is empty, and counts as not given\n")
        #expect(isSaid == !arguments.isEmpty, "\(outcome.errorText)")
        let user = String(cString: getpwuid(getuid()).pointee.pw_name)
        #expect(try files.folder.text("pool_passwd") == "\(user):\(Self.password)\n")
    }

    @Test("a name with a colon or a backslash is escaped, one that could never be found is refused")
    func names() throws {
        let files = try Files()
        _ = try files.set("a:b\\c", "secret")
        #expect(try files.folder.text("pool_passwd") == "a\\:b\\\\c:\(Self.password)\n")
        let refused = try files.set("x\ny", "secret")
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("Pgpool-II could not find it"))
        #expect(try files.folder.text("pool_passwd") == "a\\:b\\\\c:\(Self.password)\n")
    }

    @Test("a new file is the owner's alone; mode and owner of one that is there stay")
    func modes() throws {
        let files = try Files()
        _ = try files.set("bob", "secret")
        #expect(try files.status("pool_passwd").st_mode & 0o7777 == 0o600)
        chmod(files.folder.path("pool_passwd"), 0o640)
        let isRoot = geteuid() == 0
        if isRoot { chown(files.folder.path("pool_passwd"), 12345, 54321) }
        _ = try files.set("bob", "other")
        let status = try files.status("pool_passwd")
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(!isRoot || status.st_uid == 12345 && status.st_gid == 54321)
    }

    @Test(
        "root makes a new file for the user whose configuration it is",
        .enabled(if: geteuid() == 0, "not root")
    )
    func ownerOfNew() throws {
        let files = try Files()
        chown(files.folder.path("pgpool.conf"), 12345, 54321)
        #expect(try files.set("bob", "secret").errorText == "")
        let status = try files.status("pool_passwd")
        #expect(status.st_uid == 12345 && status.st_gid == 54321 && status.st_mode & 0o7777 == 0o600)
    }

    @Test(
        "a new file that only root can read is made with a word, once",
        .enabled(if: geteuid() == 0, "not root")
    )
    func rootsNew() throws {
        let files = try Files()
        let path = files.folder.path("pool_passwd")
        #expect(
            try files.set("bob", "secret").errorText
                == "pg_enc: made \(path), which only root can read; change its owner to the user that runs Pgpool-II\n"
        )
        #expect(try files.set("bob", "other").errorText == "")
    }

    @Test("a pool_passwd that is not UTF-8 is refused, and no file of another name is made")
    func locationNotUTF8() throws {
        let files = try Files()
        try files.folder.write(
            Array("pool_passwd = 'caf".utf8) + [0xE9] + Array("'\n".utf8),
            to: "pgpool.conf"
        )
        let outcome = try files.set("bob", "secret")
        #expect(outcome.status == 1)
        #expect(outcome.errorText.hasPrefix("Error: the value of pool_passwd in "))
        #expect(outcome.errorText.hasSuffix("pgpool.conf is not UTF-8\n"))
        #expect(files.folder.names() == ["pgpool.conf"])
    }

    @Test("a symbolic link stays, and the file behind it is replaced")
    func symbolicLink() throws {
        let files = try Files()
        mkdir(files.folder.path("elsewhere"), 0o700)
        try files.folder.write("a:1\n", to: "elsewhere/passwd")
        symlink("elsewhere/passwd", files.folder.path("pool_passwd"))
        _ = try files.set("bob", "secret")
        var status = stat()
        lstat(files.folder.path("pool_passwd"), &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        #expect(try files.folder.text("elsewhere/passwd") == "a:1\nbob:\(Self.password)\n")
    }

    @Test(
        "pool_passwd of the configuration is honoured",
        arguments: [
            ("", "pool_passwd"), ("pool_passwd = 'users'\n", "users"), ("pool_passwd 'users'\n", "users"),
            ("pool_passwd = 'a'\npool_passwd = 'users'\n", "users"), ("pool_passwd = users\n", "users"),
            ("#pool_passwd = 'a'\n", "pool_passwd"), ("pool_passwd = 'sub/users' # here\n", "sub/users"),
            ("pool_passwd = 'FOLDER/sub/users'\n", "sub/users"), ("include 'more.conf'\n", "included"),
            ("pool_passwd = 'a'\ninclude 'more.conf'\n", "included"),
            ("include 'more.conf'\npool_passwd = 'users'\n", "users"),
        ]
    )
    func location(configuration: String, name: String) throws {
        let files = try Files()
        mkdir(files.folder.path("sub"), 0o700)
        try files.folder.write("pool_passwd = 'included'\n", to: "more.conf")
        let text = files.folder.path
        try files.folder.write(
            configuration.split(separator: "FOLDER", omittingEmptySubsequences: false).joined(
                separator: text
            ),
            to: "pgpool.conf"
        )
        // Beside the configuration, wherever the tool runs.
        let outcome = try Program.built("pg_enc").run(
            ["-m", "-f", files.folder.path("pgpool.conf"), "-K", "k", "-u", "bob", "secret"],
            folder: "/"
        )
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try files.folder.text(name) == "bob:\(Self.password)\n")
    }

    @Test(
        "a configuration that is missing, broken, or has no password file ends with status 1",
        arguments: ["", "= 5\n", "include 'missing.conf'\n", "pool_passwd = ''\n"]
    )
    func brokenConfiguration(content: String) throws {
        let files = try Files()
        try files.folder.write(content, to: "broken.conf")
        let name = content.isEmpty ? "missing.conf" : "broken.conf"
        let outcome = try Program.built("pg_enc").run(
            ["-m", "-f", files.folder.path(name), "-K", "k", "-u", "bob", "secret"]
        )
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(
            outcome.errorText.contains(content.hasPrefix("pool") ? "is empty" : "Unable to get configuration")
        )
        #expect(!files.folder.names().contains("pool_passwd"))
    }

    @Test("a file of users is written at once, bad lines are told, and the status says so")
    func inputFile() throws {
        let files = try Files()
        let input = """
            bob:secret
            :nobody
            nocolon
            empty:

            carol:pw:with:colon
            bob:again
            a\\b:secret
            long:\(String(repeating: "x", count: 80))
            longer:\(String(repeating: "x", count: 129))
            \(String(repeating: "n", count: 129)):secret
            last:secret
            """
        try files.folder.write(input, to: "input")
        let outcome = try files.run(["-m", "-K", "k", "-u", "ignored", "-i", files.folder.path("input")])
        #expect(outcome.status == 1)
        #expect(
            outcome.text == "trying to read username:password pairs from file \(files.folder.path("input"))\n"
        )
        #expect(
            outcome.errorText.split(separator: "\n").filter { $0.hasPrefix("LINE#") } == [
                "LINE#02: invalid username:password pair", "LINE#03: invalid username:password pair",
                "LINE#04: invalid username:password pair",
                "LINE#09: the password has 80 bytes; Pgpool-II can read an entry of at most 79",
                "LINE#10: input exceeds maximum password length 128",
                "LINE#11: input exceeds maximum username length 128",
            ]
        )
        // Of the distribution's pg_enc: -K k again, and -K k pw:with:colon.
        let lines = try files.folder.text("pool_passwd").split(separator: "\n")
        #expect(lines.map { $0.prefix { $0 != "A" } } == ["bob:", "carol:", "a\\\\b:", "last:"])
        #expect(lines[0] != lines[3].replacing("last", with: "bob"))
        #expect(lines[2] == "a\\\\b:\(Self.password)")

        let printed = try files.run(["-K", "k", "-i", files.folder.path("input")])
        #expect(printed.status == 1)
        #expect(
            printed.text.split(separator: "\n").filter { $0.hasPrefix("pool_passwd string: ") }.count == 5
        )
    }

    @Test("a user name of 128 bytes is taken from a file, too")
    func longestName() throws {
        let files = try Files()
        let name = String(repeating: "n", count: 128)
        try files.folder.write(name + ":secret\n", to: "input")
        #expect(try files.run(["-m", "-K", "k", "-i", files.folder.path("input")]).status == 0)
        #expect(try files.folder.text("pool_passwd") == "\(name):\(Self.password)\n")
    }

    @Test(
        "the distribution's pg_enc makes the same of a file of good lines",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed")
    )
    func sameInputFile() throws {
        let ours = try Files()
        let theirs = try Files()
        for files in [ours, theirs] {
            try files.folder.write("old:1\nb:2\n", to: "pool_passwd")
            try files.folder.write("a:1\n\nb:x:y\nc: spaced \na:last\n", to: "input")
        }
        for arguments in [["-i", "input"], ["-m", "-i", "input"]] {
            let all = ["-f", "pgpool.conf", "-K", "k"] + arguments
            let own = try Program.built("pg_enc").run(all, folder: ours.folder.path)
            let other = try #require(Programs.distributionPgEnc).run(all, folder: theirs.folder.path)
            #expect(own.output == other.output)
            #expect(own.status == 0 && other.status == 0)
        }
        #expect(try ours.folder.text("pool_passwd") == theirs.folder.text("pool_passwd"))
    }

    @Test("an input file that is missing ends with status 1")
    func missingInput() throws {
        let files = try Files()
        let outcome = try files.run(["-m", "-K", "k", "-i", "/missing"])
        #expect(outcome.status == 1)
        #expect(outcome.errorText == "failed to open input_file \"/missing\" (No such file or directory)\n\n")
    }

    @Test("20 at once keep all 20")
    func parallel() throws {
        let files = try Files()
        try files.folder.write("first:1\n", to: "pool_passwd")
        let tool = try Program.built("pg_enc")
        let running = try (0..<20).map { number in
            try tool.start(
                octets: [
                    "-m", "-f", files.folder.path("pgpool.conf"), "-K", "k", "-u", "user\(number)", "secret",
                ]
                .map { Array($0.utf8) }
            )
        }
        #expect(running.map { $0.wait() } == Array(repeating: 0, count: 20))
        let lines = Set(try files.folder.text("pool_passwd").split(separator: "\n").map(String.init))
        #expect(lines == Set(["first:1"] + (0..<20).map { "user\($0):\(Self.password)" }))
    }

    @Test("a kill at any instant leaves the old file or the new one")
    func killed() throws {
        let files = try Files()
        let old = (0..<3000).map { "user\($0):old\n" }.joined()
        let new = (0..<3000).map { "user\($0):\($0 < 200 ? Self.password : "old")\n" }.joined()
        try files.folder.write((0..<200).map { "user\($0):secret\n" }.joined(), to: "input")
        let arguments = [
            "-m", "-f", files.folder.path("pgpool.conf"), "-K", "k", "-i", files.folder.path("input"),
        ]
        .map { Array($0.utf8) }
        let tool = try Program.built("pg_enc")
        try files.folder.write(old, to: "pool_passwd")
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try tool.start(octets: arguments).wait() == 0)
        let whole = clock.now - start
        #expect(try files.folder.text("pool_passwd") == new)
        // Closer and closer together towards the end, where the writing is.
        for step in 0..<24 {
            try files.folder.write(old, to: "pool_passwd")
            let running = try tool.start(octets: arguments)
            usleep(UInt32(whole / .microseconds(1) * (1 - 1 / Double(step + 2))))
            running.signal(SIGKILL)
            _ = running.wait()
            let left = try files.folder.text("pool_passwd")
            #expect(left == old || left == new)
        }
        // And whatever they left, the next run works.
        #expect(try tool.start(octets: arguments).wait() == 0)
        #expect(try files.folder.text("pool_passwd") == new)
    }

    @Test(
        "where the file may not grow, the old one stays and the status says so",
        .enabled(if: Program.find("prlimit") != nil, "prlimit is not installed")
    )
    func noRoom() throws {
        let files = try Files()
        let old = (0..<3000).map { "user\($0):old\n" }.joined()
        try files.folder.write(old, to: "pool_passwd")
        let prlimit = try #require(Program.find("prlimit"))
        let outcome = try prlimit.run(
            [
                "--fsize=8192", Program.built("pg_enc").path, "-m", "-f", files.folder.path("pgpool.conf"),
                "-K", "k",
            ]
                + ["-u", "bob", "secret"]
        )
        #expect(outcome.status != 0)
        #expect(try files.folder.text("pool_passwd") == old)
    }

    @Test(
        "a full disk leaves the old file, and the status says so",
        .enabled(if: geteuid() == 0 && Program.find("mount") != nil, "only root can mount a small disk")
    )
    func fullDisk() throws {
        let files = try Files()
        let disk = files.folder.path("disk")
        mkdir(disk, 0o700)
        let mount = try #require(Program.find("mount")).run(["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk])
        // A container may forbid it, even to root.
        guard mount.status == 0 else { return }
        defer { _ = try? Program.find("umount")?.run([disk]) }
        let old = (0..<3000).map { "user\($0):old\n" }.joined()
        try files.folder.write("pool_passwd = 'disk/pool_passwd'\n", to: "pgpool.conf")
        try files.folder.write(old, to: "disk/pool_passwd")
        let outcome = try files.set("bob", "secret")
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("No space left on device"))
        #expect(try files.folder.text("disk/pool_passwd") == old)
    }
}

/// A folder with a configuration.
struct Files {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // The original takes no configuration without a setting.
        try folder.write("port = 9999\n", to: "pgpool.conf")
    }

    /// Runs the tool with that configuration.
    func run(_ arguments: [String], _ input: String = "") throws -> Program.Outcome {
        try Program.built("pg_enc").run(
            ["-f", folder.path("pgpool.conf")] + arguments,
            input: Array(input.utf8)
        )
    }

    /// Sets a user's entry under the key `k`.
    func set(_ user: String, _ password: String) throws -> Program.Outcome {
        try run(["-m", "-K", "k", "-u", user, password])
    }

    func status(_ name: String) throws -> stat {
        var status = stat()
        guard stat(folder.path(name), &status) == 0 else {
            throw NoSuchFile(name: name)
        }
        return status
    }
}

struct NoSuchFile: Error {
    let name: String
}
