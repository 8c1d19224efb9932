import DERCoding
import DurableFiles
import Glibc
import NodeCertificates
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Keys and certificates that a change of a node replaces are kept")
struct KeptFilesTests {
    private let node: ExampleNode

    init() throws { node = try ExampleNode() }

    private func certificates(_ mark: String, day: Int64) -> CertificateFiles {
        let time = DERTime(secondsSince1970: 1_800_000_000 + day * 86_400)
        return CertificateFiles(ExampleNode.certificates(mark).files, at: time)
    }

    private func reissue(_ mark: String, day: Int64) throws {
        try node.run(.reissue(node.layout, certificates: certificates(mark, day: day)))
    }

    private func uninstall() throws -> NodePlan {
        let plan = try node.uninstallation()
        try node.run(plan)
        return plan
    }

    private func kept(_ name: String) -> [String] {
        node.folder.names(in: "keys/SSL-TLS/replaced").filter { $0.hasPrefix(name) }
    }

    @Test("Who may read what is public stays as the operator set it; keys are their owner's alone")
    func modes() throws {
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        let names = ["server.crt", "root.crt", "server.key"].map { "keys/SSL-TLS/server/" + $0 }
        for name in names { chmod(node.folder.path(name), 0o664) }
        func modes() throws -> [mode_t] {
            try names.map { name in
                var status = stat()
                try #require(stat(node.folder.path(name), &status) == 0)
                return status.st_mode & 0o7777
            }
        }
        for (mark, day) in [("0", 0), ("1", 1)] {
            try reissue(mark, day: Int64(day))
            #expect(try modes() == [0o644, 0o644, 0o600])
        }
    }

    @Test("The last three are there, and after uninstall none")
    func generations() throws {
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        #expect(!node.folder.names(in: "keys/SSL-TLS").contains("replaced"))
        for day in 1...5 {
            try reissue("\(day)", day: Int64(day))
            #expect(kept("").count == 6 * min(day, 3))
        }
        let names = ["20270118", "20270119", "20270120"].map { "server.key-\($0)T080000Z-none" }
        #expect(kept("server.key") == names)
        #expect(try node.folder.text("keys/SSL-TLS/replaced/" + names[0]) == "2 server/server.key\n")
        let plan = try uninstall()
        #expect(plan.changes.filter { $0.kind == .replaced }.count == 18)
        #expect(!node.folder.names().contains("keys") || node.folder.names(in: "keys") == [])
    }

