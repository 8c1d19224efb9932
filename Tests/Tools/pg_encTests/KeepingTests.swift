import Glibc
import TestSupport
import Testing

@Suite("pg_enc lists, checks and deletes entries, and makes keys")
struct KeepingTests {
    private static let content = """
        # not: an entry, says the operator
        bob:AESlJlM3wBTcV9aW0Y0BHaXBA==
        carol:md5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        dave:TEXThidden
        erin:hidden
        bob:hidden
        f\\:x:SCRAM-SHA-256$4096:hidden
        none:

        """

    @Test("the list has users and types, and never a secret")
    func list() throws {
        let files = try Files()
        try files.folder.write(Self.content, to: "pool_passwd")
        let outcome = try files.run(["--list"])
        #expect(outcome.status == 0)
        #expect(
            outcome.text == """
                # not\tplain
                bob\tAES
                carol\tmd5
                dave\tTEXT
                erin\tplain
                bob\tplain\tnot used, an earlier line has this user
                f:x\tSCRAM-SHA-256
                none\tplain\tempty, ignored

                """
        )
        #expect(outcome.errorText == "")
    }

    @Test("the check says which AES entries do not decrypt")
    func check() throws {
        let files = try Files()
        try files.folder.write(Self.content, to: "pool_passwd")
        let right = try files.run(["--check", "-K", "k"])
        #expect(right.status == 0)
        #expect(right.text == "1 of 1 AES entries decrypt with this key\n")
        try files.folder.write(Self.content + "gina:AESAAAA\n", to: "pool_passwd")
        let wrong = try files.run(["--check", "-K", "other"])
        #expect(wrong.status == 1)
        #expect(wrong.text == "0 of 2 AES entries decrypt with this key\n")
        #expect(
            wrong.errorText
                == "LINE#2: bob: the entry does not decrypt with this key\n"
                + "LINE#9: gina: the entry is not valid: it must be AES and the Base64 of whole blocks, "
                + "without white space\n"
        )
    }

    @Test("deleting takes the user's entries and leaves the rest")
    func delete() throws {
        let files = try Files()
        try files.folder.write(Self.content, to: "pool_passwd")
        #expect(try files.run(["--delete", "bob"]).status == 0)
        #expect(try files.run(["--delete=f:x"]).status == 0)
        let left = Self.content.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("bob:") && !$0.hasPrefix("f\\:x:") }.joined(separator: "\n")
        #expect(try files.folder.text("pool_passwd") == left)
        let again = try files.run(["--delete", "bob"])
        #expect(again.status == 1)
        #expect(again.errorText.contains("has no entry for bob"))
        #expect(try files.folder.text("pool_passwd") == left)
    }

    @Test("where nothing is to be changed, no file is made and none replaced")
    func unchanged() throws {
        let files = try Files()
        try files.folder.write("bob\nann:\n", to: "input")
        let attempts = [["--delete", "bob"], ["-m", "-K", "k", "-i", files.folder.path("input")]]
        for arguments in attempts { #expect(try files.run(arguments).status == 1) }
        #expect(files.folder.names() == ["input", "pgpool.conf"])
        try files.folder.write("carol:x\n", to: "pool_passwd")
        let before = try files.status("pool_passwd").st_ino
        for arguments in attempts { #expect(try files.run(arguments).status == 1) }
        #expect(try files.status("pool_passwd").st_ino == before)
    }

    @Test("a key file that is not there is one line, and of one that cannot be reached the reason is said")
    func unreachableKey() throws {
        let files = try Files()
        try files.folder.write("", to: "file")
        let missing = try files.run(["-k", files.folder.path("none"), "pw"])
        #expect(missing.status == 1)
        #expect(missing.errorText == "encryption key not provided\n")
        let path = files.folder.path("file/key")
        let unreachable = try files.run(["-k", path, "pw"])
        #expect(unreachable.status == 1)
        #expect(unreachable.errorText.hasPrefix("WARNING: "))
        #expect(unreachable.errorText.contains(path))
        #expect(unreachable.errorText.hasSuffix("\nencryption key not provided\n"))
    }

    @Test("listing and checking need the file", arguments: [["--list"], ["--check", "-K", "k"]])
    func missing(arguments: [String]) throws {
        let files = try Files()
        let outcome = try files.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.errorText.hasSuffix("pool_passwd does not exist\n"))
        #expect(files.folder.names() == ["pgpool.conf"])
    }

    @Test(
        "what a killed run left is removed by the next that writes",
        arguments: [
            ["-m", "-K", "k", "-u", "bob", "pw"], ["--delete", "bob"], ["--generate-key", "-k", "KEY"],
        ]
    )
    func leftovers(arguments: [String]) throws {
        let files = try Files()
        try files.folder.write(Self.content, to: "pool_passwd")
        try files.folder.write(Self.content, to: ".pki-0123456789abcdef01234567.new")
        // Nothing that deep is ever made here.
        for deep in ["", "/a", "/a/b", "/a/b/c", "/a/b/c/stuck"] {
            mkdir(files.folder.path(".pki-0123456789abcdef01234568.new" + deep), 0o700)
        }
        let outcome = try files.run(arguments.map { $0 == "KEY" ? files.folder.path("key") : $0 })
        #expect(outcome.status == 0)
        #expect(
            files.folder.names().filter { $0 != "key" } == [
                ".pki-0123456789abcdef01234568.new", "pgpool.conf", "pool_passwd",
            ]
        )
    }

    @Test("a key file that cannot be made is not said to be there")
    func unmadeKey() throws {
        let folder = try TemporaryFolder()
        // Longer than a name can be.
        let path = folder.path(String(repeating: "k", count: 256))
        let outcome = try Program.built("pg_enc").run(["--generate-key", "-k", path])
        #expect(outcome.status == 1)
        #expect(outcome.errorText == "Error: cannot open \(path): File name too long\n")
        #expect(folder.names() == [])
    }

    @Test("a key file is made strong and private, and never over another")
    func generateKey() throws {
        let folder = try TemporaryFolder()
        let tool = try Program.built("pg_enc")
        let old = umask(0)
        defer { umask(old) }
        let made = try tool.run(["--generate-key", "-k", folder.path("key")])
        #expect(made.status == 0)
        #expect(made.text == "made the key file \(folder.path("key"))\n")
        let key = try folder.text("key")
        #expect(key.utf8.count == 45 && key.hasSuffix("=\n"))
        var status = stat()
        stat(folder.path("key"), &status)
        #expect(status.st_mode & 0o7777 == 0o600)
        let again = try tool.run(["--generate-key"], environment: ["PGPOOLKEYFILE": folder.path("key")])
        #expect(again.status == 1)
        #expect(again.errorText.hasSuffix("already exists, and was left as it is\n"))
        #expect(try folder.text("key") == key)
        #expect(try tool.run(["--generate-key", "-k", folder.path("other")]).status == 0)
        #expect(try folder.text("other") != key)
        // The key that was made is the key that is used.
        let used = try tool.run(["-k", folder.path("key"), "pw"]).text.split(separator: "\n").last
        #expect(try tool.run(["-K", String(key.dropLast()), "pw"]).text.split(separator: "\n").last == used)
    }
}
