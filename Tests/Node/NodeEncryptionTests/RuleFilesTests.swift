import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

/// Whoever writes the rules names the files that root changes.
@Suite("Which files with rules are a node's own")
struct RuleFilesTests {
    private let folder: TemporaryFolder
    private let layout: NodeLayout

    init() throws {
        folder = try TemporaryFolder()
        for name in ["data", "data/rules", "data/..volume", "other"] {
            try #require(mkdir(folder.path(name), 0o755) == 0)
        }
        var layout = NodeLayout(role: .postgres, majorVersion: 17)
        layout.configuration = folder.path("data/postgresql.conf")
        layout.authentication = folder.path("data/pg_hba.conf")
        self.layout = layout
    }

    /// The own ones of these files, which the main one includes in this order.
    private func own(_ names: [String]) throws -> [String] {
        try folder.write(names.map { "include \($0)\n" }.joined(), to: "data/pg_hba.conf")
        let files = try RuleFiles(layout.rules(), layout)
        #expect(files.isOwn(layout.authentication))
        return names.filter { files.isOwn(folder.path("data/" + $0)) }
    }

    private func write(_ name: String) throws { try folder.write("host all all all md5\n", to: name) }

    @Test("those in the node's directories are, each once however it is named")
    func inside() throws {
        try write("data/rules/a.conf")
        let names = ["rules/a.conf", "rules/a.conf", "rules/../rules/a.conf"]
        #expect(try own(names) == names)
        let files = try RuleFiles(layout.rules(), layout).own
        #expect(files.count == 2)
        #expect(files.last?.hasSuffix("/data/rules/a.conf") == true)
    }

    @Test(
        "one elsewhere is not, by whichever way, nor one with a second name",
        arguments: ["../other/a.conf", "link.conf", "linked/a.conf", "b.conf", "..volume/c.conf"]
    )
    func elsewhere(name: String) throws {
        for name in ["other/a.conf", "data/b.conf", "data/..volume/c.conf"] { try write(name) }
        try #require(symlink("../other/a.conf", folder.path("data/link.conf")) == 0)
        try #require(symlink("../other", folder.path("data/linked")) == 0)
        try #require(link(folder.path("data/b.conf"), folder.path("other/b.conf")) == 0)
        #expect(try own([name]) == [])
    }
}
