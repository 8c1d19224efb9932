package import DERCoding
internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
package import SecretMemory
internal import TextEncodings

/// Replaces those certificates by new ones that end soon, that their issuer no longer signs, or that lack a name; for a
/// timer, since it says and does nothing where there is nothing to do.
package struct Renewing: NodeOperation {
    /// How many days before its end a certificate is made again; `nil` for a third of its validity, 30 days at most.
    package var within: String?
    /// How many clients' pairs a run makes.
    package var mostClients = CertificateFiles.mostRenewed
    /// Gives the bytes of an environment variable's value.
    package var variable: @Sendable (String) -> [UInt8]? = { _ in nil }

    /// A renewal with the standard window.
    package init() {}

    package var operation: Operation { .renew }

    package var nothingToDo: String { "" }

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
        let path = node.layout.certificate("server/server.crt")
        guard try FileState.read(path) != .absent else {
            throw .noSet(path: path, operation: .renew)
        }
        let certificates: CertificateFiles
        do throws(NodeEncryptionError) {
            certificates = try renewed(node, at: now, using: &random)
        } catch {
            switch error {
            // Where the root's key is elsewhere, so is who signs.
            case .certificates(let cause) where cause.isOfMissingRootKey,
                .certificatesOfOther(let cause, _) where cause.isOfMissingRootKey:
                if let fault = try notRenewed(on: node, at: now) { throw fault }
            default: break
            }
            throw error
        }
        return try .reissue(node.layout, certificates: certificates, as: .renew)
    }

    /// Clients' pairs, which are not to end for what is wrong with the server's.
    package func part(
        on node: Node,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan? {
        let certificates = try CertificateFiles.renewedClients(
            node.layout,
            most: mostClients,
            settings: { (user) throws(NodeEncryptionError) in try settings(of: user, node) },
            within: try window(on: node),
            at: now,
            using: &random
        )
        return try .reissue(node.layout, certificates: certificates, as: .renew)
    }

    private func renewed(
        _ node: Node,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        try CertificateFiles.renewed(
            node.layout,
            most: mostClients,
            settings: { (user) throws(NodeEncryptionError) in try settings(of: user, node) },
            within: try window(on: node),
            at: now,
            using: &random
        )
    }

    private func settings(of user: String, _ node: Node) throws(NodeEncryptionError) -> NodeSettings {
        try node.certificateSettings(user: user, names: [], variable: variable)
    }

    /// One for all of the node's certificates: what is shorter than the life of each.
    private func window(on node: Node) throws(NodeEncryptionError) -> RenewalWindow {
        let settings = try settings(of: Platform.user, node)
        do throws(NodeCertificatesError) {
            return try RenewalWindow(within, option: "--within", for: settings)
        } catch {
            throw .certificates(error)
        }
    }

    /// Throws if all is not well when all is done that a run does: where a server that runs would not start again,
    /// though nothing was due, and where something needs renewal, which is left to the next run or another authority.
    ///
    /// - Parameters:
    ///   - isDryRun: whether nothing was done.
    ///   - say: shows a line to the operator: each of these but the worst, which is thrown.
    package func requireAll(
        on node: Node,
        isDryRun: Bool,
        at now: DERTime,
        say: (String) -> Void
    ) throws(NodeEncryptionError) {
        let refusal = try node.server.postgres?.startRefusal()
        let faults = [
            refusal.map { NodeEncryptionError.wouldNotStart(reason: $0) },
            try encryptionOff(on: node),
            try notRenewed(on: node, at: now),
            try rest(on: node, isDryRun: isDryRun, at: now),
        ].compactMap(\.self)
        for fault in faults.dropFirst() { say(fault.description) }
        if let worst = faults.first { throw worst }
    }

    /// That TLS is off in the settings of a node that it was installed on, so that no client meets what is renewed;
    /// `nil` where it is on, or still is in a running PostgreSQL.
    private func encryptionOff(on node: Node) throws(NodeEncryptionError) -> NodeEncryptionError? {
        let layout = node.layout
        let setting = try layout.settings().setting(of: "ssl")
        let isRunning = try node.server.postgres?.isRunning ?? false
        guard try NodeState.baseline(at: node.statePath)?.hasEntry(at: layout.settingsFile) ?? false,
            !RequiredSettings.isSame(setting?.assignment.text ?? "off", "on"),
            !isRunning || (try? node.server.postgres?.isEncrypted) != true
        else { return nil }
        let what =
            setting.map { "off in \($0.path), line \($0.assignment.line)" }
            ?? "not set in \(layout.configuration)"
        let when = isRunning ? "" : " after its next start"
        return .notServed(
            reason:
                "ssl is \(what), so no client meets these certificates\(when); \"postgres-ssl status\" says what turns "
                + "it on again"
        )
    }

    /// What is left to the next run; `nil` for nothing.
    private func rest(
        on node: Node,
        isDryRun: Bool,
        at now: DERTime
    ) throws(NodeEncryptionError) -> NodeEncryptionError? {
        let (due, unread) = try CertificateFiles.dueClients(
            node.layout,
            settings: { (user) throws(NodeEncryptionError) in try settings(of: user, node) },
            within: try window(on: node),
            at: now
        )
        let left = isDryRun ? max(0, due - mostClients) : due
        return left + unread > 0 ? .renewedInPart(left: left, unread: unread) : nil
    }

    /// That a certificate ends soon which is not the node's to renew; to be asked when all others are renewed.
    private func notRenewed(
        on node: Node,
        at now: DERTime
    ) throws(NodeEncryptionError) -> NodeEncryptionError? {
        let layout = node.layout
        let window = try window(on: node)
        let roots = OwnRoots(of: layout)
        let clients =
            layout.role == .postgres ? try ClientCertificates(layout).all.map { "client/" + $0.stem } : []
        func fault(_ certificate: Certificate, _ path: String) -> NodeEncryptionError {
            .notRenewed(
                path: path,
                issuer: "\(certificate.issuer)",
                end: "\(certificate.validity.notAfter)",
                isReplaceable: roots.mayReplace(certificate)
            )
        }
        for root in roots.current where window.leaves(root, by: roots.current, at: now) {
            return fault(root, layout.certificate(ServedFiles.root))
        }
        for name in ["server/server"] + clients {
            // Where the key is elsewhere, so is the renewal.
            guard (try? FileState.read(layout.certificate(name + ".key")))?.isFile ?? false else { continue }
            let file = CertificateFile(reading: layout.certificate(name + ".crt"))
            guard let certificate = file.certificates.first, !file.isFirstUnread,
                window.leaves(certificate, by: roots.current, at: now)
            else { continue }
            return fault(certificate, file.path)
        }
        return nil
    }
}
