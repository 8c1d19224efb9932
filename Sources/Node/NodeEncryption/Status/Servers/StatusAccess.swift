internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// Adds which files the server could not open at its next start, tried as its user where somebody may be that; and
    /// what its program says of the files of one that is stopped.
    package mutating func readAccess(_ node: Node) {
        defer { if hasUnloadable(node.layout) { loadsFiles = false } }
        guard case .postgres(let service) = node.server else { return readAccess(ofPgpool: node.layout) }
        // Who may not ask is told what he could not see.
        guard service.runsAsServer else { return }
        do throws(NodeEncryptionError) {
            try readAccess(service, node.layout)
            try readListAccess(service, node.layout)
            if node.running == nil { try readStart(service) }
            try readLoading(service, node.layout, node.running)
        } catch .configuration {
            // Settings that cannot be read are said already.
        } catch {
            add(.serverNotAsked, "could not be tried as the server's user: \(error.description)")
        }
    }

    // MARK: PostgreSQL

    private mutating func readAccess(
        _ service: PostgresService,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        let settings = try TrialSettings(layout)
        let server = (try? Folder(layout.dataFolder).status())?.owner
        let unopened = try service.unopened(settings.files)
        for path in unopened {
            try addUnopened(path, by: server, layout) { (folder) throws(NodeEncryptionError) in
                try service.canEnter(folder)
            }
        }
        if settings.isEncrypted, !unopened.contains(settings.key) { try readOwnKey(settings.key, layout) }
    }

    /// Adds what the server's own check of its key refuses, of a key that is not the set's: that one has been read.
    private mutating func readOwnKey(_ path: String, _ layout: NodeLayout) throws(NodeEncryptionError) {
        let real = try ChangeList.realPath(path)
        let isSet = isSamePath(real, try ChangeList.realPath(layout.certificate("server/server.key")))
        guard !isSet, case .file(_, let attributes) = try FileState.read(real) else { return }
        judge(attributes, ofKey: path, owner: layout.owner)
    }

    /// Adds what the program of a stopped server says of its files, which it reads as at a start.
    private mutating func readStart(_ service: PostgresService) throws(NodeEncryptionError) {
        do throws(NodeEncryptionError) {
            try service.checkFiles(wantingEncryption: false)
        } catch .refusedByServer(let reason) {
            addNotStarting(printable(reason))
        }
    }

    /// Adds that the server's program refuses the files of TLS, which a running server does not say; unless what is
    /// wrong with them is said already.
    private mutating func readLoading(
        _ service: PostgresService,
        _ layout: NodeLayout,
        _ running: RunningServer?
    ) throws(NodeEncryptionError) {
        let said: [Code] = [.serverWouldNotStart, .settingsLineRejected, .settingsIncludeMissing]
        if hasUnloadable(layout) || findings.contains(where: { said.contains($0.code) }) { return }
        guard let reason = try service.loadingRefusal(running) else { return }
        loadsFiles = false
        if running == nil { return addNotStarting(printable(reason)) }
        let text = "keeps what it had of TLS at a reload, and will not start again: \(printable(reason))"
        add(.serverWouldNotStart, text)
    }

    /// Whether something is said of a file with which the server does not load those of TLS.
    private func hasUnloadable(_ layout: NodeLayout) -> Bool {
        let codes: [Code] = [
            .fileOwner, .fileMissing, .folderClosed, .keyExposed, .keyEncrypted, .keyInvalid, .keyMismatch,
            .certificateInvalid,
        ]
        return findings.contains { finding in
            guard codes.contains(finding.code), let path = finding.path else { return false }
            // It loads neither what clients show nor the root's key.
            return !path.utf8.starts(with: layout.certificate("client/").utf8)
                && !isSamePath(path, layout.certificate("server/root.key"))
        }
    }

    /// Adds why a stopped server would not start; how it is started is no cure then.
    private mutating func addNotStarting(_ reason: String) {
        for place in findings.indices where findings[place].code == .serverNotRunning {
            findings[place].cure = nil
        }
        add(.serverWouldNotStart, "is not running, and would not start: \(reason)")
    }

    // MARK: Pgpool-II

    /// The same by owners and modes: nobody can be asked to be a Pgpool-II, which may run as root.
    private mutating func readAccess(ofPgpool layout: NodeLayout) {
        let running = RunningPgpool.find(layout)?.userID
        guard running != 0, let user = Self.user(numbered: running) ?? layout.owner, user.userID != 0
        else { return }
        let settings = try? layout.settings()
        let named = ["ssl_cert", "ssl_key", "ssl_ca_cert"].compactMap { name -> String? in
            guard let value = settings?.value(of: name), !value.isEmpty else { return nil }
            return PathText.joining(layout.configurationFolder, value)
        }
        for path in (settings?.paths ?? []) + [layout.authentication, layout.passwords] + named {
            guard let real = try? ChangeList.realPath(path), let state = try? FileState.read(real),
                case .file(_, let attributes) = state
            else { continue }
            func mayEnter(_ folder: String) -> Bool { ServerAccess.mayEnter(folder, user) }
            let isClosed = ServerAccess.folders(to: PathText.folder(of: real)).contains { !mayEnter($0) }
            if isClosed || !attributes.mayBeRead(by: user) {
                try? addUnopened(path, by: user, layout) { (folder) throws(NodeEncryptionError) in
                    mayEnter(folder)
                }
            }
        }
    }

    private static func user(numbered number: UInt32?) -> FileOwner? {
        number.flatMap { number in (try? Accounts.ofThisHost().user(numbered: number))?.owner }
    }

    // MARK: Both

    /// Adds why a server's user cannot open a file: the outermost folder that is closed to him, or the file itself.
    private mutating func addUnopened(
        _ path: String,
        by server: FileOwner?,
        _ layout: NodeLayout,
        canEnter: (String) throws(NodeEncryptionError) -> Bool
    ) throws(NodeEncryptionError) {
        let real = try ChangeList.realPath(path)
        let known: [Code] = [.fileOwner, .fileMissing, .keyExposed]
        findings.removeAll { $0.code == .fileAsNeeded && $0.path == path }
        for folder in ServerAccess.folders(to: PathText.folder(of: real)) where try !canEnter(folder) {
            if findings.contains(where: { $0.code == .folderClosed && $0.path == folder }) { return }
            return add(
                .folderClosed,
                "cannot be entered by the server's user, so that the server does not start again with what is in it",
                path: folder,
                cure: Self.opening(folder, isFolder: true, to: server, layout)
            )
        }
        if findings.contains(where: { known.contains($0.code) && $0.path == path }) { return }
        if try FileState.read(real) == .absent {
            // Where the rules are read, that is said of them.
            if findings.contains(where: { $0.code == .rulesUnreadable }),
                isSamePath(path, layout.authentication)
            {
                return
            }
            return add(.fileMissing, "is missing, and the server does not start again without it", path: path)
        }
        add(
            .fileOwner,
            "cannot be opened by the server's user, so that "
                + (layout.passesOverOwnSettings(at: path)
                    ? "include_if_exists passes over it, and the server has no TLS from its next start or reload on"
                    : "the server does not start again with it"),
            path: path,
            cure: Self.opening(real, isFolder: false, to: server, layout)
        )
    }

    /// The command that opens a file or folder to the server's user; `nil` for a file of somebody else's.
    private static func opening(
        _ path: String,
        isFolder: Bool,
        to server: FileOwner?,
        _ layout: NodeLayout
    ) -> String? {
        guard let server, let folder = try? Folder(isFolder ? path : PathText.folder(of: path)) else {
            return nil
        }
        let name = PathText.lastName(of: path)
        let status = isFolder ? try? folder.status() : (try? folder.status(of: name)) ?? nil
        let shown = Quoting.shellWord(path)
        if status?.owner.userID == server.userID { return "chmod \(isFolder ? "u+rx" : "u+r") " + shown }
        // A folder around the server's own is others', too.
        let own = [layout.certificates] + layout.ownFolders
        let isOwn = own.contains { (own: String) in
            let own = (try? Folder(own).path) ?? own
            return isSamePath(path, own) || Array(path.utf8).starts(with: Array((own + "/").utf8))
        }
        if isOwn { return "chown \(server.userID) " + shown }
        return isFolder ? "chmod o+x " + shown : nil
    }
}

extension NodeLayout {
    /// Whether a path is that of our own settings, and the server goes on without them where it cannot open them
    /// (`src/backend/utils/misc/guc-file.l`, `ParseConfigFile`: strict for `include` alone).
    fileprivate func passesOverOwnSettings(at path: String) -> Bool {
        guard role == .postgres, isSamePath(path, ownSettings),
            let main = try? ChangeList.realPath(configuration),
            let content = (try? FileState.read(main))?.content
        else { return false }
        let includes = ConfigurationFile(content.publicBytes, dialect: .postgres).includes.filter {
            isOwnSettings($0.path)
        }
        return !includes.isEmpty && includes.allSatisfy { $0.kind == .fileIfPresent }
    }
}

extension FileAttributes {
    /// Whether a user may read the file by its owner and mode; also where that is not certain, since a group may let
    /// him.
    func mayBeRead(by user: FileOwner) -> Bool {
        guard let owner else { return true }
        return owner.userID == user.userID ? mode & 0o400 != 0 : mode & 0o044 != 0
    }
}
