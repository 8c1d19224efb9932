internal import DERCoding
internal import DurableFiles
internal import Glibc
internal import NodeCertificates
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

extension NodePlan {
    /// The plan that puts a node back to how it was before the first change.
    ///
    /// The last change is undone first, so that no setting names a certificate that is gone. What others changed since
    /// is kept, and a note says so.
    ///
    /// - Parameters:
    ///   - layout: where the files of the node are now, wherever they were at install.
    ///   - shared: what other nodes rely on, which is left to them.
    ///   - roles: the changes to the stored passwords of roles.
    ///   - backendsOfTLSAlone: the backends of Pgpool-II that let nobody in without TLS.
    ///   - notes: what the operator should know, in addition to what is found here.
    ///   - now: the time of the run.
    static func uninstall(
        _ baseline: Baseline,
        on layout: NodeLayout,
        shared: SharedFiles? = nil,
        roles: [RoleChange] = [],
        backendsOfTLSAlone: [NodeLayout.BackendPlace] = [],
        notes: [String] = [],
        at now: DERTime
    ) throws(NodeEncryptionError) -> NodePlan {
        let (items, left) = shared?.parted(baseline) ?? (baseline.items, [])
        var undo = try UndoPlan(undoing: items, poolPasswdsInForce: layout.poolPasswdsInForce)
        undo.leaveWithoutFolder()
        try requireUsable(rulesAmong: left, layout, after: undo.changes)
        if !backendsOfTLSAlone.isEmpty, try !hasTLS(layout, after: undo.changes) {
            throw .backendsOfTLSAlone(backendsOfTLSAlone.map(\.name))
        }
        let server = layout.role == .postgres ? try RunningServer.find(on: layout.dataFolder) : nil
        let named = try NamedFiles(layout, after: undo.changes, server?.arguments)
        let namedBefore = try NamedFiles(layout, before: baseline)
        undo.keep { change in
            guard change.kind == .text || change.kind.isOfSet, let reason = named.reason(for: change.path)
            else { return nil }
            // What the same line named, and was missing, before install is so again.
            return namedBefore.reason(for: change.path) == reason ? nil : reason
        }
        // What was in force when the records began, and is so still, has what was made since.
        if baseline.beganInForce, losesClients(undo.changes, layout, at: now) {
            undo.keepSet { named.reason(for: $0) }
        }
        let outOfForce = try outOfForce(undo.changes, layout, named)
        let saved = try saved(undo.keepDisplaced(), layout, at: now)
        return NodePlan(
            operation: .uninstall,
            roles: roles,
            changes: saved.changes + undo.changes,
            notes: notes + undo.notes + undo.notesOnLines + outOfForce + saved.notes
                + SharedFiles.notes(left) + notesOnRules(layout, after: undo.changes),
            wantsEncryption: false
        )
    }

    /// Whether clients would lose a server by what is put back: by a root that is another one by now, or a pair that is
    /// over. A pair of another authority is an operator's, and goes back whatever it is.
    private static func losesClients(_ changes: [FileChange], _ layout: NodeLayout, at now: DERTime) -> Bool {
        func change(of name: String) -> FileChange? {
            let path = NodeRecords.identity(of: layout.certificate(name))
            return changes.first { $0.kind.isOfSet && isSamePath(NodeRecords.identity(of: $0.path), path) }
        }
        let leaf = change(of: ServedFiles.certificate)?.after.content.flatMap {
            CertificateFile("", pem: $0.publicBytes.span).certificates.first
        }
        if let leaf, !OwnRoots(of: layout).areIssuer(of: leaf) { return false }
        return leaf.map { $0.validity.notAfter < now } ?? false
            || [ServedFiles.root, "server/root.key"].contains { change(of: $0)?.isReplacement ?? false }
    }

    /// What others set in our own settings, which nothing includes any more.
    private static func outOfForce(
        _ changes: [FileChange],
        _ layout: NodeLayout,
        _ named: NamedFiles
    ) throws(NodeEncryptionError) -> [String] {
        guard layout.role == .postgres else { return [] }
        let path = try ChangeList.realPath(layout.ownSettings)
        guard let content = changes.first(where: { isSamePath($0.path, path) })?.after.content,
            named.reason(for: path) == nil
        else { return [] }
        let file = ConfigurationFile(content.publicBytes, dialect: .postgres)
        let lines = file.assignments.map(\.name) + file.includes.map { "the include of \($0.path)" }
        guard !lines.isEmpty else { return [] }
        return [
            "\(printable(path)) is included no more, so that what stands there is out of force: "
                + "\(listed(lines.map { printable($0) })); move it to \(printable(layout.configuration))"
        ]
    }