    @Test("The key of before install stays, although others took its place and no copy of it is left")
    func displaced() throws {
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0)
        }
        let place = "keys/SSL-TLS/server/server.key"
        try node.folder.write("of before", to: place, mode: 0o600)
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        for day in 1...5 { try reissue("\(day)", day: Int64(day)) }
        try node.folder.write("of others", to: place, mode: 0o600)
        let plan = try uninstall()
        #expect(try node.folder.text(place) == "of others")
        #expect(kept("").count == 1)
        let name = try #require(kept("server.key").first)
        #expect(try node.folder.text("keys/SSL-TLS/replaced/" + name) == "of before")
        #expect(plan.notes.contains { $0.hasPrefix("what was ") && $0.contains(name) })
    }

    @Test(
        "What was made since settings that stay were in force stays, and of what it replaced there is a copy"
    )
    func beganInForce() throws {
        try begin()
        func plan(_ began: Bool) throws -> NodePlan {
            var baseline = try #require(try node.state().baseline())
            baseline.beganInForce = began
            return try .uninstall(baseline, on: node.layout, at: .now)
        }
        #expect(Self.ofBefore(in: try plan(false)) == 2)
        let copies = Set(kept("")).subtracting(kept("client."))
        let plan = try plan(true)
        try node.run(plan)
        for name in Self.names {
            #expect(try node.folder.text(place(name)) == "5 server/\(name)\n")
            let new = try #require(kept(name).first { !copies.contains($0) })
            #expect(try node.folder.text("keys/SSL-TLS/replaced/" + new) == "of before")
            #expect(
                plan.notes.contains {
                    $0.contains(new) && $0.hasSuffix("since what was made since stays there")
                }
            )
        }
        #expect(copies.isSubset(of: kept("")))
        let set = node.layout.certificate("server/server.key")
        #expect(
            plan.notes.contains { $0.hasPrefix("\(set) is kept with all of its set, since ssl_key_file in ") }
        )
    }

    private static let names = ["server.key", "root.key"]

    private func place(_ name: String) -> String { "keys/SSL-TLS/server/" + name }

    /// How many files get back what they had.
    private static func ofBefore(in plan: NodePlan) -> Int {
        plan.changes.count { $0.after.content?.publicBytes == Array("of before".utf8) }
    }

    /// Settings name a pair that is there, and nothing is recorded, when the first of some reissues comes.
    private func begin() throws {
        try node.folder.write(
            "ssl = on\nssl_key_file = '\(node.layout.certificate("server/server.key"))'\n",
            to: "settings.conf"
        )
        for folder in ["keys", "keys/SSL-TLS", "keys/SSL-TLS/server"] {
            #expect(mkdir(node.folder.path(folder), 0o755) == 0)
        }
        for name in Self.names { try node.folder.write("of before", to: place(name), mode: 0o600) }
        for day in 1...5 { try reissue("\(day)", day: Int64(day)) }
    }

    @Test("What another tool kept goes when it is too old, and never comes back; the rest of it stays")
    func othersKept() throws {
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        let replaced = node.layout.certificate("replaced")
        #expect(mkdir(replaced, 0o700) == 0)
        let old = (1...3).map { "server.key-2026010\($0)T000000Z-0\($0)" }
        for name in old { try node.folder.write("an older key", to: "keys/SSL-TLS/replaced/" + name) }
        for name in old.dropFirst() { try node.folder.write(name, to: "keys/SSL-TLS/replaced/" + name) }
        try reissue("1", day: 1)
        #expect(kept("server.key").count == 3 && kept(old[0]) == [])
        _ = try uninstall()
        #expect(kept("") == Array(old.dropFirst()))
    }

    @Test("A change that is taken back takes what it kept with it, and brings back what it dropped")
    func takenBack() throws {
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        for day in 1...3 { try reissue("\(day)", day: Int64(day)) }
        let before = try node.everything()
        let plan = try NodePlan.reissue(node.layout, certificates: certificates("4", day: 4))
        #expect(plan.changes.contains { $0.kind == .replaced && $0.after == .absent })
        #expect(throws: NodeEncryptionError.refusedByServer(reason: "running")) {
            try node.run(plan, service: RefusingService(running: true))
        }
        #expect(try node.everything() == before)
    }

    @Test(
        "Where a file of a set is a mount of its own, the node stays as it was, byte for byte",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func irreplaceable() throws {
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        let path = node.layout.certificate("server/server.crt")
        let content = try node.folder.text("keys/SSL-TLS/server/server.crt")
        try node.folder.write(content, to: "elsewhere")
        guard mount(node.folder.path("elsewhere"), path, "", UInt(MS_BIND), nil) == 0 else { return }
        defer { umount2(path, Int32(MNT_DETACH)) }
        let before = try node.everything()
        let reason = NodeEncryptionError.file(.irreplaceable(path: path, code: EXDEV)).description
        #expect {
            try reissue("1", day: 1)
        } throws: { error in
            "\(error)" == reason + "; the change was undone"
        }
        #expect(try node.everything() == before)
        #expect(node.folder.names(in: "keys") == ["SSL-TLS"])
        #expect(node.folder.names(in: "keys/SSL-TLS/server").allSatisfy { !$0.hasPrefix(".") })
    }

    /// Why the folder of a set cannot be exchanged as a whole, where its files can be replaced.
    static let hindrances: [(operation: FileOperation, code: Int32)] = [
        (.rename, EINVAL), (.rename, EPERM), (.makeFolder, EACCES), (.setOwner, EPERM),
    ]

    @Test(
        "Where a folder cannot be exchanged, its files are replaced one by one with a way back",
        arguments: hindrances.indices
    )
    func oneByOne(index: Int) throws {
        let (hindered, code) = Self.hindrances[index]
        let folders = ["server", "client"].map { node.layout.certificate($0) }
        func interception(failingFrom step: Int, _ count: Counter) -> FileInterception {
            FileInterception(largestWrite: 1 << 16) { operation, path throws(FileError) in
                if operation == hindered, folders.contains(path) {
                    throw .system(operation, path: path, code: code)
                }
                if count.next() >= step { throw .system(operation, path: path, code: EIO) }
            }
        }
        func set() throws -> [String: FileState] {
            try node.everything().filter {
                !$0.key.utf8.starts(with: node.layout.certificate("replaced").utf8)
            }
        }
        try node.run(.install(node.layout, certificates: certificates("0", day: 0)))
        // Only what is somebody else's has to be given away.
        if hindered == .setOwner {
            guard geteuid() == 0 else { return }
            for folder in folders { #expect(chown(folder, 4711, 4711) == 0) }
        }
        let old = try set()
        let identity = try Folder(folders[0]).status().identity
        let all = Counter()
        try FileInterception.$current.withValue(interception(failingFrom: .max, all)) {
            try reissue("1", day: 1)
        }
        #expect(try Folder(folders[0]).status().identity == identity)
        let new = try set()
        #expect(new != old && new.keys.sorted() == old.keys.sorted())
        // Only the tool's own hindrance is looked at in all; of kills one kind is enough.
        guard index == 0 else { return }
        for step in stride(from: 0, to: all.value, by: 1) {
            #expect(throws: NodeEncryptionError.self) {
                try FileInterception.$current.withValue(interception(failingFrom: step, Counter())) {
                    try reissue("2", day: 2)
                }
            }
            let recovery = try node.state().recover(on: ContentService())
            if recovery.completed == .reissue || recovery == .nothing, try set() != new {
                try reissue("1", day: 3)
            }
            #expect(try set() == new, "step \(step)")
            #expect(
                node.folder.names(in: "keys/SSL-TLS/server").allSatisfy { !$0.hasPrefix(".") },
                "step \(step)"
            )
        }
        #expect(all.value > 60)
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
