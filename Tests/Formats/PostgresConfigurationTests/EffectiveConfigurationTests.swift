import Glibc
import PostgresConfiguration
import TestSupport
import Testing

@Suite("Settings in force")
struct EffectiveConfigurationTests {
    private func read(
        _ texts: [String: String],
        dialect: ConfigurationDialect = .postgres,
        overrides: [String] = []
    ) throws -> EffectiveConfiguration {
        try EffectiveConfiguration(
            path: "/d/main.conf",
            dialect: dialect,
            overrides: overrides,
            from: InMemorySource(texts: texts)
        )
    }

    @Test("includes are read where they stand, relative to the file that names them, folders by name")
    func includes() throws {
        let configuration = try read([
            "/d/main.conf":
                "a = 1\ninclude 'sub/x.conf'\ninclude_dir = 'more'\ninclude_if_exists 'none'\nlast = 1",
            "/d/sub/x.conf": "a = 2\ninclude 'y.conf'",
            "/d/sub/y.conf": "b = 1",
            "/d/more/20.conf": "c = 20",
            "/d/more/10.conf": "c = 10",
            "/d/more/.hidden.conf": "c = 30",
            "/d/more/30.conf~": "c = 40",
        ])
        #expect(configuration.problems == [])
        #expect(configuration.value(of: "A") == "2")
        #expect(configuration.setting(of: "b")?.path == "/d/sub/y.conf")
        #expect(configuration.value(of: "c") == "20")
        #expect(
            configuration.paths == [
                "/d/main.conf", "/d/sub/x.conf", "/d/sub/y.conf", "/d/more/10.conf", "/d/more/20.conf",
            ]
        )
    }

    @Test("a file whose name only looks like that of the one that includes it is another file")
    func namesThatLookTheSame() throws {
        let settings = try EffectiveConfiguration(
            path: TwinSource.composedPath,
            dialect: .postgres,
            from: TwinSource(composed: "include 'e\u{301}'\na = 1")
        )
        #expect(settings.value(of: "a") == "1")
        #expect(settings.paths.map { $0.utf8.count } == [5, 6])
        let rules = try HostBasedAuthenticationRules(
            path: TwinSource.composedPath,
            dialect: .postgres(majorVersion: 16),
            from: TwinSource(composed: "include e\u{301}\nhost all all all scram-sha-256")
        )
        #expect(rules.rules.count == 1)
    }

    @Test("a file read afterwards overrules, and may be missing")
    func overrides() throws {
        let texts = ["/d/main.conf": "a = 1\nb = 1", "/d/auto.conf": "a = '2'"]
        let configuration = try read(texts, overrides: ["/d/auto.conf", "/d/none.conf"])
        #expect(configuration.value(of: "a") == "2")
        #expect(configuration.value(of: "b") == "1")
        #expect(configuration.value(of: "c") == nil)
    }

    @Test("circles, depths and missing files are told apart")
    func refused() throws {
        #expect(throws: PostgresConfigurationError.cycle(path: "/d/main.conf")) {
            try read(["/d/main.conf": "include 'b'", "/d/b": "include 'main.conf'"])
        }
        var deep = ["/d/main.conf": "include '1'"]
        for level in 1...10 { deep["/d/\(level)"] = "include '\(level + 1)'" }
        deep["/d/10"] = "deepest = yes"
        #expect(try read(deep).value(of: "deepest") == "yes")
        deep["/d/10"] = "include '11'"
        deep["/d/11"] = ""
        #expect(throws: PostgresConfigurationError.tooDeep(path: "/d/11", limit: 10)) { try read(deep) }
        #expect(throws: PostgresConfigurationError.unreadable(path: "/d/main.conf", code: 2)) {
            try read([:])
        }
        let problems = try read(["/d/main.conf": "a = 1\ninclude 'none'\nb"]).problems
        #expect(problems.map(\.line) == [3, 2])
        #expect(problems.map(\.kind) == [.syntax, .missingInclude])
    }

    @Test("Pgpool-II knows include alone")
    func pgpool() throws {
        let texts = [
            "/d/main.conf": "include = 'x'\ninclude_dir = 'y'\nINCLUDE = 'z'\n", "/d/x": "ssl = on\n",
        ]
        let configuration = try read(texts, dialect: .pgpool)
        #expect(configuration.value(of: "ssl") == "on")
        #expect(configuration.value(of: "include_dir") == "y")
        #expect(configuration.problems == [])
    }

    @Test("A file of an included folder whose name is not UTF-8 is told, and not missed")
    func nameNotUTF8() throws {
        let place = try TemporaryFolder()
        try place.write("include_dir '.'\nssl = off\n", to: "main")
        let folder = open(place.path, O_RDONLY | O_DIRECTORY)
        defer { close(folder) }
        // "é" in Latin-1; the server reads what ends in .conf alone.
        for (end, isRead) in [(".bak", false), (".conf", true)] {
            let name = ([0xE9] + Array(end.utf8) + [0]).map { CChar(bitPattern: $0) }
            close(openat(folder, name, O_WRONLY | O_CREAT, 0o600))
            defer { unlinkat(folder, name, 0) }
            let source = ConfigurationFileSystem()
            do {
                let read = try EffectiveConfiguration(
                    path: place.path("main"),
                    dialect: .postgres,
                    from: source
                )
                #expect(!isRead)
                #expect(read.value(of: "ssl") == "off")
            } catch {
                #expect(isRead)
                #expect(error == .unreadable(path: place.path + "/.", code: EILSEQ))
            }
        }
    }
}
