import DurableFiles
import Foundation
import PostgresConfiguration
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("A node changed, undone, and brought to rest")
struct NodeStateTests {
    @Test(
        "install changes what it must, and uninstall brings every file back byte for byte",
        arguments: [
            NodeLayout.Role.postgres, .pgpool,
        ]
    )
    func installAndUninstall(role: NodeLayout.Role) throws {
        let node = try ExampleNode(role)
        let before = try node.everything()
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("one")))
        let installed = try node.everything()
        #expect(installed != before)
        #expect(try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one")).isEmpty)
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("two")))
        try node.run(node.uninstallation())
        #expect(try node.everything() == before)
        let gone = try node.state().baseline() == nil
        #expect(gone)
        #expect(try Folder(node.folder.path("state")).names() == [])
    }

    @Test("a service that refuses leaves everything as it was")
    func refused() throws {
        let node = try ExampleNode()
        let before = try node.everything()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        for service in [RefusingService(files: true), RefusingService(running: true)] {
            #expect(throws: NodeEncryptionError.self) { try node.run(plan, service: service) }
            #expect(try node.everything() == before)
            #expect(try Folder(node.folder.path("state")).names() == [])
        }
    }

    @Test("what an operator changed since stays his through a second install and uninstall")
    func operatorsLines() throws {
        let node = try ExampleNode()
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("one")))
        let settings = try node.folder.text("settings.conf")
        try node.folder.write(settings + "work_mem = 5MB\r\n", to: "settings.conf", mode: 0o640)
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("two")))
        let rules = try node.folder.text("hba.conf").replacing("::/0          scram", with: "::/0  cert")
        try node.folder.write(rules, to: "hba.conf")
        let plan = try node.uninstallation()
        // And that his rule is for TLS, which the node has no more.
        #expect(plan.notes.count == 3, "\(plan.notes)")
        #expect(plan.notes.contains { $0.contains("hba.conf, line 4: changed by others since") })
        #expect(plan.notes.contains { $0.contains("settings.conf, line 5: written by others since") })
        try node.run(plan)
        #expect(try node.folder.text("settings.conf") == ExampleNode.configuration + "\r\nwork_mem = 5MB\r\n")
        let turned = ExampleNode.rules.replacing(
            "host    all   all   ::/0          scram",
            with: "hostssl    all   all   ::/0  cert"
        )
        #expect(try node.folder.text("hba.conf") == turned)
        #expect(try FileState.read(node.layout.certificates) == .absent)
    }

    @Test("killed at any step, the next run brings the node to the old state or the new one")
    func kills() throws {
        let counting = try ExampleNode()
        let steps = Steps(failingFrom: .max)
        let plan = try NodePlan.install(counting.layout, certificates: ExampleNode.certificates("one"))
        try FileInterception.$current.withValue(steps.interception) { try counting.run(plan) }
        let count = steps.count
        #expect(count > 60)
        for step in 1...count {
            let node = try ExampleNode()
            let before = try node.everything()
            let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
            let dying = Steps(failingFrom: step)
            #expect(throws: NodeEncryptionError.self) {
                try FileInterception.$current.withValue(dying.interception) { try node.run(plan) }
            }
            try expectThatServerCouldStart(node, "killed at step \(step) of \(count)")
            try expectRecovery(node, before, "killed at step \(step) of \(count)")
        }
    }

    @Test("where any one step fails, as on a full disk, everything is as it was when the run ends")
    func failures() throws {
        var step = 0
        var wasReached = true
        while wasReached {
            step += 1
            let node = try ExampleNode()
            let before = try node.everything()
            let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
            let failing = Steps(failing: step)
            var error: (any Error)?
            do {
                try FileInterception.$current.withValue(failing.interception) { try node.run(plan) }
            } catch let thrown {
                error = thrown
            }
            wasReached = failing.count >= step
            let state = try node.state()
            let recovery = try state.recover(on: ContentService())
            if error != nil, try state.baseline() == nil {
                #expect(try node.everything() == before, "step \(step)")
                #expect(recovery == .nothing || recovery == .undone(operation: .install, notes: []))
            } else {
                // All was done but for the book-keeping, or for tidying up.
                let again = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
                #expect(again.isEmpty, "step \(step)")
            }
        }
        #expect(step > 60)
    }

    @Test("killed at any step of an uninstall, and again while that is undone, the node comes to rest")
    func killsOfUninstall() throws {
        let first = try ExampleNode()
        let old = try first.everything().count
        try first.run(.install(first.layout, certificates: ExampleNode.certificates("one")))
        let installed = try first.everything().count
        let steps = Steps(failingFrom: .max)
        let plan = try first.uninstallation()
        try FileInterception.$current.withValue(steps.interception) { try first.run(plan) }
        for step in 1...steps.count {
            let node = try ExampleNode()
            let before = try node.everything()
            try node.run(.install(node.layout, certificates: ExampleNode.certificates("one")))
            let after = try node.everything()
            let plan = try node.uninstallation()
            let dying = Steps(failingFrom: step)
            #expect(throws: NodeEncryptionError.self) {
                try FileInterception.$current.withValue(dying.interception) { try node.run(plan) }
            }
            try expectThatServerCouldStart(node, "step \(step)")
            let dyingAgain = Steps(failingFrom: 1 + step % 7)
            FileInterception.$current.withValue(dyingAgain.interception) {
                _ = try? node.state().recover(on: ContentService())
            }
            try expectThatServerCouldStart(node, "step \(step), and again")
            let recovered = try node.state().recover(on: ContentService())
            let now = try node.everything()
            #expect(now == before || now == after, "step \(step): \(recovered)")
            #expect([old, installed].contains(now.count))
        }
    }

    @Test(
        "the files of a set that is replaced are of one set at every step, and what an operator put there stays"
    )
    func together() throws {
        let node = try ExampleNode()
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("one")))
        try node.folder.write("his", to: "keys/SSL-TLS/server/own.crt", mode: 0o644)
        let plan = try NodePlan.reissue(node.layout, certificates: ExampleNode.certificates("two"))
        let steps = Steps(failingFrom: .max)
        let seen = Seen()
        steps.look = {
            for name in ["server", "client"] {
                let folder = node.layout.certificate(name)
                let marks = ["key", "crt"].map { end in
                    FileManager.default.contents(atPath: "\(folder)/\(name).\(end)")
                        .map { String(decoding: $0.prefix(3), as: UTF8.self) } ?? ""
                }
                seen.add(marks)
            }
        }
        let before = try node.everything()
        try FileInterception.$current.withValue(steps.interception) { try node.run(plan) }
        #expect(seen.all == [["one", "one"], ["two", "two"]])
        let after = try node.everything()
        // Beside the set, each run keeps what it replaces.
        func set(_ all: [String: FileState]) -> [String: FileState] {
            all.filter { !$0.key.utf8.starts(with: node.layout.certificate("replaced").utf8) }
        }
        #expect(set(after).keys.sorted() == before.keys.sorted())
        #expect(try node.folder.text("keys/SSL-TLS/server/own.crt") == "his")
        for step in 1...steps.count {
            let dying = Steps(failingFrom: step)
            let whole = try node.everything()
            let back = try NodePlan.reissue(node.layout, certificates: ExampleNode.certificates("one"))
            #expect(throws: NodeEncryptionError.self) {
                try FileInterception.$current.withValue(dying.interception) { try node.run(back) }
            }
            let recovery = try node.state().recover(on: ContentService())
            if recovery.completed == .reissue || recovery == .nothing {
                try node.run(.reissue(node.layout, certificates: ExampleNode.certificates("two")))
            } else {
                #expect(try node.everything() == whole, "step \(step)")
            }
            #expect(try set(node.everything()) == set(after), "step \(step)")
        }
    }

    private func expectRecovery(_ node: ExampleNode, _ before: [String: FileState], _ comment: String) throws
    {
        let recovery = try node.state().recover(on: ContentService())
        let now = try node.everything()
        switch recovery {
        case .undone(_, []):
            #expect(now.keys.sorted() == before.keys.sorted(), "\(comment)")
            #expect(now == before, "\(comment)")
        case .nothing where now == before: break
        // Killed after the last file was removed, before that was on the disk.
        case .nothing: fallthrough
        case .completed:
            let again = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
            #expect(again.isEmpty, "\(comment)")
        case .undone, .undoneInPart: Issue.record("\(comment): nobody else changed anything")
        }
        #expect(try Folder(node.folder.path("state")).names().allSatisfy { $0 == "baseline" })
        try node.run(.install(node.layout, certificates: ExampleNode.certificates("one")))
        try node.run(node.uninstallation())
        #expect(try node.everything() == before, "\(comment)")
    }

    /// What PostgreSQL wants to start: readable settings, and with `ssl = on` the files that they name.
    private func expectThatServerCouldStart(_ node: ExampleNode, _ comment: String) throws {
        let settings = try EffectiveConfiguration(
            path: node.layout.configuration,
            dialect: .postgres,
            from: ConfigurationFileSystem()
        )
        #expect(settings.problems.isEmpty, "\(comment)")
        if settings.value(of: "ssl") == "on" {
            for name in ["ssl_cert_file", "ssl_key_file", "ssl_ca_file"] {
                let path = try #require(settings.value(of: name), "\(comment)")
                #expect(try FileState.read(path).content != nil, "\(comment)")
            }
        }
        let rules = try HostBasedAuthenticationRules(
            path: node.layout.authentication,
            dialect: .postgres(majorVersion: 15),
            from: ConfigurationFileSystem()
        )
        #expect(rules.problems.isEmpty, "\(comment)")
    }

    @Test("what the tool remembers is read back as it was, and refused when a single byte is another")
    func coding() throws {
        let node = try ExampleNode()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let baseline = try Baseline().adding(plan)
        let journal = Journal(
            operation: .install,
            phase: .accepted,
            changes: plan.changes,
            roles: [RoleChange(user: "r", before: nil, after: SharedSecret(copying: [1, 2].span))],
            baseline: baseline
        )
        let octets = journal.encoded()
        let plain = (0..<octets.count).map { octets.span[$0] }
        let again = try Journal(encoded: SecretBytes(copying: plain.span))
        #expect(again == journal)
        let baselineAgain = try Baseline(encoded: baseline.encoded())
        #expect(baselineAgain == baseline)
        var random = SeededRandom(seed: 9)
        for _ in 0..<300 {
            var broken = plain
            let pick = random.bytes(count: 3)
            let index = (Int(pick[0]) << 8 | Int(pick[1])) % broken.count
            broken[index] ^= pick[2] | 1
            #expect(throws: StateReader.Refusal.self) {
                try Journal(encoded: SecretBytes(copying: broken.span))
            }
            #expect(throws: StateReader.Refusal.self) {
                try Journal(encoded: SecretBytes(copying: Array(plain.prefix(index)).span))
            }
        }
    }

    @Test("secrets of a plan are not in its difference, nor in the baseline beyond what was there before")
    func secrets() throws {
        let node = try ExampleNode()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let difference = String(decoding: plan.difference, as: UTF8.self)
        #expect(!difference.contains("one server/server.key"))
        #expect(difference.contains("+one server/server.crt"))
        #expect(difference.contains("+hostssl\tall\tall\t0.0.0.0/0\tscram-sha-256"))
        let octets = try Baseline().adding(plan).encoded()
        let text = String(decoding: (0..<octets.count).map { octets.span[$0] }, as: UTF8.self)
        #expect(!text.contains("one server/server.key"))
        #expect(text.contains("one server/server.crt"))
    }
}

/// Counts the steps that change something, and lets none happen from a number on.
final class Steps: @unchecked Sendable {
    private(set) var count = 0
    private let failing: ClosedRange<Int>
    /// Called before each step.
    var look: () -> Void = {}

    /// Lets none happen from a number on.
    init(failingFrom: Int) { failing = failingFrom...(.max) }

    /// Lets the one of a number not happen.
    init(failing: Int) { self.failing = failing...failing }

    var interception: FileInterception {
        FileInterception { [self] operation, path throws(FileError) in
            count += 1
            look()
            if failing.contains(count) { throw .system(operation, path: path, code: 28) }
        }
    }
}

/// What was seen, each once.
final class Seen {
    private(set) var all: Set<[String]> = []

    func add(_ one: [String]) { all.insert(one) }
}
