internal import DurableFiles

extension Node {
    /// Throws if a plan takes a key from the server of another node: one that loads it, and whose user may read it now
    /// and could not then. That server would neither take up another certificate nor start again.
    ///
    /// Whoever owns a key now may have a server that nobody else tells of, and is looked for by that.
    func requireKeysOfOthers(after plan: NodePlan) throws(NodeEncryptionError) {
        if plan.operation == .uninstall { return }
        let taken = plan.changes.filter {
            $0.kind == .setKey && $0.before.isFile && $0.readerAfter != $0.reader
        }
        if taken.isEmpty { return }
        let owners = Set(taken.compactMap(\.reader))
        let known = NodeRecords(at: recordsPath).baselines(besides: statePath).known
        for other in withUnrecorded(installed(known), ofUsers: owners) {
            guard let layout = other.node?.layout,
                let user = ServerAccess.serverUser(of: layout) ?? layout.owner?.userID
            else { continue }
            for change in taken where change.reader == user && other.loads(change.path) {
                throw .notInstalled(.othersKey(path: change.path, server: other.name, user: user))
            }
        }
    }
}

extension FileChange {
    /// Whom a key is for: its owner, since servers take none that others may read.
    fileprivate var reader: UInt32? { Self.owner(before) }

    /// Whom it is for when the plan is done; `nil` also where it goes.
    fileprivate var readerAfter: UInt32? { Self.owner(after) }

    private static func owner(_ state: FileState) -> UInt32? {
        if case .file(_, let attributes) = state { attributes.owner?.userID } else { nil }
    }
}
