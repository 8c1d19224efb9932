internal import DurableFiles
internal import TextEncodings

/// A pair that a server has in force, of which a plan replaces one half, while its settings take the other from
/// elsewhere: a key and a certificate that do not match, with which no server offers TLS.
package struct HalfPair: Equatable, Sendable {
    /// The file that would be replaced, and the setting that names it.
    let replaced: String
    let setting: String
    /// The other half, and the setting that names it.
    let kept: String
    let otherSetting: String
    /// The file of the set that the other setting could name instead.
    let instead: String
    /// The other node whose server it is; `nil` for this one.
    let server: String?

    /// The first of a node that a plan would leave so.
    init?(after changes: [FileChange], of layout: NodeLayout, server: String?) {
        guard let files = TLSFiles(of: layout), files.isEncrypted, let certificate = files.certificate,
            let key = files.key
        else { return nil }
        let replaced = changes.filter {
            $0.kind.isOfSet && $0.before.isFile && $0.after.content != $0.before.content
        }
        // What stands beside the half that is replaced is its other half in the set.
        func other(of path: String, _ suffix: String) -> FileChange? {
            let real = (try? ChangeList.realPath(path)) ?? path
            let name = PathText.lastName(of: real).utf8.dropLast(4)
            let beside = PathText.joining(PathText.folder(of: real), String(Substring(name)) + suffix)
            return replaced.first { isSamePath($0.path, beside) }
        }
        let isPostgres = layout.role == .postgres
        let names = isPostgres ? ("ssl_cert_file", "ssl_key_file") : ("ssl_cert", "ssl_key")
        let losesKey = layout.isChanged(key, by: replaced)
        let losesCertificate = layout.isChanged(certificate, by: replaced)
        if losesKey, !losesCertificate, let own = other(of: key, ".crt") {
            self.init(key, names.1, certificate, names.0, own.path, server)
        } else if losesCertificate, !losesKey, let own = other(of: certificate, ".key") {
            self.init(certificate, names.0, key, names.1, own.path, server)
        } else {
            return nil
        }
    }

    private init(
        _ replaced: String,
        _ setting: String,
        _ kept: String,
        _ otherSetting: String,
        _ instead: String,
        _ server: String?
    ) {
        self.replaced = replaced
        self.setting = setting
        self.kept = kept
        self.otherSetting = otherSetting
        self.instead = instead
        self.server = server
    }

    /// One line: what would be wrong, and what would be right.
    var refusal: String {
        let owner = server.map { "the server of \(printable($0))" } ?? "the server"
        return
            "\(printable(replaced)) would be replaced, and \(printable(kept)), which \(owner) has with it by its "
            + "\(otherSetting), matches no other; set \(otherSetting) to \(printable(instead)), or \(setting) to a "
            + "copy of \(printable(replaced)), and have the server load that first"
    }
}

extension Node {
    /// Throws if a plan leaves this node's server, or another's of the host, with half of the pair that it has.
    ///
    /// An install has this node's settings name both halves.
    func requireWholePairs(after plan: NodePlan) throws(NodeEncryptionError) {
        guard plan.operation != .uninstall,
            plan.changes.contains(where: { $0.kind == .setKey && $0.before.isFile })
        else { return }
        if plan.operation != .install, let pair = HalfPair(after: plan.changes, of: layout, server: nil) {
            throw .notInstalled(.halfPair(pair))
        }
        let known = NodeRecords(at: recordsPath).baselines(besides: statePath).known
        for other in withUnrecorded(installed(known)) {
            guard let layout = other.node?.layout,
                let pair = HalfPair(after: plan.changes, of: layout, server: other.name)
            else { continue }
            throw .notInstalled(.halfPair(pair))
        }
    }
}
