internal import DurableFiles
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings

/// What a node changed and other nodes of the host rely on, told path by path.
///
/// It stays when the node is uninstalled, whichever of them made it, until the last of them is.
struct SharedFiles {
    /// The other nodes.
    let others: [OtherNode]
    /// The list of what a redeploy keeps, which is shared by its lines.
    private let redeploy: String

    init(of layout: NodeLayout, others: [OtherNode]) {
        self.others = others
        redeploy = (try? ChangeList.realPath(layout.redeploy)) ?? layout.redeploy
    }

    /// The entries of the node's baseline, each with the nodes that rely on what it changed: of the list, those whose
    /// lines it has, and of a folder, those that rely on anything in it.
    func used(_ baseline: Baseline) -> [(entry: Baseline.Entry, users: [OtherNode])] {
        let files = baseline.entries.filter { !$0.isFolder }.map { (entry: $0, users: users(of: $0)) }
        return baseline.entries.map { entry in
            guard entry.isFolder else {
                return (entry, files.first { isSamePath($0.entry.path, entry.path) }?.users ?? [])
            }
            let inside = files.filter { $0.entry.path.utf8.starts(with: (entry.path + "/").utf8) }
            let users = others.filter { other in
                other.usesAnything(in: entry.path)
                    || inside.contains { $0.users.contains { $0.isSame(as: other) } }
            }
            return (entry, users)
        }
    }

    private func users(of entry: Baseline.Entry) -> [OtherNode] {
        others.filter { other in
            isSamePath(entry.path, redeploy)
                ? !other.redeployed(by: redeploy).isEmpty
                : other.uses(entry.path, entry.kind, isLink: entry.isLink)
        }
    }

    /// What uninstalling a node takes back of its changes, and what it leaves to others.
    func parted(_ baseline: Baseline) -> (undone: [UndoPlan.Item], left: [(path: String, users: [OtherNode])])
    {
        var undone: [UndoPlan.Item] = []
        var left: [(path: String, users: [OtherNode])] = []
        for (entry, users) in used(baseline) {
            if users.isEmpty {
                undone.append(UndoPlan.Item(entry))
            } else if isSamePath(entry.path, redeploy) {
                undone.append(keepingLines(UndoPlan.Item(entry)))
            } else if !entry.isFolder {
                left.append((entry.path, users))
            }
        }
        return (undone, left)
    }

    /// What undoing a change comes to, of the list of what a redeploy keeps without those of its lines that others need
    /// by now.
    func keepingLines(_ item: UndoPlan.Item) -> UndoPlan.Item {
        guard isSamePath(item.path, redeploy), case .state(.file(let content, let attributes)) = item.after
        else {
            return item
        }
        let kept = RedeployList(content.publicBytes).keeping(
            others.flatMap { $0.redeployed(by: redeploy) },
            besides: item.before.content?.publicBytes ?? []
        )
        if kept.isEmpty { return item }
        var own = attributes
        if case .file(_, let earlier) = item.before { own = earlier }
        let before = FileState.file(SharedSecret(copying: kept.span), own)
        return UndoPlan.Item(path: item.path, kind: item.kind, before: before, after: item.after)
    }

    /// What the operator should know of what an uninstall leaves.
    static func notes(_ left: [(path: String, users: [OtherNode])]) -> [String] {
        var places: [(path: String, names: [String])] = []
        // Nobody is told to take back what these use.
        let unrecorded = left.flatMap(\.users).filter { $0.records == nil }.map { printable($0.name) }
        for (path, users) in left {
            for user in users {
                let shown = user.shown(path)
                let name = printable(user.name)
                guard let index = places.firstIndex(where: { isSamePath($0.path, shown) }) else {
                    places.append((shown, [name]))
                    continue
                }
                if !places[index].names.contains(name) { places[index].names.append(name) }
            }
        }
        var gone: [String] = []
        for user in left.flatMap(\.users) where user.isGone {
            if !gone.contains(where: { isSamePath($0, user.name) }) { gone.append(user.name) }
        }
        return places.map { path, names in
            let remover =
                unrecorded.contains { names.contains($0) }
                ? "remove it yourself when none uses it" : "the uninstall of the last one removes it"
            return
                "\(printable(path)) is kept, since it is in use by another node of this host, that of "
                + "\(listed(names)); \(remover)"
        }
            + gone.map { name in
                "\(printable(name)) is missing: if that node is no more, \"postgres-ssl uninstall --configuration "
                    + "\(Quoting.shellWord(name))\" forgets it, and removes what it was the last to use"
            }
    }
}

extension Node {
    /// What other nodes rely on of what this one changed, as their records and their files say now.
    ///
    /// - Throws: ``NodeEncryptionError/unreadableBeside(path:_:)`` where records cannot be read: then nobody knows
    ///   what is in use, and what goes with the own records could not be taken back by anybody.
    func sharedFiles(of baseline: Baseline) throws(NodeEncryptionError) -> SharedFiles {
        if baseline.paths.isEmpty { return SharedFiles(of: layout, others: []) }
        return SharedFiles(of: layout, others: withUnrecorded(try installedBeside()))
    }

