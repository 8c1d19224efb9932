package import DERCoding
package import NodeCertificates
package import SecretMemory

/// Puts a root from another node in place.
package struct RootImport: NodeOperation {
    /// The root's certificate and key, as ``ClusterRoot`` reads them.
    package let files: [SetFile]
    /// Whether to replace a different root that is there.
    package let force: Bool

    /// Imports these files.
    package init(_ files: [SetFile], force: Bool) {
        self.files = files
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
        try .importing(files, node.layout, force: force)
    }
}
