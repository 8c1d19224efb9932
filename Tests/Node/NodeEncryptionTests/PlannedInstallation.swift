import DERCoding
import SecretMemory

@testable import NodeEncryption

/// An install that makes no keys, or a reissue.
struct PlannedInstallation: NodeOperation {
    var operation: NodeEncryption.Operation = .install
    /// What its certificates are told from others by.
    var mark = "one"
    /// Whether there is a client's certificate, beside the server's.
    var hasClient = false
    /// The pool key with which an entry of `pool_passwd` is written; `nil` for none.
    var key: String?

    func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        try node.layout.paths(poolKey: key)
    }

    func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        let certificates = ExampleNode.certificates(mark, client: hasClient)
        var entries: [FileChange] = []
        if let key {
            entries = try PasswordPlan.changes(
                node.layout,
                passwords: [("webadmin", SharedSecret(copying: Array("secret".utf8).span))],
                keyPath: key,
                using: &random
            )
        }
        let plan =
            operation == .install
            ? try NodePlan.install(
                node.layout,
                certificates: certificates,
                passwords: entries,
                redeployed: [node.recordsPath]
            )
            : try NodePlan.reissue(node.layout, certificates: certificates)
        // They stand for certificates, and nobody serves them.
        return NodePlan(operation: operation, changes: plan.changes, wantsEncryption: false)
    }
}
