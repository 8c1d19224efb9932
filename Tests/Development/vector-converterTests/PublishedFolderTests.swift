import Foundation
import Testing

@testable import vector_converter

@Suite("Published folders")
struct PublishedFolderTests {
    private func folder() throws -> (PublishedFolder, URL) {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for name in ["a.txt", "b.txt", "c.rsp"] {
            try Data(name.utf8).write(to: root.appendingPathComponent(name))
        }
        return (PublishedFolder(name: "p", root: root, paths: ["a.txt", "b.txt", "c.rsp"]), root)
    }

    @Test("files that are neither converted nor left out by a rule are an error")
    func noRule() throws {
        let (folder, root) = try folder()
        defer { try? FileManager.default.removeItem(at: root) }
        var ledger = Ledger()
        _ = try folder.data("c.rsp")
        #expect(throws: ConversionError.rules("b.txt", count: 0)) {
            try folder.leaveOut(by: [("/a.", "a reason")], in: &ledger)
        }
        try folder.leaveOut(by: [("/a.", "a reason"), (".txt", "another")], in: &ledger)
        #expect(
            ledger.text == "1\tp /a.\tfiles left out\ta reason\n1\tp .txt\tfiles left out\tanother\n"
        )
    }

    @Test("a rule that holds for no file is an error")
    func idleRule() throws {
        let (folder, root) = try folder()
        defer { try? FileManager.default.removeItem(at: root) }
        var ledger = Ledger()
        #expect(throws: ConversionError.rules("/z", count: 0)) {
            try folder.leaveOut(by: [(".txt", "a"), (".rsp", "b"), ("/z", "c")], in: &ledger)
        }
    }

    @Test("a wheel with another SHA-256 than the one that is pinned is refused")
    func wrongDigest() throws {
        let (_, root) = try folder()
        defer { try? FileManager.default.removeItem(at: root) }
        let wheel = root.appendingPathComponent("a.txt")
        // `found` is from `printf a.txt | sha256sum`.
        let pinned = String(repeating: "0", count: 64)
        let found = "18b7cb099a9ea3f50ba899b5ba81e0d377a5f3b16f8f6eeb8b3e58cd4692b993"
        #expect(throws: ConversionError.wrongFile("a.txt", expected: pinned, found: found)) {
            try PublishedFolder.unpack(wheel, sha256: pinned, into: root)
        }
    }
}
