import DERCoding
import SecretMemory

@testable import NodeEncryption

/// An install that makes no keys.
struct PlannedInstallation: NodeOperation {
    var operation: NodeEncryption.Operation { .install }

    func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        try node.layout.paths(poolKey: nil)
    }

    func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        let certificates = ExampleNode.certificates("one", client: false)
        let plan = try NodePlan.install(node.layout, certificates: certificates)
        // They stand for certificates, and nobody serves them.
        return NodePlan(operation: .install, changes: plan.changes, wantsEncryption: false)
    }
}
