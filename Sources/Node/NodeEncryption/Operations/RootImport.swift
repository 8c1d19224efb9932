package import DERCoding
package import SecretMemory

/// Puts a root from another node in place.
package struct RootImport: NodeOperation {
    /// The root.
    package let root: ClusterRoot
    /// Whether to replace a different root that is there.
    package let force: Bool

    /// Imports this root.
    package init(_ root: ClusterRoot, force: Bool) {
        self.root = root
        self.force = force
    }

    package var operation: Operation { .importRoot }

    package func paths(on node: Node, _ baseline: Baseline?) -> [String] {
        node.layout.certificatePaths
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        try FlatSet.requireNone(node.layout)
        return try .importing(root, node.layout, force: force, at: now)
    }
}
