package import DERCoding
package import NodeCertificates
package import SecretMemory

/// Takes a root over that came from another node.
package struct RootImport: NodeOperation {
    /// The root's certificate and key, as ``ClusterRoot`` reads them.
    package let files: [SetFile]
    /// Whether another root that is there is replaced.
    package let force: Bool

    /// Takes these over.
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
