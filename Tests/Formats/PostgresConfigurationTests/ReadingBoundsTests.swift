import Glibc
import Synchronization
import TestSupport
import Testing

@testable import PostgresConfiguration

@Suite("How much of a configuration is read")
struct ReadingBoundsTests {
    /// Files that each include the next one as often as it says, with the count of the readings.
    private final class CountingSource: ConfigurationSource, Sendable {
        let texts: [String: String]
        private let count = Mutex(0)
        var readings: Int { count.withLock { $0 } }

        init(_ texts: [String: String]) { self.texts = texts }

        func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
            count.withLock { $0 += 1 }
            return texts[path].map { Array($0.utf8) }
        }

        func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
            count.withLock { $0 += 1 }
            let names = texts.keys.filter { $0.hasPrefix(folder + "/") }
            return names.isEmpty ? nil : names.map { String($0.dropFirst(folder.count + 1)) }
        }
    }

    private static let files = EffectiveConfiguration.maximumFileCount
    private static let octets = EffectiveConfiguration.maximumByteCount

    private func settings(_ source: CountingSource) throws -> EffectiveConfiguration {
        try EffectiveConfiguration(path: "/d/0", dialect: .postgres, from: source)
    }

    private func rules(_ source: CountingSource) throws -> HostBasedAuthenticationRules {
        try HostBasedAuthenticationRules(path: "/d/0", dialect: .postgres(majorVersion: 16), from: source)
    }

    @Test("the bounds are those that SECURITY.md states, and those of the errors")
    func stated() {
        #expect(Self.files == 1_000)
        #expect(Self.octets == 32 * 1024 * 1024)
        #expect(ConfigurationFileSystem.maximumEntryCount == 10_000)
        #expect(EffectiveConfiguration.maximumIncludeDepth == 10)
    }

    @Test("nine files of ten includes each are no 10^9 readings", arguments: [true, false])
    func tower(isRules: Bool) throws {
        var texts = ["/d/9": isRules ? "local all all trust\n" : "a = 1\n"]
        for level in 0..<9 {
            texts["/d/\(level)"] = String(repeating: "include '\(level + 1)'\n", count: 10)
                .replacing("'", with: isRules ? "\"" : "'")
        }
        let source = CountingSource(texts)
        let error = #expect(throws: PostgresConfigurationError.self) {
            _ = isRules ? try rules(source).rules.count : try settings(source).settings.count
        }
        #expect(error == .tooManyFiles(path: "/d/9", limit: Self.files))
        #expect(error.map { "\($0)".contains("/d/9") && "\($0)".contains("1000") } == true)
        #expect(source.readings == Self.files)
    }

    @Test("as many files as may be are read, and not one more, whether they are there or not")
    func files() throws {
        func source(_ count: Int, _ line: (Int) -> String) -> CountingSource {
            var texts = ["/d/0": (1..<count).map(line).joined()]
            for number in 1..<count where number % 2 == 0 { texts["/d/\(number)"] = "a = \(number)\n" }
            return CountingSource(texts)
        }
        let line = { (number: Int) in "include_if_exists '\(number)'\n" }
        let read = try settings(source(Self.files, line))
        #expect(read.paths.count == Self.files / 2)
        #expect(read.value(of: "a") == "\(Self.files - 2)")
        #expect(throws: PostgresConfigurationError.tooManyFiles(path: "/d/\(Self.files)", limit: Self.files))
        {
            try settings(source(Self.files + 1, line))
        }
    }

    @Test("a folder counts with all its files, and each time that it is read in")
    func folders() throws {
        var texts = ["/d/0": "include_dir 'more'\ninclude_dir 'more'\n"]
        for number in 0..<600 { texts["/d/more/\(1000 + number).conf"] = "a = \(number)\n" }
        let source = CountingSource(texts)
        // The file itself, the folder, its 600, the folder again: 397 are left.
        #expect(throws: PostgresConfigurationError.tooManyFiles(path: "/d/more/1397.conf", limit: Self.files))
        {
            try settings(source)
        }
        #expect(source.readings == Self.files)
        texts["/d/0"] = "include_dir 'more'\n"
        #expect(try settings(CountingSource(texts)).value(of: "a") == "599")
    }

    @Test("the files together have a size that they may have", arguments: [0, 1])
    func octets(more: Int) throws {
        let comment = "#" + String(repeating: "x", count: (Self.octets / 4) - 2) + "\n"
        let line = "include 'part'\n"
        let main = String(repeating: line, count: 3)
        let rest = Self.octets - 3 * comment.utf8.count - main.utf8.count + more
        let source = CountingSource([
            "/d/0": main + "#" + String(repeating: "y", count: rest - 1), "/d/part": comment,
        ])
        if more == 0 {
            #expect(try settings(source).problems == [])
        } else {
            #expect(throws: PostgresConfigurationError.tooLargeTogether(path: "/d/part", limit: Self.octets))
            {
                try settings(source)
            }
        }
    }

    @Test("a real configuration of great size is read: many tenants' files, many rules")
    func real() throws {
        var texts = ["/d/0": "port = 5433\ninclude_dir 'tenants'\n"]
        for number in 0..<900 { texts["/d/tenants/\(number).conf"] = "tenant.a\(number) = 'x'\n" }
        #expect(try settings(CountingSource(texts)).settings.count == 901)
        let rule = "hostssl tenant user 10.0.0.0/8 scram-sha-256\n"
        let many = CountingSource(["/d/0": String(repeating: rule, count: 20_000)])
        #expect(try rules(many).rules.count == 20_000)
    }

    @Test("a folder with more entries than any configuration has is not listed to its end")
    func entries() throws {
        let folder = try TemporaryFolder()
        let most = ConfigurationFileSystem.maximumEntryCount
        // `.` and `..` are two of them.
        for number in 0..<most - 2 { #expect(link(number, in: folder)) }
        #expect(try ConfigurationFileSystem().files(in: folder.path)?.count == 0)
        #expect(link(most, in: folder))
        #expect(throws: PostgresConfigurationError.tooManyEntries(path: folder.path, limit: most)) {
            try ConfigurationFileSystem().files(in: folder.path)
        }
    }

    private func link(_ number: Int, in folder: TemporaryFolder) -> Bool {
        symlink("nowhere", folder.path("\(number)")) == 0
    }

    @Test("a change of all lines reads the file again once or twice, not once a line")
    func changes() throws {
        let count = 20_000
        var file = configuration(String(repeating: "a = 1\nb = 2\n", count: count))
        file.remove("a")
        file.comment("b")
        #expect(file.text == String(repeating: "#b = 2\n", count: count))
        var pool = configuration(String(repeating: "a = 1 b = 2 ", count: count) + "\n", .pgpool)
        pool.remove("a")
        #expect(pool.assignments.count == count)
        var rules = authentication(String(repeating: "host all all all md5\n", count: count))
        var changes = HostBasedAuthenticationFile.Changes()
        for index in 0..<count {
            changes.types[index] = .hostssl
            changes.methods[index] = "scram-sha-256"
        }
        try rules.apply(changes)
        #expect(rules.text == String(repeating: "hostssl all all all scram-sha-256\n", count: count))
        #expect(rules.records.count == count)
        #expect([file.readingCount, pool.readingCount, rules.readingCount] == [2, 1, 1])
    }

    @Test("a stray # without a line feed behind it is met once, wherever Pgpool-II's next one is")
    func strays() {
        // Looked for to the end each time, these would be 10^12 octets.
        let file = configuration(String(repeating: "a # ", count: 500_000), .pgpool)
        #expect(file.assignments.count == 500_000)
        #expect(file.assignments.allSatisfy { $0.value == [UInt8(ascii: "#")] })
    }
}
