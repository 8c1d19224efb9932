import DurableFiles
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

/// A server whose operator ends the run by a signal: in the middle of the first restart, or behind it.
private final class InterruptedService: NodeService, Sendable {
    private let isHalfWay: Bool
    /// How often it was restarted.
    let count = Mutex(0)

    init(isHalfWay: Bool) { self.isHalfWay = isHalfWay }

    func reload(after changes: [FileChange]) throws(NodeEncryptionError) {
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        if isFirst, isHalfWay { throw .interrupted(2) }
    }

    func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings { throw .interrupted(2) }

    func stepAfterInterruption(_ changes: [FileChange]) -> String? { "restart it" }
}

@Suite("What is said of a run that a signal or a full disk ended")
struct EndOfRunTests {
    @Test(
        "a signal that ends the restart half-way puts the files back at once, and the restart is left to the operator"
    )
    func interruptedRestart() throws {
        let node = try ExampleNode(.pgpool)
        let before = try node.everything()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        for isHalfWay in [true, false] {
            let service = InterruptedService(isHalfWay: isHalfWay)
            let error = #expect(throws: NodeEncryptionError.self) { try node.run(plan, service: service) }
            #expect(error?.signal == 2)
            let said = error?.description ?? ""
            #expect(said.utf8.starts(with: "interrupted, and the change was undone".utf8))
            #expect(said.contains("; restart it") == isHalfWay, "\(said)")
            #expect(service.count.withLock { $0 } == (isHalfWay ? 1 : 2))
            #expect(try node.everything() == before)
            #expect(try Folder(node.folder.path("state")).names() == [])
        }
    }

    @Test("records that cannot be written say that the change stays, and the next run finishes them")
    func unrecorded() throws {
        let node = try ExampleNode()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let baseline = node.folder.path("state/baseline")
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .rename, path == baseline { throw .system(operation, path: path, code: 28) }
        }
        let error = #expect(throws: NodeEncryptionError.self) {
            try FileInterception.$current.withValue(interception) { try node.run(plan) }
        }
        #expect(error?.exitStatus == .inputOutput)
        let said = "; the change is made and stays, and the next run finishes its records"
        #expect(error?.description.hasSuffix(said) == true, "\(String(describing: error))")
        #expect(try node.state().recover(on: ContentService()).completed == .install)
        #expect(try node.uninstallation().changes.count == plan.changes.count)
    }
}
