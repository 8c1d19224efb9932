import DERCoding
import DurableFiles
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What an operation says, does and leaves")
final class PerformingTests {
    private let example: ExampleNode
    private let said = Mutex<[String]>([])

    init() throws {
        example = try ExampleNode(.pgpool)
    }

    private static func node(_ example: ExampleNode, state: String) throws -> Node {
        var choices = NodeChoices()
        choices.role = .pgpool
        choices.configuration = example.layout.configuration
        choices.authentication = example.layout.authentication
        choices.certificates = example.layout.certificates
        choices.redeploy = example.layout.redeploy
        choices.metadata = example.folder.path("none")
        choices.state = state
        return try Node(choices)
    }

    private func perform(_ operation: some NodeOperation) throws -> String {
        said.withLock { $0 = [] }
        var random = OperatingSystemRandom()
        let node = try Self.node(example, state: example.folder.path("state"))
        let result = try node.perform(operation, dryRun: false, at: .now, using: &random) { line in
            said.withLock { $0.append(line) }
        }
        return String(decoding: result.text, as: UTF8.self)
    }

    private var saidLines: [String] { said.withLock { $0 } }

    private func install() throws -> NodePlan {
        let plan = try NodePlan.install(
            example.layout,
            certificates: ExampleNode.certificates("one", client: false)
        )
        try example.run(plan)
        return plan
    }

    /// Records a plan as a run that was killed once the server had accepted it.
    private func recordAccepted(_ plan: NodePlan, baseline: Baseline?) throws {
        let state = try example.state()
        try state.write(
            Journal(
                operation: plan.operation,
                phase: .accepted,
                changes: plan.changes,
                roles: [],
                baseline: baseline
            )
        )
    }

    @Test("what a run did that was killed at its end is said by the next one, and so is what is left to do")
    func completed() throws {
        let before = try example.everything()
        let plan = try install()
        let baseline = try example.state().baseline()
        try recordAccepted(plan, baseline: baseline)
        _ = try perform(Uninstallation())
        let path = example.layout.certificate("server/server.key")
        let restart =
            "restart Pgpool-II now for the change to take effect: none was found running by its pid file"
        #expect(saidLines.first == "an interrupted install was completed")
        #expect(saidLines.contains("wrote \(path)"))
        #expect(saidLines.filter { $0 == restart }.count == 2)
        #expect(try example.everything() == before)
    }

    @Test("an uninstall that was killed at its end is complete, and the next one says what it did")
    func completedUninstall() throws {
        _ = try install()
        let plan = try example.uninstallation()
        try example.run(plan)
        try recordAccepted(plan, baseline: nil)
        let text = try perform(Uninstallation())
        #expect(text.hasSuffix("removed \(example.folder.path("state"))\n"))
        #expect(text.contains("removed \(example.layout.certificate("server/server.key"))\n"))
        #expect(saidLines.first == "an interrupted uninstall was completed")
        #expect(saidLines.last?.hasPrefix("restart Pgpool-II now for the change to take effect: ") == true)
        #expect(try perform(Uninstallation()) == "nothing to do: nothing is installed on this node\n")
    }

    @Test("an operation that is refused leaves no folder of records")
    func refused() throws {
        try example.folder.write("no rule\n", to: "hba.conf")
        #expect(throws: NodeEncryptionError.self) { try perform(Installation()) }
        #expect(!example.folder.names().contains("state"))
    }

    @Test("an entry that an interrupted uninstall removed comes back although others changed the file since")
    func interruptedUninstall() throws {
        let path = example.folder.path("pool_passwd")
        let files = try ["w:AES1\na:AES2\n", "a:AES2\n", "a:AES2\nb:AES3\n"].map { text in
            try example.folder.write(text, to: "pool_passwd")
            return try FileState.read(path)
        }
        let change = FileChange(path: path, kind: .poolPasswords, before: files[0], after: files[1])
        do {
            let state = try example.state()
            try state.write(
                Journal(
                    operation: .uninstall,
                    phase: .applying,
                    changes: [change],
                    roles: [],
                    baseline: nil
                )
            )
        }
        let recovery = try example.state().recover(on: ContentService())
        #expect(try example.folder.text("pool_passwd") == "a:AES2\nb:AES3\nw:AES1\n")
        let note = "\(path) is kept, with the entries that others made: b"
        #expect(recovery == .undone(operation: .uninstall, notes: [note]))
    }

    @Test("records of a removed entry are read as they were written")
    func removedEntryInRecords() throws {
        let attributes = FileAttributes(mode: 0o600)
        let states = ["w:AES1\na:md5\n", "a:AES2\n"].map {
            FileState.file(SharedSecret(copying: Array($0.utf8).span), attributes)
        }
        let change = FileChange(path: "/p", kind: .poolPasswords, before: states[0], after: states[1])
        let link = FileChange(
            path: "/l",
            kind: .setFile,
            before: .link("there", owner: FileOwner(userID: 12, groupID: 34)),
            after: .link("here", owner: nil)
        )
        let baseline = try Baseline().adding(NodePlan(operation: .reissue, changes: [change, link]))
        #expect(try Baseline(encoded: baseline.encoded()) == baseline)
    }

    @Test("a link that is put back is its owner's again", .enabled(if: FileOwner.runningIsRoot))
    func linkOwner() throws {
        try example.folder.write("x", to: "target")
        let owner = FileOwner(userID: 12, groupID: 34)
        let path = example.folder.path("link")
        let locks = try FolderLocks(of: [path])
        try FileState.link("target", owner: owner).put(at: path, holding: locks)
        let before = try FileState.read(path)
        #expect(before == .link("target", owner: owner))
        try FileState.link("elsewhere", owner: nil).put(at: path, holding: locks)
        try before.put(at: path, holding: locks)
        #expect(try FileState.read(path) == before)
    }
}