    /// What the operator should know of rules that let nobody in by what is in force again.
    private static func notesOnRules(_ layout: NodeLayout, after changes: [FileChange]) -> [String] {
        [rulesWithoutTLS(layout, after: changes), rulesWithoutRoots(layout, after: changes)].compactMap(
            \.self
        )
    }

    /// What the operator should know of rules for TLS that stay where the server will have none, as those do in a file
    /// that was copied from elsewhere.
    private static func rulesWithoutTLS(_ layout: NodeLayout, after changes: [FileChange]) -> String? {
        let planned = PlannedFiles(changes)
        guard let settings = try? layout.settings(from: planned),
            !RequiredSettings.isSame(settings.value(of: "ssl") ?? "off", "on"),
            let rules = try? layout.rules(from: planned)
        else { return nil }
        let left = rules.rules.filter { $0.record.type == .hostssl && $0.record.method != "reject" }
        if left.isEmpty { return nil }
        return
            "without TLS, nobody gets in by rules that are for TLS alone: \(listed(left.map(\.place))); write host in "
            + "the place of hostssl, or take them out"
    }

    /// What the operator should know of rules that want a client certificate, where the server keeps TLS by settings of
    /// before, and has no root of clients by them.
    private static func rulesWithoutRoots(_ layout: NodeLayout, after changes: [FileChange]) -> String? {
        let planned = PlannedFiles(changes)
        guard let rules = try? layout.rules(from: planned) else { return nil }
        let left = layout.rulesWithoutClientRoots(rules.rules, from: planned)
        if left.isEmpty { return nil }
        return
            "without ssl_ca_file, nobody gets in by rules that want a client certificate: "
            + "\(listed(left.map(\.place))); name the root of these certificates by it, or take the rules out"
    }

    /// Throws if rules that other nodes have, too, and that want TLS, would be left to a server without TLS.
    private static func requireUsable(
        rulesAmong left: [(path: String, users: [OtherNode])],
        _ layout: NodeLayout,
        after changes: [FileChange]
    ) throws(NodeEncryptionError) {
        let own = try layout.ownRuleFiles()
        guard let rules = left.first(where: { kept in own.contains { isSamePath($0, kept.path) } }) else {
            return
        }
        if try hasTLS(layout, after: changes) { return }
        throw .sharedRules(path: rules.path, others: rules.users.map(\.name))
    }

    /// Whether the settings turn TLS on; without a configuration there is no server that nobody gets into.
    private static func hasTLS(
        _ layout: NodeLayout,
        after changes: [FileChange]
    ) throws(NodeEncryptionError) -> Bool {
        do throws(NodeEncryptionError) {
            let value = try layout.settings(from: PlannedFiles(changes)).value(of: "ssl")
            return value.map { RequiredSettings.isSame($0, "on") } ?? false
        } catch .configuration(.unreadable(_, ENOENT)) {
            return true
        }
    }

    /// Plans that keys and certificates of before, whose places others took and of which there is no copy, are kept as
    /// those that a run replaces.
    private static func saved(
        _ files: [UndoPlan.Displaced],
        _ layout: NodeLayout,
        at now: DERTime
    ) throws(NodeEncryptionError) -> (changes: [FileChange], notes: [String]) {
        let files = files.filter { ReplacedFiles.keeps(PathText.lastName(of: $0.path)) }
        if files.isEmpty { return ([], []) }
        let owner = layout.owner ?? .running
        var names = try CertificateFiles.names(in: layout.certificate(ReplacedFiles.folderName))
        var kept: [SetFile] = []
        for file in files {
            let old = SetFile(PathText.lastName(of: file.path), file.content, owner: file.attributes.owner)
            // One by one: two of other folders may have the same name.
            let copies = ReplacedFiles(
                [old],
                present: { _ in nil },
                among: names,
                earlier: { _ in nil },
                at: now
            ).kept
            kept += copies
            names += copies.map(\.name)
        }
        var list = ChangeList(ownedBy: layout.owner)
        let folder = FileAttributes(mode: ReplacedFiles.folderMode, owner: owner)
        try list.put(.folder(folder), at: layout.certificate(ReplacedFiles.folderName))
        for file in kept {
            let attributes = FileAttributes(mode: ReplacedFiles.fileMode, owner: file.owner ?? owner)
            try list.put(.file(file.content, attributes), at: layout.replaced(file.name), kind: .replaced)
        }
        let notes = zip(files, kept).map { file, copy in
            "what was \(printable(file.path)) before install is kept as \(printable(layout.replaced(copy.name))), "
                + "since \(file.reason)"
        }
        return (list.changes, notes)
    }
}