    /// The other nodes that are installed.
    ///
    /// - Throws: ``NodeEncryptionError/unreadableBeside(path:_:)``.
    func installedBeside() throws(NodeEncryptionError) -> [OtherNode] {
        let records = NodeRecords(at: recordsPath).baselines(besides: statePath)
        if let (path, fault) = records.unreadable { throw .unreadableBeside(path: path, fault) }
        return installed(records.known)
    }

    /// The configurations of the other nodes that rely on what is at a path.
    ///
    /// - Throws: why records beside the own ones cannot be read: then nobody knows.
    func namesOfOthers(using path: String) throws(NodeEncryptionError) -> [String] {
        let records = NodeRecords(at: recordsPath).baselines(besides: statePath)
        if let (_, fault) = records.unreadable { throw fault }
        let real = try ChangeList.realPath(path)
        return installed(records.known).filter { $0.uses(real, .poolPasswords) }.map(\.name)
    }

    /// Throws if a run on another node was interrupted that changed what a run on this one is to change: whoever ran
    /// it undoes it later, and would take away what this one relies on by then. That it does not go on is known by the
    /// lock of all nodes' records.
    func requireNoInterruptedRun(in paths: [String]) throws(NodeEncryptionError) {
        let places = paths.map { NodeRecords.identity(of: $0) }
        let own = Set(places.map { Array($0.utf8) })
        let folders = Set(places.map { Array(PathText.folder(of: $0).utf8) })
        let list = NodeRecords.identity(of: layout.redeploy)
        for (path, content) in NodeRecords(at: recordsPath).contents where !isSamePath(path, statePath) {
            guard let records = try? content.get(), let journal = records.journal, journal.phase == .applying
            else { continue }
            let isShared = journal.changes.contains { change in
                let place = NodeRecords.identity(of: change.path)
                return !isSamePath(place, list) && own.contains(Array(place.utf8))
                    || change.kind.isOfSet && folders.contains(Array(PathText.folder(of: place).utf8))
            }
            guard isShared else { continue }
            let place = records.choices?.configuration ?? path
            throw .interruptedBeside(journal.operation, configuration: place)
        }
    }

    /// What other nodes changed, as far as it is known, by paths without symbolic links.
    var changesOfOthers: [UndoPlan.Item] {
        NodeRecords(at: recordsPath).baselines(besides: statePath).known.flatMap(\.baseline.items).map {
            UndoPlan.Item(
                path: NodeRecords.identity(of: $0.path),
                kind: $0.kind,
                before: $0.before,
                after: $0.after
            )
        }
    }

    /// What the operator should know where a plan changes certificates that the servers of other nodes have loaded.
    func sharingNotes(_ plan: NodePlan) -> [String] {
        let changed = plan.changes.filter {
            $0.kind.isOfSet && $0.before.isFile && $0.after.content != $0.before.content
        }
        if plan.operation == .uninstall || changed.isEmpty { return [] }
        let known = NodeRecords(at: recordsPath).baselines(besides: statePath).known
        return withUnrecorded(installed(known)).compactMap { other in
            guard changed.contains(where: { other.loads($0.path) }), let step = other.node?.server.stepToLoad
            else { return nil }
            return
                "the server of \(printable(other.name)) has these certificates, too, and goes on with the old ones "
                + "until \(step)"
        }
    }

    func installed(_ known: [(path: String, baseline: Baseline)]) -> [OtherNode] {
        known.map {
            OtherNode(OtherNode.Records(path: $0.path, baseline: $0.baseline), recordsPath: recordsPath)
        }
    }

    /// The other nodes that are installed, and the servers of this host that nothing is recorded of.
    ///
    /// - Parameter users: whose processes are looked at besides those of the users that servers run as.
    func withUnrecorded(_ installed: [OtherNode], ofUsers users: Set<UInt32> = []) -> [OtherNode] {
        installed + unrecorded(among: FoundServer.all(ofUsers: users), besides: installed)
            + unrecorded(amongPgpools: RunningPgpool.configurations(ofUsers: users), besides: installed)
    }

    /// The servers of this host whose records are not among those of this node.
    func unrecorded(among servers: [FoundServer], besides installed: [OtherNode]) -> [OtherNode] {
        servers.filter { isUnrecorded($0.configuration, besides: installed) }
            .compactMap { OtherNode($0, sharing: layout.certificates, recordsPath: recordsPath) }
    }

    /// The same of Pgpool-II, by their configurations.
    private func unrecorded(
        amongPgpools configurations: [String],
        besides installed: [OtherNode]
    ) -> [OtherNode] {
        configurations.filter { isUnrecorded($0, besides: installed) }
            .compactMap { OtherNode(pgpool: $0, sharing: layout.certificates, recordsPath: recordsPath) }
    }

    private func isUnrecorded(_ configuration: String, besides installed: [OtherNode]) -> Bool {
        func real(_ path: String) -> String { (try? ChangeList.realPath(path)) ?? path }
        let known = installed.compactMap { $0.node?.layout.configuration } + [layout.configuration]
        let place = real(configuration)
        return !known.contains { isSamePath(real($0), place) }
    }
}

extension NodeServer {
    /// What has it load its certificates again, as the end of "until …"; `nil` if it does not run.
    fileprivate var stepToLoad: String? {
        switch self {
        case .postgres(let postgres):
            (try? postgres.isRunning) == false ? nil : "it reloads: \(postgres.shownReload)"
        case .pgpool: "it is restarted"
        }
    }
}
