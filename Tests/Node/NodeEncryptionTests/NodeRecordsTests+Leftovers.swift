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
}
