package import DERCoding
internal import PostgresConfiguration
package import SecretMemory

/// Replaces certificates by new ones.
package struct Reissuing: NodeOperation {
    /// Which certificates are reissued.
    package let renewal: CertificateFiles.Renewal
    /// The user of the client certificate; `nil` for the one that the node was installed for.
    package var user: String?
    /// Whether certificates of another authority are replaced, and a root whose key is not here.
    package var replacesCertificate = false
    /// Further names and addresses of the server.
    package var names: [String] = []
    /// Names and addresses that the server's certificate loses.
    package var droppedNames: [String] = []
    /// The kind of the new keys; `nil` for that of those whose place they take.
    package var keyType: String?
    /// Gives the bytes of an environment variable's value.
    package var variable: @Sendable (String) -> [UInt8]? = { _ in nil }

    /// Reissues these.
    package init(_ renewal: CertificateFiles.Renewal) {
        self.renewal = renewal
    }

    package var operation: Operation { .reissue }

    package func check(_ node: Node) throws(NodeEncryptionError) {
        if renewal == .client,
            let option = names.isEmpty ? (droppedNames.isEmpty ? nil : "--drop-san") : "--san"
        {
            throw .invalidOption("\(option) is for the server's certificate; reissue server, or all")
        }
        if node.layout.role == .pgpool, renewal == .client {
            throw .notOnThisNode(
                "a Pgpool-II node has no client certificate; reissue it on a PostgreSQL node"
            )
        }
    }

    package func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        node.layout.certificatePaths
    }

    /// Whether there is a role of the client's name, where that was given: nobody would know before he logs in.
    package func ask(_ node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> ServerAnswers {
        var answers = ServerAnswers()
        guard renewal == .client, let user, let postgres = node.server.postgres else { return answers }
        do throws(NodeEncryptionError) {
            guard try postgres.isRunning else { return answers }
            let look = try postgres.loginLook(ofRole: user, database: LoginLook.usualDatabase)
            answers.notes = look.obstacles.filter { $0.kind == .noRole }.map(\.sentence)
        } catch {
            // A server that cannot be asked is no hindrance.
            if error.signal != nil { throw error }
        }
        return answers
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        try FlatSet.requireNone(node.layout)
        var isServed = true
        var notes = answers.notes
        if baseline == nil { try Self.requireSet(node.layout) }
        if !(baseline?.hasEntry(at: node.layout.settingsFile) ?? false) {
            isServed = RequiredSettings.isSame(try node.layout.settings().value(of: "ssl") ?? "off", "on")
            // The command line of a server may say otherwise.
            if !isServed, (try? node.server.postgres?.isEncrypted) != true {
                notes.append(
                    "ssl is not on in the server's settings, so no client meets these certificates; run "
                        + "\"postgres-ssl install\""
                )
            }
        }
        let settings = try node.certificateSettings(
            user: user ?? node.user,
            names: names,
            dropped: droppedNames,
            keyType: keyType,
            variable: variable
        )
        return try .reissue(
            node.layout,
            certificates: try CertificateFiles.made(
                node.layout,
                settings: settings,
                renewing: renewal,
                at: now,
                using: &random
            ),
            replacingOthers: replacesCertificate,
            isServed: isServed,
            notes: notes
        )
    }

    /// Throws where no part of a set is there, and none is in force: one that is made then is nobody's.
    private static func requireSet(_ layout: NodeLayout) throws(NodeEncryptionError) {
        let own = [ServedFiles.certificate, ServedFiles.root, "server/server.key", "server/root.key"]
        for name in own where try FileState.read(layout.certificate(name)) != .absent { return }
        let path = layout.certificate(ServedFiles.certificate)
        if let inForce = TLSFiles(of: layout)?.certificate, isSamePath(inForce, path) { return }
        throw .noSet(path: path, operation: .reissue)
    }
}
