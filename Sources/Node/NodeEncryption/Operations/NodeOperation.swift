package import DERCoding
package import SecretMemory

/// A change of a node that an operator asks for: where it may reach, and what it comes to on a node.
package protocol NodeOperation: Sendable {
    /// What it does.
    var operation: Operation { get }

    /// Refuses what this node cannot do, before anything is looked at.
    func check(_ node: Node) throws(NodeEncryptionError)

    /// The files whose folders the plan reads and changes, so that they are locked before it is made.
    func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String]

    /// What has to be asked of the running server, before anything is locked.
    func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers

    /// The plan, made of what is there now; nothing is changed.
    ///
    /// - Parameters:
    ///   - baseline: what an earlier run left; `nil` where nothing is installed.
    ///   - answers: what ``ask(_:_:)`` gave.
    ///   - now: from when on what is made is valid.
    ///   - random: gives keys, salts and serial numbers.
    func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan
}

/// What a server was asked for a plan.
package struct ServerAnswers: Sendable {
    /// A role whose password is meant, and what is stored for it.
    var role: (user: String, stored: SharedSecret?)?
    /// What the operator should know.
    var notes: [String] = []

    /// Nothing was asked.
    package init() {}
}

extension NodeOperation {
    /// Most operations can be done on every node.
    package func check(_ node: Node) {}

    /// Most operations ask nothing.
    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        ServerAnswers()
    }
}

extension NodeLayout {
    /// The files that install and reissue may change; of links at their ends, what they lead to.
    func paths(poolKey: String?) throws(NodeEncryptionError) -> [String] {
        var texts = [configuration, authentication, redeploy]
        switch role {
        case .postgres: texts.append(ownSettings)
        case .pgpool: texts.append(passwords)
        }
        var paths = certificatePaths + [poolKey].compactMap(\.self)
        for text in texts { paths.append(try ChangeList.realPath(text)) }
        return paths
    }

    /// A file in each folder of certificates.
    var certificatePaths: [String] {
        [certificates, certificate("server"), certificate("server/root.crt"), certificate("client/root.crt")]
    }
}
