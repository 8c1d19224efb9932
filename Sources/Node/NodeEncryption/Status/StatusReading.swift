package import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Checks the files of a node.
    ///
    /// - Parameters:
    ///   - names: by what clients call the node.
    ///   - user: the user of the last install.
    ///   - groups: gives what a user is a member of, as rules for groups see it; `nil` where that is not known.
    ///   - statePath: the directory of the tool's own records about the node.
    ///   - recordsPath: the directory of its records of all nodes of the host.
    ///   - knowsCertificates: whether it is known where its certificates are; no record that may not be read says it.
    ///   - client: psql as the server's superuser, as an operator would type it.
    ///   - options: the options by which the node was found, each behind a blank, as a shell and a line take them.
    package init(
        _ layout: NodeLayout,
        called names: [CalledName] = [],
        user: String? = nil,
        groups: (_ user: String) -> RoleGroups? = { _ in nil },
        statePath: String,
        recordsPath: String,
        knowsCertificates: Bool = true,
        client: String = "psql",
        options: String = "",
        at now: DERTime
    ) {
        self.options = options
        self.client = client
        self.user = user ?? Platform.user
        // Once: a run that ends meanwhile would have another record of each look.
        let records = Self.records(at: statePath)
        madeRoot = Self.madeRoot(layout, (try? records.get())?.baseline)
        var hasSet = false
        if knowsCertificates {
            switch CertificatesInForce(of: layout, records, statePath: statePath, recordsPath: recordsPath) {
            case .set: hasSet = true
            case .operators(let own): operators = own
            case .unseen: break
            }
        }
        let isRecorded = read(records, at: statePath)
        // Of what an uninstall has half taken away, nothing is missing.
        if isUninstalling, findings.contains(where: { $0.code == .stateInterrupted }) { hasSet = false }
        self.knowsCertificates = hasSet || operators != nil
        if !self.knowsCertificates, !isUninstalling { namesUnseen = Self.namesOfFiles(layout) }
        readSettings(layout)
        if !unseen.isEmpty { showUnseen() }
        readRules(layout, for: user, groups: groups)
        readRedeploy(layout, of: (hasSet ? [layout.certificates] : []) + (isRecorded ? [recordsPath] : []))
        readRevocation(layout, now)
        // Whosever it is, it is the one that clients meet.
        var named = operators
        if !self.knowsCertificates, !isUninstalling {
            named = OperatorsCertificate(layout, from: SeenFiles())
        }
        if let named { judge(named, called: names, now) }
        guard hasSet else { return }
        readCertificates(layout, now)
        judgeCertificates(layout, called: names, now)
        readOtherKey(layout)
    }

    /// A node that could not even be found, since whoever looks for it may not see its files, or its settings name
    /// places that they may not.
    ///
    /// - Throws: `error` if it is another one.
    package init(notFound error: NodeEncryptionError, options: String) throws(NodeEncryptionError) {
        self.options = options
        if case .foreignPlace = error {
            add(.settingsUnreadable, error.description)
            return
        }
        guard error.exitStatus == .noPermission else { throw error }
        unseen = [error.description]
        showUnseen()
    }

    /// Adds that the file of passwords or the pool key is not read, since a link in its place leads to somebody else's.
    ///
    /// - Throws: `error` if it is another one.
    mutating func add(unreadPasswords error: NodeEncryptionError) throws(NodeEncryptionError) {
        switch error {
        case .foreignLink(let path, _, _), .foreignPlace(_, let path, _, _):
            add(.fileUnreadable, error.description, path: path)
        default: throw error
        }
    }

    mutating func add(
        _ code: Code,
        _ text: String,
        path: String? = nil,
        line: Int? = nil,
        cure: String? = nil,
        cureLoads: Bool = false,
        clients: [String] = []
    ) {
        // What may not be read is no fault of the file.
        if code.isUnread, let path, Self.isForbidden(path) { return addUnseen(path) }
        counts[code, default: 0] += 1
        if counts[code, default: 0] > Self.mostAlike { return }
        findings.append(
            Finding(
                code: code,
                text: text,
                path: path,
                line: line,
                cure: completed(cure),
                clients: clients,
                cureLoads: cureLoads
            )
        )
    }

    /// The most findings of one code: whoever writes a million entries makes a million of them, and nobody reads more.
    static let mostAlike = 100

    /// Adds for each code how many findings were left out; to be called once, when all is looked at.
    package mutating func addRest() {
        for code in Code.allCases {
            let more = counts[code, default: 0] - Self.mostAlike
            guard more > 0, findings.contains(where: { $0.code == code }) else { continue }
            let text = "and \(more) more of this kind (\(code.rawValue))"
            findings.append(Finding(code: code, text: text, path: nil, line: nil, cure: nil, clients: []))
        }
        counts = [:]
    }

    /// Adds that a file or folder could not be looked at by whoever runs this.
    mutating func addUnseen(_ path: String) {
        let shown = printable(path)
        if unseen.contains(shown) { return }
        unseen.append(shown)
        showUnseen()
    }

    /// All of it in one finding.
    private mutating func showUnseen() {
        findings.removeAll { $0.code == .notPermitted }
        let names =
            namesUnseen.isEmpty
            ? ""
            : "; so it is not known which certificates are this node's, and \(listed(namesUnseen)) were not judged"
        findings.append(
            Finding(
                code: .notPermitted,
                text: "could not be seen, for lack of permission: \(listed(unseen))" + names,
                path: nil,
                line: nil,
                cure: completed("sudo postgres-ssl status"),
                clients: []
            )
        )
    }

    /// Whether a path leads to something that the running user may not read.
    static func isForbidden(_ path: String) -> Bool {
        do throws(NodeEncryptionError) {
            _ = try FileState.read(path)
            return false
        } catch {
            return error.exitStatus == .noPermission
        }
    }

    /// Whether the root that stands there is one that this tool put there with its key.
    private static func madeRoot(_ layout: NodeLayout, _ baseline: Baseline?) -> Bool {
        guard let items = baseline?.items else { return false }
        func item(_ name: String) -> UndoPlan.Item? {
            let path = NodeRecords.identity(of: layout.certificate(name))
            return items.first { isSamePath(NodeRecords.identity(of: $0.path), path) }
        }
        guard item("server/root.key") != nil, let root = item(ServedFiles.root),
            let present = try? FileState.read(root.path, limit: CertificateFiles.mostBytes)
        else { return false }
        return root.after.isLeft(in: present)
    }

    /// The settings that name files of the set.
    private static func namesOfFiles(_ layout: NodeLayout) -> [String] {
        RequiredSettings(of: layout).all.filter { PathText.isAbsolute($0.value) }.map(\.name)
    }

    /// Adds that settings of this tool that are in force are not recorded, as uninstall would say, or were so when the
    /// records began.
    package mutating func readLostRecords(of node: Node) {
        let judged: [Code] = [.stateNone, .stateInstalled]
        guard findings.contains(where: { judged.contains($0.code) }) else { return }
        let fault: NodeEncryptionError
        do throws(NodeEncryptionError) {
            let baseline = try NodeState.baseline(at: node.statePath)
            try node.requireRecordedSettings(in: baseline)
            guard let left = node.settingsLeft(by: baseline) else { return }
            fault = left
        } catch {
            fault = error
        }
        guard let lost = fault.lostRecords else { return }
        findings.removeAll { judged.contains($0.code) }
        if case .leftInForce = fault {
            add(.stateIncomplete, lost.fault, cure: lost.cure)
        } else {
            add(.stateLost, lost.fault, cure: lost.cure)
        }
    }

    /// Adds which other nodes have records here and are gone, as after `pg_dropcluster`.
    package mutating func readGoneNodes(besides node: Node) {
        for (path, content) in NodeRecords(at: node.recordsPath).contents
        where !isSamePath(path, node.statePath) {
            guard let choices = (try? content.get())?.choices, choices.isSurelyGone else { continue }
            let word = Quoting.shellWord(choices.configuration)
            add(
                .stateGone,
                "is gone, and has records in \(printable(path)); \"postgres-ssl uninstall --configuration \(word)\" "
                    + "forgets it",
                path: choices.configuration
            )
        }
    }

    private static func records(at path: String) -> Result<NodeState.Records, NodeEncryptionError> {
        do throws(NodeEncryptionError) {
            return .success(try NodeState.records(at: path))
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: whether there are records of the node, or may be.
    private mutating func read(
        _ found: Result<NodeState.Records, NodeEncryptionError>,
        at path: String
    ) -> Bool {
        let records: NodeState.Records
        switch found {
        case .success(let read): records = read
        case .failure(let error):
            // Records that are damaged or not ours keep every change from being undone.
            if error.exitStatus == .noPermission {
                addUnseen(path)
            } else {
                add(error.exitStatus == .data ? .stateDamaged : .stateUnreadable, error.description)
            }
            return true
        }
        if let journal = records.journal {
            isUninstalling = journal.operation == .uninstall
            add(
                .stateInterrupted,
                isUninstalling
                    ? "an interrupted uninstall is half done; uninstall again to complete it"
                    : "an interrupted \(journal.operation.rawValue) is half done; the next change undoes or completes "
                        + "it first",
                cure: "postgres-ssl " + journal.operation.command
            )
        } else if let baseline = records.baseline, baseline.isLeftover {
            isUninstalling = true
            let users = baseline.roles.map { printable($0.user) }
            add(
                .stateUninstallHalfDone,
                "an uninstall is half done: the stored password of \(listed(users)) is yet to be put back, by the "
                    + "running server",
                cure: "postgres-ssl uninstall"
            )
        } else if records.baseline == nil {
            let more = "; what is in force is judged as it is, and postgres-ssl install sets TLS up here"
            add(.stateNone, "nothing was installed by this tool" + (operators == nil ? "" : more))
            return false
        } else {
            add(.stateInstalled, "installed by this tool")
        }
        return true
    }
}

extension Operation {
    /// The command that goes on where a run of this was interrupted, and does no more than that needs.
    fileprivate var command: String {
        switch self {
        case .install, .uninstall, .renew: rawValue
        case .reissue, .importRoot: Operation.renew.rawValue
        }
    }
}

extension NodeStatus.Code {
    /// Whether it says that a file could not be read.
    fileprivate var isUnread: Bool {
        [.fileUnreadable, .settingsUnreadable, .rulesUnreadable].contains(self)
    }
}
