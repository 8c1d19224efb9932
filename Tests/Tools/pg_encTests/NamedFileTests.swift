import Glibc
import TestSupport
import Testing

/// A configuration that is the server's user's, and what he names in it.
@Suite(
    "A pool_passwd that the server's user names is one that he could write",
    .enabled(if: geteuid() == 0, "only root changes what others name")
)
struct NamedFileTests {
    private let folder: TemporaryFolder
    private static let user: uid_t = 12
    private static let group: gid_t = 34

    init() throws {
        folder = try TemporaryFolder()
        for name in ["conf", "conf/roots", "conf/his", "roots", "his"] {
            try #require(mkdir(folder.path(name), 0o755) == 0)
        }
        try give("conf/his")
        try give("his")
    }

    private func give(_ name: String) throws {
        try #require(lchown(folder.path(name), Self.user, Self.group) == 0)
    }

    /// Sets an entry by a configuration of his that names a file.
    private func set(naming name: String) throws -> Program.Outcome {
        try folder.write("pool_passwd = '\(name)'\n", to: "conf/pgpool.conf")
        try give("conf/pgpool.conf")
        return try Program.built("pg_enc").run([
            "-m", "-f", folder.path("conf/pgpool.conf"), "-K", "k", "-u", "bob", "pw",
        ])
    }

    private func expectRefusal(of name: String, _ comment: Comment) throws {
        let before = try content(name)
        let outcome = try set(naming: name)
        #expect(outcome.status == 1, comment)
        #expect(outcome.text == "", comment)
        let path = PathTexts.joined(folder.path("conf"), name)
        #expect(
            outcome.errorText
                == "Error: pool_passwd in \(folder.path("conf/pgpool.conf")) names \(path); a user may write "
                + "that setting who may not write the file it leads to, so it is not followed; run this as that user, "
                + "or give the configuration and its directory to root\n",
            comment
        )
        #expect(try content(name) == before, comment)
    }

    private func content(_ name: String) throws -> [UInt8]? {
        let path = PathTexts.joined(folder.path("conf"), name)
        guard access(path, F_OK) == 0 else { return nil }
        return try folder.read(String(path.dropFirst(folder.path.count + 1)))
    }

    @Test("root's files are not, beside the configuration, below it or elsewhere")
    func roots() throws {
        try folder.write("host all all all reject\n", to: "conf/pool_hba.conf", mode: 0o644)
        try folder.write("root:x\n", to: "conf/roots/shadow", mode: 0o600)
        try folder.write("root:x\n", to: "roots/shadow", mode: 0o600)
        for name in ["pool_hba.conf", "roots/shadow", folder.path("roots/shadow"), "../roots/shadow"] {
            try expectRefusal(of: name, "\(name)")
        }
    }

    @Test("new files in root's folders are not, but for the one that is made if he names none")
    func new() throws {
        for name in ["other", "roots/new", folder.path("roots/new")] {
            try expectRefusal(of: name, "\(name)")
        }
        #expect(try set(naming: "pool_passwd").status == 0)
        #expect(try content("pool_passwd")?.starts(with: "bob:AES".utf8) == true)
    }

    @Test("a link of his leads nowhere, and one of root's where root wants it")
    func links() throws {
        try folder.write("root:x\n", to: "roots/shadow", mode: 0o600)
        try #require(symlink(folder.path("roots/shadow"), folder.path("conf/his/link")) == 0)
        try #require(symlink(folder.path("roots"), folder.path("conf/his/folder")) == 0)
        for name in ["his/link", "his/folder/shadow"] {
            let outcome = try set(naming: name)
            #expect(outcome.status == 1)
            #expect(outcome.errorText.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        }
        #expect(try folder.text("roots/shadow") == "root:x\n")
        try folder.write("", to: "his/file")
        try #require(symlink(folder.path("his/file"), folder.path("conf/link")) == 0)
        #expect(try set(naming: "link").status == 0)
        #expect(try folder.text("his/file").utf8.starts(with: "bob:AES".utf8))
    }

    @Test("his own files are, and what is in his folders")
    func own() throws {
        try folder.write("", to: "conf/users")
        try give("conf/users")
        for name in ["users", "his/new", folder.path("his/new")] {
            let outcome = try set(naming: name)
            #expect(outcome.status == 0, "\(name): \(outcome.errorText)")
            #expect(try content(name)?.starts(with: "bob:AES".utf8) == true)
        }
    }

    @Test("another user's are not, where both can write the configuration")
    func anotherUsers() throws {
        try #require(lchown(folder.path("conf"), 56, 78) == 0)
        try folder.write("", to: "conf/his/users")
        try expectRefusal(of: "his/users", "of the configuration's owner alone")
        try #require(lchown(folder.path("conf"), Self.user, Self.group) == 0)
        #expect(try set(naming: "his/users").status == 0)
    }

    @Test("a group's are, where its members can write a configuration of root's")
    func groups() throws {
        let name = "conf/pgpool.conf"
        func set(naming file: String) throws -> Program.Outcome {
            try folder.write("pool_passwd = '\(file)'\n", to: name, mode: 0o664)
            try #require(lchown(folder.path(name), 0, Self.group) == 0)
            return try Program.built("pg_enc").run([
                "-m", "-f", folder.path(name), "-K", "k", "-u", "bob", "pw",
            ])
        }
        func make(_ file: String, mode: mode_t, group: gid_t) throws {
            try folder.write("", to: "conf/" + file, mode: mode)
            try #require(lchown(folder.path("conf/" + file), 0, group) == 0)
        }
        try make("ours", mode: 0o664, group: Self.group)
        try make("others", mode: 0o664, group: 35)
        try make("roots/mine", mode: 0o644, group: Self.group)
        #expect(try set(naming: "ours").status == 0)
        #expect(try set(naming: "others").status == 1)
        #expect(try set(naming: "roots/mine").status == 1)
        #expect(try set(naming: "new").status == 1)
    }

    @Test("whatever is named is, where the configuration is root's alone")
    func rootsChoice() throws {
        try folder.write("pool_passwd = '\(folder.path("roots/file"))'\n", to: "conf/pgpool.conf")
        let outcome = try Program.built("pg_enc").run([
            "-m", "-f", folder.path("conf/pgpool.conf"), "-K", "k", "-u", "bob", "pw",
        ])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(folder.names(in: "roots") == ["file"])
    }
}

/// Paths as the tool makes them of a folder and a name.
private enum PathTexts {
    static func joined(_ folder: String, _ name: String) -> String {
        name.utf8.first == UInt8(ascii: "/") ? name : folder + "/" + name
    }
}
