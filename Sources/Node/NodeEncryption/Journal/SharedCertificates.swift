internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

/// The folder of a node's certificates, and the other nodes of the host whose records say that they use it, too.
///
/// What is in it is then in use until the last of them is uninstalled, whichever of them made it.
struct SharedCertificates {
    /// Another node that uses the folder.
    struct Sharer {
        /// The folder of its records.
        let statePath: String
        /// Its configuration, by which an operator knows it; the folder of its records where these do not say it.
        let name: String
        /// What uninstalling it needs.
        let baseline: Baseline
    }

    /// Whoever else uses the folder.
    let sharers: [Sharer]
    /// Why some records cannot be read, which could be of such a node.
    let fault: NodeEncryptionError?
    /// The folder, without symbolic links.
    private let folder: String
    /// The list of what a redeploy keeps, on which the folder stands for all of them.
    private let redeploy: String

    init(of layout: NodeLayout, sharers: [Sharer], fault: NodeEncryptionError?) {
        self.sharers = sharers
        self.fault = fault
        folder = realFolder(layout.certificates)
        redeploy = (try? ChangeList.realPath(layout.redeploy)) ?? layout.redeploy
    }

    /// Whether what is at `path` serves all nodes that use the folder: the folder, what is in it, and what it is in.
    func has(_ path: String) -> Bool {
        let place = NodeRecords.identity(of: path)
        return isSamePath(place, folder) || place.utf8.starts(with: (folder + "/").utf8)
            || folder.utf8.starts(with: (place + "/").utf8) || isSamePath(place, redeploy)
    }

    /// What the other nodes changed there, as undoing it needs it.
    var items: [UndoPlan.Item] { sharers.flatMap(\.baseline.items).filter { has($0.path) } }

    /// Whether another node uses the folder, as far as that is known.
    var mayBeInUse: Bool { !sharers.isEmpty || fault != nil }

    /// What the operator should know of what an uninstall leaves.
    var note: String {
        if sharers.isEmpty, let fault {
            return
                "\(printable(folder)) is kept, since another node of this host may use it: \(fault.description)"
        }
        return "\(printable(folder)) is kept, since it is in use by another node of this host, that of "
            + "\(listed(sharers.map { printable($0.name) })); the uninstall of the last one removes it"
    }
}

extension NodeRecords {
    /// The other nodes that use the certificates of a node.
    ///
    /// - Parameter own: the folder of its own records.
    func sharedCertificates(of layout: NodeLayout, besides own: String) -> SharedCertificates {
        let folder = realFolder(layout.certificates)
        var sharers: [SharedCertificates.Sharer] = []
        var fault: NodeEncryptionError?
        for (path, content) in contents where !isSamePath(path, own) {
            do throws(NodeEncryptionError) {
                let records = try content.get()
                guard let baseline = records.baselineInForce, baseline.uses(folder) else { continue }
                let name = baseline.choices?.configuration ?? path
                sharers.append(SharedCertificates.Sharer(statePath: path, name: name, baseline: baseline))
            } catch {
                fault = fault ?? error
            }
        }
        return SharedCertificates(of: layout, sharers: sharers, fault: fault)
    }
}

extension NodeState.Records {
    /// What uninstalling the node needs, once a run that was interrupted is undone or completed; of an install that may
    /// be either, as if it was completed.
    fileprivate var baselineInForce: Baseline? {
        guard let journal else { return baseline }
        return journal.phase == .accepted ? journal.baseline : journal.baseline ?? baseline
    }
}

extension Baseline {
    /// Whether the node has its certificates in a folder. One of which only stored passwords are left has none.
    fileprivate func uses(_ folder: String) -> Bool {
        if entries.isEmpty { return false }
        if let choices, isSamePath(realFolder(choices.certificates), folder) { return true }
        return entries.contains { entry in
            entry.kind.isOfSet
                && NodeRecords.identity(of: entry.path).utf8.starts(with: (folder + "/").utf8)
        }
    }

    /// The same with what another node, which is uninstalled, changed in what both use: from now on this one's
    /// uninstall takes it back.
    ///
    /// - Parameter shared: tells, of a path, whether both use it.
    func inheriting(_ other: Baseline, where shared: (String) -> Bool) throws(NodeEncryptionError) -> Baseline
    {
        var own = entries
        var inherited: [Entry] = []
        for entry in other.entries where shared(entry.path) {
            let place = NodeRecords.identity(of: entry.path)
            let known = own.firstIndex { isSamePath(NodeRecords.identity(of: $0.path), place) }
            guard let known else {
                inherited.append(entry)
                continue
            }
            let present = try FileState.read(own[known].path)
            if entry.after.isLeft(in: present), !own[known].after.isLeft(in: present) {
                own[known] = entry
            } else if entry.after.isLeft(in: own[known].before) {
                own[known] = Entry(
                    path: own[known].path,
                    kind: own[known].kind,
                    before: entry.before,
                    after: own[known].after
                )
            }
        }
        // The last change is undone first: a node's settings before the files that they name, and folders in the end,
        // the innermost before those around it.
        let all = inherited + own
        let folders = all.filter(\.isFolder).sorted { $0.path.utf8.count < $1.path.utf8.count }
        var result = self
        result.replaceEntries(by: folders + all.filter { !$0.isFolder })
        return result
    }
}
