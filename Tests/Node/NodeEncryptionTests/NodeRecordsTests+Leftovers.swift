import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

extension NodeRecordsTests {
    @Test("what an uninstall left is marked, and nothing of an earlier version is")
    func leftovers() throws {
        try install(one)
        let baseline = try #require(try NodeState.baseline(at: try Node(choices(one)).statePath))
        #expect(!baseline.isLeftover)
        let read = try Baseline(encoded: SecretBytes(copying: earlier(baseline, version: 4).span))
        #expect(read.entries == baseline.entries && !read.isLeftover)
        var left = baseline
        left.isLeftover = true
        #expect(try Baseline(encoded: left.encoded()).isLeftover)
        #expect(try left.adding(NodePlan(operation: .renew, changes: [])).isLeftover)
        let change = RoleChange(user: "ann", before: nil, after: SharedSecret(copying: [1].span))
        #expect(try !left.adding(NodePlan(operation: .install, roles: [change], changes: [])).isLeftover)
    }

    @Test("records that began where settings were in force are marked, and none of an earlier version is")
    func beginnings() throws {
        try install(one)
        var baseline = try #require(try NodeState.baseline(at: try Node(choices(one)).statePath))
        #expect(!baseline.beganInForce)
        baseline.beganInForce = true
        let read = try Baseline(encoded: SecretBytes(copying: earlier(baseline, version: 5).span))
        #expect(read.entries == baseline.entries && !read.beganInForce)
        #expect(try Baseline(encoded: baseline.encoded()) == baseline)
        let change = RoleChange(user: "ann", before: nil, after: SharedSecret(copying: [1].span))
        let next = try baseline.adding(NodePlan(operation: .install, roles: [change], changes: []))
        #expect(next.beganInForce)
        #expect(next.left(for: ["ann"])?.beganInForce == true)
    }

    @Test("the record of a node whose settings came before it is marked in the run that begins it")
    func begun() throws {
        try install(one)
        let place = try Node(choices(one)).statePath
        #expect(unlink(place + "/baseline") == 0)
        try one.folder.write("host all all 0.0.0.0/0 md5\n", to: "hba.conf")
        try install(one)
        let baseline = try #require(try NodeState.baseline(at: place))
        #expect(baseline.beganInForce)
        var random = OperatingSystemRandom()
        let node = try Node(choices(one))
        for isDryRun in [true, false] {
            let result = try node.perform(Uninstallation(), dryRun: isDryRun, at: .now, using: &random) { _ in
            }
            #expect(result.leftUndone?.exitStatus == .inPart)
        }
    }
}
