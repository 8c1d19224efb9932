package import DERCoding
internal import NodePlatform
package import SecretMemory

/// Puts other certificates in the place of those that are there.
package struct Reissuing: NodeOperation {
    /// What is made again.
    package let renewal: CertificateFiles.Renewal
    /// The user of the client certificate.
    package var user = Platform.user
    /// Further names and addresses of the server.
    package var names: [String] = []
    /// The bytes of the value of a variable of the environment.
    package var variable: @Sendable (String) -> [UInt8]? = { _ in nil }

    /// Makes these again.
    package init(_ renewal: CertificateFiles.Renewal) {
        self.renewal = renewal
    }

    package var operation: Operation { .reissue }

    package func check(_ node: Node) throws(NodeEncryptionError) {
        if node.layout.role == .pgpool, renewal == .client {
            throw .notOnThisNode(
                "a Pgpool-II node has no client certificate; reissue it on a PostgreSQL node"
            )
        }
    }

    package func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        node.layout.certificatePaths
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        let settings = try node.certificateSettings(user: user, names: names, variable: variable)
        return try .reissue(
            node.layout,
            certificates: try CertificateFiles.made(
                node.layout,
                settings: settings,
                renewing: renewal,
                at: now,
                using: &random
            )
        )
    }
}
