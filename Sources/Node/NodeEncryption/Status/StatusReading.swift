package import DERCoding
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Checks the files of a node.
    ///
    /// - Parameters:
    ///   - names: by what clients call the node.
    ///   - user: the user of the last install.
    ///   - statePath: the directory of the tool's own records about the node.
    ///   - recordsPath: the directory of its records of all nodes of the host.
    ///   - knowsCertificates: whether it is known where its certificates are.
    ///   - options: the options by which the node was found, each behind a blank, as a shell and a line take them.
    package init(
        _ layout: NodeLayout,
        called names: [CalledName] = [],
        user: String? = nil,
        statePath: String,
        recordsPath: String,
        knowsCertificates: Bool = true,
        options: String = "",
        at now: DERTime
    ) {
        self.options = options
        self.knowsCertificates = knowsCertificates
        operators = knowsCertificates ? OperatorsCertificate(layout, statePath: statePath) : nil
        madeRoot = Self.madeRoot(layout, statePath)
        readState(statePath)
        readSettings(layout)
        readRules(layout, for: user)
        readRedeploy(layout, of: (knowsCertificates ? [layout.certificates] : []) + [recordsPath])
        readRevocation(layout, now)
        guard knowsCertificates else { return }
        if let operators {
            judge(operators, called: names, now)
            return
        }
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
        guard case .foreignLink(let path, _, _) = error else { throw error }
        add(.fileUnreadable, error.description, path: path)
    }

    mutating func add(
        _ code: Code,
        _ text: String,
        path: String? = nil,
        line: Int? = nil,
        cure: String? = nil,
        clients: [String] = []
    ) {
        // What may not be read is no fault of the file.
        if code.isUnread, let path, Self.isForbidden(path) { return addUnseen(path) }
        counts[code, default: 0] += 1
        if counts[code, default: 0] > Self.mostAlike { return }
        findings.append(
            Finding(code: code, text: text, path: path, line: line, cure: completed(cure), clients: clients)
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
        findings.removeAll { $0.code == .notPermitted }
        showUnseen()
    }

    /// All of it in one finding.
    private mutating func showUnseen() {
        findings.append(
            Finding(
                code: .notPermitted,
                text: "could not be seen, for lack of permission: \(listed(unseen))",
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
    private static func madeRoot(_ layout: NodeLayout, _ statePath: String) -> Bool {
        guard let items = (try? NodeState.baseline(at: statePath))?.items else { return false }
        func item(_ name: String) -> UndoPlan.Item? {
            let path = NodeRecords.identity(of: layout.certificate(name))
            return items.first { isSamePath(NodeRecords.identity(of: $0.path), path) }
        }
        guard item("server/root.key") != nil, let root = item(ServedFiles.root),
            let present = try? FileState.read(root.path, limit: CertificateFiles.mostBytes)
        else { return false }
        return root.after.isLeft(in: present)
    }

    private mutating func readState(_ path: String) {
        do throws(NodeEncryptionError) {
            if try NodeState.isInterrupted(at: path) {
                let text = "an earlier run was interrupted; the next change undoes or completes it first"
                add(.stateInterrupted, text, cure: "postgres-ssl install")
            } else if try NodeState.baseline(at: path) == nil {
                let more = "; what is in force is judged as it is, and postgres-ssl install sets TLS up here"
                add(.stateNone, "nothing was installed by this tool" + (operators == nil ? "" : more))
            } else {
                add(.stateInstalled, "installed by this tool")
            }
        } catch {
            if error.exitStatus == .noPermission { return addUnseen(path) }
            // Records that are damaged or not ours keep every change from being undone.
            add(error.exitStatus == .data ? .stateDamaged : .stateUnreadable, error.description)
        }
    }
}

extension NodeStatus.Code {
    /// Whether it says that a file could not be read.
    fileprivate var isUnread: Bool {
        [.fileUnreadable, .settingsUnreadable, .rulesUnreadable].contains(self)
    }
}
