import DurableFiles
import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Records that somebody else could have written")
struct OwnRecordsTests {
    /// What each way to the records says of them.
    private func refusals(at path: String) -> [NodeEncryptionError?] {
        func refusal(_ body: () throws(NodeEncryptionError) -> Void) -> NodeEncryptionError? {
            do throws(NodeEncryptionError) { try body() } catch { return error }
            return nil
        }
        return [
            refusal { () throws(NodeEncryptionError) in
                let state = try NodeState(path: path, patience: .seconds(20))
                _ = try state.journal()
                _ = try state.baseline()
            },
            refusal { () throws(NodeEncryptionError) in _ = try NodeState.baseline(at: path) },
            refusal { () throws(NodeEncryptionError) in _ = try NodeState.isInterrupted(at: path) },
        ]
    }

    private func journal() throws -> [UInt8] {
        let node = try ExampleNode()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        let journal = Journal(
            operation: .install,
            phase: .applying,
            changes: plan.changes,
            roles: [],
            baseline: nil
        )
        let octets = journal.encoded()
        return (0..<octets.count).map { octets.span[$0] }
    }

    @Test(
        "a folder that others may write is refused, sticky or not",
        arguments: [0o770, 0o777, 0o1777, 0o720, 0o702]
    )
    func folder(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        mkdir(folder.path("state"), 0o700)
        try folder.write(try journal(), to: "state/journal")
        #expect(chmod(folder.path("state"), mode) == 0)
        let error = NodeEncryptionError.writableRecords(path: folder.path("state"), mode: UInt32(mode))
        #expect(refusals(at: folder.path("state")) == [error, error, error])
        #expect(error.exitStatus == .data)
        #expect(chmod(folder.path("state"), 0o755) == 0)
        #expect(refusals(at: folder.path("state")) == [nil, nil, nil])
    }

    @Test(
        "a record in a sound folder is refused by its own mode and its names",
        arguments: ["journal", "baseline"]
    )
    func file(name: String) throws {
        let folder = try TemporaryFolder()
        let state = folder.path("state")
        let path = state + "/" + name
        mkdir(state, 0o700)
        let baseline = Baseline().encoded()
        let sound = name == "journal" ? try journal() : (0..<baseline.count).map { baseline.span[$0] }
        try folder.write(sound, to: "state/" + name)
        #expect(refusals(at: state) == [nil, nil, nil])
        let place = name == "journal" ? 2 : 1
        #expect(chmod(path, 0o620) == 0)
        let error = NodeEncryptionError.writableRecords(path: path, mode: 0o620)
        #expect(refusals(at: state)[0] == error)
        #expect(refusals(at: state)[place] == error)
        #expect(chmod(path, 0o600) == 0)
        #expect(link(path, folder.path("twin")) == 0)
        #expect(refusals(at: state)[0] == .file(.secondName(path: path)))
        #expect(refusals(at: state)[place] == .file(.secondName(path: path)))
        unlink(path)
        #expect(symlink(folder.path("twin"), path) == 0)
        #expect(refusals(at: state)[place] == .file(.symbolicLink(path: path)))
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(refusals(at: state)[place] == .file(.notRegular(path: path)))
    }

    @Test(
        "what belongs to another user is refused",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func owner() throws {
        let folder = try TemporaryFolder()
        let state = folder.path("state")
        mkdir(state, 0o700)
        try folder.write(try journal(), to: "state/journal")
        chown(state + "/journal", 12, 34)
        let file = NodeEncryptionError.foreignRecords(path: state + "/journal", userID: 12, own: 0)
        #expect(refusals(at: state) == [file, nil, file])
        chown(state, 12, 34)
        let all = NodeEncryptionError.foreignRecords(path: state, userID: 12, own: 0)
        #expect(refusals(at: state) == [all, all, all])
        #expect(all.exitStatus == .data)
    }

    @Test(
        "the lock of another's folder is not waited for",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func lock() throws {
        let folder = try TemporaryFolder()
        mkdir(folder.path("state"), 0o700)
        chown(folder.path("state"), 12, 34)
        let held = try Folder(folder.path("state")).lock()
        // With the lock asked for first, this would be the error that it is held.
        #expect(throws: NodeEncryptionError.foreignRecords(path: folder.path("state"), userID: 12, own: 0)) {
            _ = try NodeState(path: folder.path("state"), patience: .zero).baseline()
        }
        held.release()
    }

    @Test("no record gives a file one of the three special bits, and no folder the set-user-ID bit")
    func modes() throws {
        func reading(_ state: FileState) throws {
            let change = FileChange(path: "/x", kind: .text, before: state, after: .absent)
            let journal = Journal(
                operation: .install,
                phase: .applying,
                changes: [change],
                roles: [],
                baseline: nil
            )
            _ = try Journal(encoded: journal.encoded())
        }
        let empty = SharedSecret(copying: [UInt8]().span)
        for mode: UInt32 in [0o4755, 0o2640, 0o1600] {
            #expect(throws: StateReader.Refusal.self) {
                try reading(.file(empty, FileAttributes(mode: mode)))
            }
        }
        try reading(.file(empty, FileAttributes(mode: 0o777)))
        #expect(throws: StateReader.Refusal.self) { try reading(.folder(FileAttributes(mode: 0o4755))) }
        for mode: UInt32 in [0o2755, 0o1777, 0o3777] { try reading(.folder(FileAttributes(mode: mode))) }
    }

    @Test(
        "a file with a special bit ends a run before its first step, since its record could not be read back"
    )
    func special() throws {
        let node = try ExampleNode()
        #expect(chmod(node.layout.authentication, 0o2640) == 0)
        let before = try node.everything()
        let plan = try NodePlan.install(node.layout, certificates: ExampleNode.certificates("one"))
        #expect(throws: NodeEncryptionError.specialMode(path: node.layout.authentication, mode: 0o2640)) {
            try node.run(plan)
        }
        #expect(try node.everything() == before)
        #expect(try Folder(node.folder.path("state")).names() == [])
    }
}
