import DurableFiles
import NodePlatform
import PgpoolPasswords
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

/// A server with stored passwords, at whose reload something happens.
private final class EventfulService: NodeService, Sendable {
    private let stored: Mutex<[String: SharedSecret]>
    private let refuses: Bool
    private let reloads = Atomic<Int>(0)
    private let event: @Sendable () -> Void

    init(
        stored: [String: String] = [:],
        refuses: Bool,
        at event: @escaping @Sendable () -> Void = {}
    ) {
        self.stored = Mutex(stored.mapValues { SharedSecret(copying: Array($0.utf8).span) })
        self.refuses = refuses
        self.event = event
    }

    func reload() {
        if reloads.add(1, ordering: .relaxed).newValue == 1 { event() }
    }

    func checkRunning(wantingEncryption: Bool) throws(NodeEncryptionError) {
        if refuses { throw .refusedByServer(reason: "running") }
    }

    func storedPassword(of user: String) -> SharedSecret? { stored.withLock { $0[user] } }

    func store(_ change: RoleChange) { stored.withLock { $0[change.user] = change.after } }

    func set(_ user: String, _ text: String) {
        store(RoleChange(user: user, before: nil, after: SharedSecret(copying: Array(text.utf8).span)))
    }
}

@Suite("A run, while others work on the same node")
struct RunningTests {
    private func secret(_ text: String) -> SharedSecret { SharedSecret(copying: Array(text.utf8).span) }

    /// A plan that sets an entry in `pool_passwd`, and no more.
    private func plan(_ node: ExampleNode, _ before: String, _ after: String) throws -> NodePlan {
        try node.folder.write(before, to: "pool_passwd")
        let path = node.folder.path("pool_passwd")
        let present = try FileState.read(path)
        guard case .file(_, let attributes) = present else { throw NodeEncryptionError.notInstalled }
        return NodePlan(
            operation: .install,
            changes: [
                FileChange(
                    path: path,
                    kind: .poolPasswords,
                    before: present,
                    after: .file(secret(after), attributes)
                )
            ]
        )
    }

    /// Sets an entry as `pg_enc` does, under the lock of the folder.
    private static func setEntry(_ user: String, in path: String) throws {
        var update = try PoolPasswdStore(path: path).beginUpdate()
        try update.file.set(Array(user.utf8), to: Array("AESother".utf8).span)
        try update.write(attributesOfNew: FileAttributes(mode: 0o600))
    }

    @Test(
        "what the operator's command writes under the same lock is let through, and outlives a run that fails"
    )
    func restartCommandWrites() throws {
        let node = try ExampleNode(.pgpool)
        let plan = try plan(node, "a:1\n", "a:1\nw:AESmine\n")
        let path = node.folder.path("pool_passwd")
        let service = EventfulService(refuses: true) {
            // With the lock still held this would wait for a minute, and throw.
            #expect(throws: Never.self) { try Self.setEntry("b", in: path) }
        }
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(plan, service: service) }
        #expect(try node.folder.text("pool_passwd") == "a:1\nb:AESother\n")
        #expect(
            error?.description
                == "the server rejected the change, and it was undone: running; "
                + "\(path) was changed by others in the meantime, and that change is kept"
        )
        #expect(try Folder(node.folder.path("state")).names() == [])
    }

    @Test("an entry that was changed meanwhile is neither put back nor passed over in silence")
    func entryChangedMeanwhile() throws {
        let node = try ExampleNode(.pgpool)
        let plan = try plan(node, "a:1\n", "a:1\nw:AESmine\n")
        let path = node.folder.path("pool_passwd")
        let service = EventfulService(refuses: true) { try? Self.setEntry("w", in: path) }
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(plan, service: service) }
        #expect(try node.folder.text("pool_passwd") == "a:1\nw:AESother\n")
        #expect(
            error?.description.hasSuffix("\(path): the entry for w was changed by others since, and is kept")
                == true
        )
    }

    @Test("a file that changed between the plan and its step stops the run, with all as it was")
    func changedBeforeItsStep() throws {
        let node = try ExampleNode(.pgpool)
        let plan = try plan(node, "a:1\n", "a:1\nw:AESmine\n")
        try node.folder.write("a:1\nb:2\n", to: "pool_passwd")
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(plan) }
        guard case .undoneButKept(.changedMeanwhile, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.exitStatus == .tryAgain)
        #expect(try node.folder.text("pool_passwd") == "a:1\nb:2\n")
    }

    private func rolePlan() -> NodePlan {
        NodePlan(
            operation: .install,
            role: RoleChange(user: "w", before: secret("md5old"), after: secret("SCRAM-new")),
            changes: []
        )
    }

    @Test("a stored password comes back with a run that fails, and one that others stored meanwhile stays")
    func role() throws {
        let node = try ExampleNode()
        let service = EventfulService(stored: ["w": "md5old"], refuses: true)
        #expect(throws: NodeEncryptionError.refusedByServer(reason: "running")) {
            try node.run(rolePlan(), service: service)
        }
        #expect(service.storedPassword(of: "w") == secret("md5old"))

        let other = Mutex<EventfulService?>(nil)
        let changed = EventfulService(stored: ["w": "md5old"], refuses: true) {
            other.withLock { $0 }?.set("w", "SCRAM-others")
        }
        other.withLock { $0 = changed }
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(rolePlan(), service: changed) }
        #expect(
            error?.description.hasSuffix("the password of w was changed since, and is kept") == true
        )
        #expect(changed.storedPassword(of: "w") == secret("SCRAM-others"))
        other.withLock { $0 = nil }
    }

    @Test("a stored password comes back with an interrupted run, and is remembered by one that was not")
    func roleAcrossRuns() throws {
        let node = try ExampleNode()
        let service = EventfulService(stored: ["w": "SCRAM-new"], refuses: false)
        do {
            let state = try node.state()
            let plan = rolePlan()
            try state.write(
                Journal(operation: .install, phase: .applying, changes: [], role: plan.role, baseline: nil)
            )
        }
        #expect(try node.state().recover(on: service) == .undone(operation: .install, notes: []))
        #expect(service.storedPassword(of: "w") == secret("md5old"))

        try node.run(rolePlan(), service: service)
        let baseline = try #require(try node.state().baseline())
        let role = try #require(baseline.roles.first)
        #expect(role.before == secret("md5old"))
        #expect(role.isLeft(in: secret("SCRAM-new")))
        #expect(!role.isLeft(in: secret("SCRAM-others")) && !role.isLeft(in: nil))
    }
}
