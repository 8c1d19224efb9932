import Glibc
import PostgresConfiguration
import TestSupport
import Testing

@Suite("Configurations of the file system")
struct FileSystemSourceTests {
    private let source = ConfigurationFileSystem()

    @Test("a file that is not there, and one below a file, is none; what cannot be read says why")
    func contents() throws {
        let folder = try TemporaryFolder()
        try folder.write("a = 1\n", to: "file")
        #expect(try source.contents(of: folder.path("file")) == Array("a = 1\n".utf8))
        #expect(symlink("file", folder.path("link")) == 0)
        #expect(try source.contents(of: folder.path("link")) == Array("a = 1\n".utf8))
        #expect(try source.contents(of: folder.path("none")) == nil)
        #expect(try source.contents(of: folder.path("file/below")) == nil)
        #expect(symlink("loop", folder.path("loop")) == 0)
        #expect(throws: PostgresConfigurationError.unreadable(path: folder.path("loop"), code: ELOOP)) {
            try source.contents(of: folder.path("loop"))
        }
        #expect(mkdir(folder.path("folder"), 0o700) == 0)
        #expect(throws: PostgresConfigurationError.notRegular(path: folder.path("folder"))) {
            try source.contents(of: folder.path("folder"))
        }
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(throws: PostgresConfigurationError.notRegular(path: folder.path("pipe"))) {
            try source.contents(of: folder.path("pipe"))
        }
    }

    @Test("a file of 16 MiB is read, and one of an octet more is not")
    func size() throws {
        let folder = try TemporaryFolder()
        let most = ConfigurationFileSystem.maximumByteCount
        #expect(most == 16 * 1024 * 1024)
        try folder.write("", to: "file")
        #expect(truncate(folder.path("file"), off_t(most)) == 0)
        #expect(try source.contents(of: folder.path("file"))?.count == most)
        #expect(truncate(folder.path("file"), off_t(most) + 1) == 0)
        #expect(throws: PostgresConfigurationError.tooLarge(path: folder.path("file"), limit: most)) {
            try source.contents(of: folder.path("file"))
        }
    }

    @Test("a folder has its files, through links too, and no folders; what is none says why")
    func files() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "a.conf")
        #expect(mkdir(folder.path("sub.conf"), 0o700) == 0)
        #expect(symlink("a.conf", folder.path("to-file.conf")) == 0)
        #expect(symlink("sub.conf", folder.path("to-folder.conf")) == 0)
        #expect(symlink("nothing", folder.path("to-nothing.conf")) == 0)
        #expect(try source.files(in: folder.path)?.sorted() == ["a.conf", "to-file.conf"])
        #expect(try source.files(in: folder.path("sub.conf")) == [])
        #expect(try source.files(in: folder.path("none")) == nil)
        #expect(try source.files(in: folder.path("a.conf")) == nil)
        #expect(symlink("loop", folder.path("loop")) == 0)
        #expect(throws: PostgresConfigurationError.unreadable(path: folder.path("loop"), code: ELOOP)) {
            try source.files(in: folder.path("loop"))
        }
    }

    @Test("of an included folder the shortest name that is read is one letter and .conf")
    func shortNames() throws {
        let texts = [
            "/d/main": "include_dir 'more'\n", "/d/more/a.conf": "a = 1\n", "/d/more/.conf": "b = 1\n",
            "/d/more/.b.conf": "b = 2\n", "/d/more/cconf": "c = 1\n", "/d/more/d.CONF": "d = 1\n",
        ]
        let read = try EffectiveConfiguration(
            path: "/d/main",
            dialect: .postgres,
            from: InMemorySource(texts: texts)
        )
        #expect(read.paths == ["/d/main", "/d/more/a.conf"])
        #expect(read.problems == [])
    }

    @Test("an include of blanks, of any kind, and of what must be there and is not, is refused")
    func missing() throws {
        let lines = [
            "include ''", "include ' '", "include 'none'", "include_if_exists ''",
            "include_if_exists '\\t\\r\\n '",
            "include_dir ''", "include_dir ' '", "include_dir 'none'", "include_if_exists 'none'", "a = 1",
        ]
        let read = try EffectiveConfiguration(
            path: "/d/main",
            dialect: .postgres,
            from: InMemorySource(texts: ["/d/main": lines.joined(separator: "\n"), "/d/ ": "a = 2"])
        )
        #expect(read.problems.map(\.line) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(read.problems.allSatisfy { $0.kind == .missingInclude && $0.path == "/d/main" })
        #expect(read.value(of: "a") == "1")
    }
}
