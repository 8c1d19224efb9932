internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// What stands for a server that has nothing to take up: that of a node that is gone, or one that loads none of the
/// files that change.
struct UnaskedServer: NodeService {
    func shownCommands(for plan: NodePlan) -> [String] { [] }
    func checkFiles(wantingEncryption: Bool) {}
    func reload(after changes: [FileChange]) {}
    func standing(before plan: NodePlan) -> ServerStanding? { nil }
    func checkRunning(_ plan: NodePlan, since standing: ServerStanding?) -> ServerFindings {
        ServerFindings()
    }
    func storedPassword(of user: String) -> SharedSecret? { nil }
    func store(_ change: RoleChange) {}
}

extension Node {
    /// Whether neither the configuration of an installed node nor its data are there any more, as after
    /// `pg_dropcluster`: its settings, rules and passwords are nobody's to put back.
    func isGone(_ baseline: Baseline?) -> Bool {
        guard let choices = baseline?.choices, choices.isOf(layout) else { return false }
        return choices.isGone
    }

    /// What its uninstall has to ask and to tell of the server.
    func service(for baseline: Baseline?) -> any NodeService { isGone(baseline) ? UnaskedServer() : server }

    /// What is left to undo of a node: of one that is gone not the texts that went with it, nor its roles.
    func left(of baseline: Baseline) -> Baseline {
        guard isGone(baseline) else { return baseline }
        let list = NodeRecords.identity(of: layout.redeploy)
        var left = Baseline()
        left.choices = baseline.choices
        left.replaceEntries(
            by: baseline.entries.filter { entry in
                entry.kind != .text || isSamePath(NodeRecords.identity(of: entry.path), list)
                    || (try? FileState.read(entry.path)) != .absent
            }
        )
        return left
    }

    /// What the operator should know of a node that is gone.
    var noteOnGone: String {
        "\(printable(layout.configuration)) is gone, and what belongs to it: what other nodes of this host use is left "
            + "to them, the rest is taken back, and the records go"
    }

    /// Throws if a node that is gone is one of the others by another name, as after `pg_renamecluster`: with its
    /// records its way back would go. One that has since got records by its new name has it as little.
    ///
    /// - Parameter others: the servers of this host, those without records among them.
    func requireNotRenamed(_ baseline: Baseline, to others: [OtherNode]) throws(NodeEncryptionError) {
        guard isGone(baseline) else { return }
        for other in others {
            guard let layout = other.node?.layout, layout.role == self.layout.role,
                !(other.records?.baseline.hasEntry(at: layout.settingsFile) ?? false),
                baseline.hasLeft(layout.settingsFile)
            else { continue }
            throw .renamed(records: statePath, from: self.layout.configuration, to: other.name)
        }
    }

    /// The same, among all that are here.
    func requireNotRenamed(_ baseline: Baseline?) throws(NodeEncryptionError) {
        guard let baseline, isGone(baseline) else { return }
        try requireNotRenamed(baseline, to: withUnrecorded(try installedBeside()))
    }

    /// Throws if there are records of a node of this kind whose configuration is gone, where nothing is recorded of
    /// this one, which has been installed.
    ///
    /// - Parameter settings: what those records must have made to count; any do without it.
    func requireNotRenamed(with settings: String? = nil) throws(NodeEncryptionError) {
        for (path, content) in NodeRecords(at: recordsPath).contents where !isSamePath(path, statePath) {
            guard let records = try? content.get(), let choices = records.choices,
                choices.role == layout.role, (try? FileState.read(choices.configuration)) == .absent,
                settings.map({ records.baseline?.hasLeft($0) ?? false }) ?? true
            else { continue }
            throw .renamed(records: path, from: choices.configuration, to: layout.configuration)
        }
    }
}

extension NodeLayout {
    /// Where install writes the settings of the node.
    var settingsFile: String { role == .postgres ? ownSettings : configuration }
}

extension Baseline {
    /// Whether a change of a path is recorded, by whatever links it is reached.
    func hasEntry(at path: String) -> Bool {
        let real = (try? ChangeList.realPath(path)) ?? path
        return entries.contains { isSamePath((try? ChangeList.realPath($0.path)) ?? $0.path, real) }
    }

    /// Whether a file is what a change put at a path of the same name.
    fileprivate func hasLeft(_ path: String) -> Bool {
        guard let present = try? FileState.read(path), present.isFile else { return false }
        let name = PathText.lastName(of: path)
        return entries.contains {
            PathText.lastName(of: $0.path).utf8.elementsEqual(name.utf8) && $0.after.isLeft(in: present)
        }
    }
}
