import DurableFiles
import Glibc
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

    func reload(after changes: [FileChange]) {
        if reloads.add(1, ordering: .relaxed).newValue == 1 { event() }
    }

    func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        if refuses { throw .refusedByServer(reason: "running") }
        return ServerFindings()
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
        guard case .file(_, let attributes) = present else {
            throw NodeEncryptionError.unexpectedKind(path: path)
        }
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
                + "\(path) is kept, with the entries that others made: b"
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

    @Test("what is put back as it was is as old as it was, and what others wrote into it is not")
    func times() throws {
        let node = try ExampleNode(.pgpool)
        let old = timespec(tv_sec: 1_000_000_000, tv_nsec: 5_000)
        let changes = try ["own", "others"].map { name in
            try node.folder.write("old\n", to: name)
            let path = node.folder.path(name)
            try #require(unsafe utimensat(AT_FDCWD, path, [old, old], 0) == 0)
            let after = FileState.file(secret("old\nnew\n"), FileAttributes(mode: 0o600, owner: .running))
            return FileChange(path: path, before: try FileState.read(path), after: after)
        }
        let folder = node.folder
        let service = EventfulService(refuses: true) { try? folder.write("old\nnew\nmore\n", to: "others") }
        #expect(throws: NodeEncryptionError.self) {
            try node.run(NodePlan(operation: .renew, changes: changes), service: service)
        }
        func time(_ name: String) throws -> timespec {
            var status = stat()
            try #require(unsafe stat(folder.path(name), &status) == 0)
            return status.st_mtim
        }
        #expect(try folder.text("own") == "old\n")
        let found = (own: try time("own"), others: try time("others"))
        #expect(found.own.tv_sec == old.tv_sec && found.own.tv_nsec == old.tv_nsec)
        #expect(try folder.text("others") == "old\nmore\n")
        #expect(found.others.tv_sec > old.tv_sec)
    }

    private func rolePlan() -> NodePlan {
        NodePlan(
            operation: .install,
            roles: [RoleChange(user: "w", before: secret("md5old"), after: secret("SCRAM-new"))],
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
                Journal(operation: .install, phase: .applying, changes: [], roles: plan.roles, baseline: nil)
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

    @Test("a password that somebody stored while the plan was made is not replaced by one of the plan")
    func passwordStoredMeanwhile() throws {
        let node = try ExampleNode()
        let service = EventfulService(stored: ["w": "SCRAM-the operator's"], refuses: false)
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(rolePlan(), service: service) }
        guard case .undoneButKept(.passwordChangedMeanwhile(user: "w"), _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.exitStatus == .tryAgain)
        #expect(service.storedPassword(of: "w") == secret("SCRAM-the operator's"))
    }

    @Test("two roles that were changed one after the other are both remembered")
    func twoRoles() throws {
        let other = NodePlan(
            operation: .install,
            roles: [RoleChange(user: "v", before: secret("md5v"), after: secret("SCRAM-v"))],
            changes: []
        )
        let baseline = try Baseline().adding(rolePlan()).adding(other)
        #expect(baseline.roles.map(\.user) == ["w", "v"])
        #expect(baseline.roles.map(\.before) == [secret("md5old"), secret("md5v")])
        #expect(baseline.left(for: ["v"])?.roles.map(\.user) == ["v"])
        #expect(baseline.left(for: []) == nil)
    }

    @Test("a pipe that somebody put in the place of a file does not keep the rest from being undone")
    func pipe() throws {
        let node = try ExampleNode(.pgpool)
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let rules = node.layout.authentication
        let service = EventfulService(refuses: true) {
            unlink(rules)
            mkfifo(rules, 0o600)
        }
        let error = #expect(throws: NodeEncryptionError.self) { try node.run(plan, service: service) }
        #expect(error?.description.contains("\(rules): changed by others since, and kept") == true)
        #expect(error?.exitStatus == .failure)
        #expect(try node.folder.text("settings.conf") == "port = 9999\n")
        #expect(!node.folder.names().contains("keys"))
        #expect(try Folder(node.folder.path("state")).names() == [])
    }

    @Test("what cannot be undone is named, and the next run undoes it")
    func undoneInPart() throws {
        let node = try ExampleNode(.pgpool)
        let before = try node.everything()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let isFull = Mutex(false)
        let settings = node.layout.configuration
        let interception = FileInterception { operation, path throws(FileError) in
            if isFull.withLock({ $0 }), operation == .write || operation == .make, path == settings {
                throw .system(operation, path: path, code: 28)
            }
        }
        let service = EventfulService(refuses: true) { isFull.withLock { $0 = true } }
        let error = #expect(throws: NodeEncryptionError.self) {
            try FileInterception.$current.withValue(interception) { try node.run(plan, service: service) }
        }
        guard case .undoneInPart(.refusedByServer, let failures) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failures.count == 1 && failures[0].contains("settings.conf"))
        // All but that file is as it was, and the run is remembered.
        #expect(try node.folder.text("hba.conf") == ExampleNode.rules)
        #expect(try node.state().recover(on: ContentService()) == .undone(operation: .install, notes: []))
        #expect(try node.everything() == before)
    }

    @Test(
        "a file that cannot be put back keeps no other from it, and nothing goes that it may need",
        arguments: ["redeploy.conf", "hba.conf", "settings.conf"]
    )
    func undoneAround(name: String) throws {
        let node = try ExampleNode(.pgpool)
        let before = try node.everything()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let isFull = Mutex(false)
        let path = node.folder.path(name)
        let interception = FileInterception { operation, intercepted throws(FileError) in
            if isFull.withLock({ $0 }), operation == .write || operation == .make, intercepted == path {
                throw .system(operation, path: path, code: 28)
            }
        }
        let service = EventfulService(refuses: true) { isFull.withLock { $0 = true } }
        #expect(throws: NodeEncryptionError.self) {
            try FileInterception.$current.withValue(interception) { try node.run(plan, service: service) }
        }
        for (text, other) in [
            ("/etc/hosts\n", "redeploy.conf"), (ExampleNode.rules, "hba.conf"),
            ("port = 9999\n", "settings.conf"),
        ] {
            #expect((try node.folder.text(other) == text) == (other != name), "\(other)")
        }
        #expect(try FileState.read(node.layout.certificate("server/server.key")) != .absent)
        #expect(try node.state().recover(on: ContentService()) == .undone(operation: .install, notes: []))
        #expect(try node.everything() == before)
    }

    @Test("a stored password that cannot be put back now is put back by a later run")
    func roleOfStoppedServer() throws {
        let node = try ExampleNode()
        do {
            let state = try node.state()
            try state.write(
                Journal(
                    operation: .install,
                    phase: .applying,
                    changes: [],
                    roles: rolePlan().roles,
                    baseline: nil
                )
            )
        }
        let stopped = try node.state().recover(on: StoppedService())
        guard case .undoneInPart(.install, let failures) = stopped else {
            Issue.record("\(stopped)")
            return
        }
        #expect(failures.first?.hasPrefix("the stored password of w could not be put back: ") == true)
        let service = EventfulService(stored: ["w": "SCRAM-new"], refuses: false)
        #expect(try node.state().recover(on: service) == .undone(operation: .install, notes: []))
        #expect(service.storedPassword(of: "w") == secret("md5old"))
    }

    @Test("what others took away while they could is said at the end")
    func takenAway() throws {
        let node = try ExampleNode(.pgpool)
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let key = node.layout.certificate("server/server.key")
        let notes = try node.run(plan, service: EventfulService(refuses: false) { unlink(key) })
        #expect(notes == ["\(key) was changed by others in the meantime; check it"])
    }

    @Test("a directory of records in which files of the node lie is refused at once")
    func stateAmongFiles() throws {
        let node = try ExampleNode(.pgpool)
        let state = try NodeState(path: node.folder.path)
        #expect(throws: NodeEncryptionError.self) {
            try state.requireOwnFolder(besides: [node.folder.path("settings.conf")])
        }
        #expect(throws: Never.self) { try state.requireOwnFolder(besides: [node.folder.path("keys/x")]) }
    }
}

/// A server that cannot be asked.
private struct StoppedService: NodeService {
    func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret? {
        throw .notRunning(so: "it cannot be asked")
    }
}
