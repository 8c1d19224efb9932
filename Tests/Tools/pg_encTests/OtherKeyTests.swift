import TestSupport
import Testing

@Suite("pg_enc warns of a key that Pgpool-II does not read")
struct OtherKeyTests {
    private let files: Files
    private static let others =
        "WARNING: 1 of 1 AES entries of other users do not decrypt with this key, and Pgpool-II has one key for all; "
        + "give the file of its key with -k FILE, and see --check\n"

    init() throws {
        files = try Files()
        try #require(try files.set("bob", "secret").status == 0)
    }

    @Test("where the entries of other users do not decrypt with it, and writes the entry all the same")
    func otherEntries() throws {
        let outcome = try files.run(["-m", "-K", "other", "-u", "ann", "secret"])
        #expect(outcome.status == 0)
        #expect(outcome.output == [])
        #expect(outcome.errorText == Self.others)
        #expect(try files.folder.text("pool_passwd").contains("\nann:AES"))
    }

    @Test("also of a file of many users")
    func manyUsers() throws {
        try files.folder.write("ann:secret\ncarol:secret\n", to: "input")
        let outcome = try files.run(["-m", "-K", "other", "-i", files.folder.path("input")])
        #expect(outcome.status == 0)
        #expect(outcome.errorText == Self.others)
        let input = files.folder.path("input")
        #expect(outcome.text == "trying to read username:password pairs from file \(input)\n")
    }

    @Test("but not where the entries are of the key, or all of them are made again")
    func sameKey() throws {
        #expect(try files.set("ann", "secret").errorText == "")
        #expect(try files.run(["--delete", "ann"]).status == 0)
        #expect(try files.run(["-m", "-K", "other", "-u", "bob", "secret"]).errorText == "")
    }

    @Test("nor by an entry that Pgpool-II does not use, or that is no AES")
    func unusedEntries() throws {
        let own = try #require(try files.folder.text("pool_passwd").split(separator: ":").last)
        try files.folder.write("ann:plain\nann:\(own)\ncarol:md5x\n", to: "pool_passwd")
        let outcome = try files.run(["-m", "-K", "other", "-u", "bob", "secret"])
        #expect(outcome.status == 0)
        #expect(outcome.errorText == "")
    }

    @Test(
        "that is in another user's home than the one's who has pgpool.conf, and names the file to give",
        .enabled(if: ServerAccount.postgres != nil, "only root has a configuration of another user")
    )
    func otherHome() throws {
        try ServerAccount.give(files.folder.path("pgpool.conf"))
        let arguments = ["-f", files.folder.path("pgpool.conf"), "--check"]
        let own = try Program.built("pg_enc").run(arguments)
        let lines = own.errorText.split(separator: "\n")
        let first = "WARNING: this is the key file /root/.pgpoolkey, but Pgpool-II"
        #expect(lines.first?.hasPrefix(first) ?? false)
        #expect(lines.first?.contains("runs as postgres, reads /") ?? false, "\(own.errorText)")
        #expect(lines.first?.hasSuffix("/.pgpoolkey") ?? false)
        #expect(lines.first?.contains("; give -k /") ?? false)

        // An empty path counts as none.
        let empty = try Program.built("pg_enc").run(arguments + ["-k", ""])
        #expect(
            empty.errorText.contains("\n" + first) || empty.errorText.hasPrefix(first),
            "\(empty.errorText)"
        )

        // Who says which key it is knows.
        try files.folder.write("k\n", to: "key", mode: 0o600)
        let key = files.folder.path("key")
        #expect(try Program.built("pg_enc").run(arguments + ["-k", key]).errorText == "")
        let named = try Program.built("pg_enc").run(arguments, environment: ["PGPOOLKEYFILE": key])
        #expect(named.status == 0)
        #expect(named.errorText == "")
    }

    @Test(
        "for the configuration of the host, too, unless an entry is only printed or both have one home",
        .enabled(if: MountNamespace.isAllowed && ServerAccount.postgres != nil, "no mounts of its own"),
        arguments: ["/home/reader", "/root"]
    )
    func hostConfiguration(home: String) throws {
        let (userID, groupID) = try #require(ServerAccount.postgres)
        let folder = files.folder
        try folder.write(
            "root:x:0:0::/root:/bin/sh\npostgres:x:\(userID):\(groupID)::\(home):/bin/sh\n",
            to: "passwd",
            mode: 0o644
        )
        try ServerAccount.give(folder.path("pgpool.conf"))
        // A host that has these two files in /etc, and no other.
        let host =
            "mount -t tmpfs tmpfs /etc && mkdir /etc/pgpool-II && cp -p \(folder.path("passwd")) /etc/passwd "
            + "&& cp -p \(folder.path("pgpool.conf")) /etc/pgpool-II/pgpool.conf"
        let warning =
            "WARNING: this is the key file /root/.pgpoolkey, but Pgpool-II, which runs as postgres, "
            + "reads \(home)/.pgpoolkey; give -k \(home)/.pgpoolkey\n"
        for (arguments, isOfHost) in [
            (["-m", "-u", "bob", "pw"], true), (["--check"], true), (["pw"], false),
            (["-u", "bob", "pw"], false),
        ] {
            let outcome = try MountNamespace.run(
                // Nobody's key is read, and none is made.
                host + " && mount -t tmpfs tmpfs /root",
                Program.built("pg_enc"),
                arguments
            )
            #expect(outcome.status == 1)
            #expect(
                outcome.errorText.contains(warning) == (isOfHost && home != "/root"),
                "\(arguments): \(outcome.errorText)"
            )
        }
    }
}
