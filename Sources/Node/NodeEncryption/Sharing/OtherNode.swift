internal import DurableFiles
internal import NodeCertificates
internal import PostgresConfiguration

/// Another node of the host, and the files that it relies on.
///
/// It relies on what its records say that it changed, on its certificates, on what its settings name and include, and
/// on its rules and passwords, wherever links lead to. What none of that reaches is no business of its.
struct OtherNode {
    /// Its records; `nil` for a server of this host that has none among those of this one.
    let records: Records?
    /// Its configuration, by which an operator knows it; the folder of its records where these do not say it.
    let name: String
    /// The node; `nil` where it is not found any more, so that its records alone say what it relies on.
    let node: Node?
    /// The folder of all nodes' records.
    private let recordsPath: String
    /// The folder of its certificates, without symbolic links.
    private let certificates: String
    /// The folders that hold its certificates, without symbolic links.
    private let folders: [String]
    /// The paths of its set that it changed, and those of single files that it reads, without symbolic links.
    private let files: Set<[UInt8]>
    /// What its settings name.
    private let named: NamedFiles?

    /// What is recorded of one that is installed.
    struct Records {
        /// The folder of it.
        let path: String
        /// What uninstalling the node needs.
        let baseline: Baseline
    }

    /// A node that is installed.
    init(_ records: Records, recordsPath: String) {
        let baseline = records.baseline
        self.records = records
        self.recordsPath = recordsPath
        name = baseline.choices?.configuration ?? records.path
        node = baseline.choices.flatMap { Self.node($0.completing(NodeChoices()), recordsPath) }
        named = node.flatMap { try? NamedFiles($0.layout, after: [], $0.running?.arguments) }
        let isKnown = node != nil
        // What it reads now is known by its node; a text that it once changed and reads no more is none of that.
        let changed = baseline.entries.filter {
            !isKnown || $0.isFolder || $0.kind.isOfSet || $0.kind == .replaced
        }
        var files = Set(changed.map { Self.key($0.path) })
        let set = node?.layout.certificates ?? baseline.choices?.certificates
        certificates = set.map(realFolder) ?? ""
        folders = set.map(Self.folders) ?? []
        for folder in folders {
            for name in (try? CertificateFiles.names(in: folder)) ?? [] {
                let path = PathText.joining(folder, name)
                // One that is a link is the file that it leads to.
                if let real = try? ChangeList.realPath(path), !isSamePath(real, path) {
                    files.insert(Array(real.utf8))
                }
            }
        }
        if let node {
            var read = [node.layout.configuration, node.layout.authentication]
            read += (try? node.layout.rules())?.paths ?? []
            read += node.layout.poolPasswdsInForce
            if node.layout.role == .pgpool, let key = try? node.poolKeyPath() { read.append(key) }
            for path in read { files.insert(Array(((try? ChangeList.realPath(path)) ?? path).utf8)) }
        }
        self.files = files
    }

    /// The folders that hold a set's certificates, without symbolic links.
    private static func folders(of set: String) -> [String] {
        let inside = ["server", "client", ReplacedFiles.folderName].map { PathText.joining(set, $0) }
        return ([set] + inside).map(realFolder)
    }

    private static func node(_ choices: NodeChoices, _ recordsPath: String) -> Node? {
        var choices = choices
        choices.state = recordsPath
        return try? Node(choices)
    }

    private static func key(_ path: String) -> [UInt8] { Array(NodeRecords.identity(of: path).utf8) }

    /// A server that no records are known of: others may be kept elsewhere (`--state`), or an operator has set it up.
    ///
    /// Of a set of which it loads a certificate or a key it relies on all: the root of that certificate is there.
    ///
    /// - Parameter certificates: the folder of the set that it may share.
    /// - Returns: `nil` for one whose settings cannot be read.
    init?(_ server: FoundServer, sharing certificates: String, recordsPath: String) {
        var choices = NodeChoices()
        choices.role = .postgres
        choices.configuration = server.configuration
        choices.data = server.data
        self.init(choices, server.configuration, sharing: certificates, recordsPath)
    }

    /// The same of a Pgpool-II, by its configuration.
    init?(pgpool configuration: String, sharing certificates: String, recordsPath: String) {
        var choices = NodeChoices()
        choices.role = .pgpool
        choices.configuration = configuration
        self.init(choices, configuration, sharing: certificates, recordsPath)
    }

    private init?(
        _ choices: NodeChoices,
        _ configuration: String,
        sharing certificates: String,
        _ recordsPath: String
    ) {
        var choices = choices
        choices.looksOnly = true
        guard let node = Self.node(choices, recordsPath),
            let named = try? NamedFiles(node.layout, after: [], node.running?.arguments)
        else { return nil }
        self.recordsPath = recordsPath
        self.node = node
        self.named = named
        records = nil
        name = configuration
        self.certificates = realFolder(certificates)
        let isSharing = named.reachesInto(Array((self.certificates + "/").utf8))
        folders = isSharing ? Self.folders(of: certificates) : []
        files = []
    }

    /// Whether its configuration was removed, so that it may be no more.
    var isGone: Bool {
        records?.baseline.choices.map { (try? FileState.read($0.configuration)) == .absent } ?? false
    }

    /// Whether two are the same node.
    func isSame(as other: OtherNode) -> Bool {
        switch (records?.path, other.records?.path) {
        case (let own?, let path?): isSamePath(own, path)
        case (nil, nil): isSamePath(name, other.name)
        default: false
        }
    }

    /// Whether it relies on what is at a path.
    ///
    /// - Parameter isLink: whether a link was made there, as of the root in a set's folder for clients.
    func uses(_ path: String, _ kind: FileChange.Kind, isLink: Bool = false) -> Bool {
        let place = NodeRecords.identity(of: path)
        if files.contains(Array(place.utf8)) || loads(path) { return true }
        guard kind.isOfSet || kind == .replaced || isLink else { return false }
        return folders.contains { isSamePath($0, PathText.folder(of: place)) }
    }

    /// Whether its settings name or include what is at a path.
    func loads(_ path: String) -> Bool { named?.reason(for: path) != nil }

    /// Whether it relies on anything in a folder.
    func usesAnything(in folder: String) -> Bool {
        let place = NodeRecords.identity(of: folder)
        let prefix = Array((place + "/").utf8)
        return folders.contains { isSamePath($0, place) || $0.utf8.starts(with: prefix) }
            || files.contains { $0.starts(with: prefix) } || (named?.reachesInto(prefix) ?? false)
    }

    /// What a file that it relies on is shown as: one of its certificates as the folder of all.
    func shown(_ path: String) -> String {
        let folder = PathText.folder(of: NodeRecords.identity(of: path))
        guard folders.contains(where: { isSamePath($0, folder) }) else { return path }
        let isInside =
            isSamePath(folder, certificates) || folder.utf8.starts(with: (certificates + "/").utf8)
        return isInside ? certificates : folder
    }

    /// What a redeploy must leave of it, where it goes by this list, which is no link.
    func redeployed(by list: String) -> [String] {
        guard let records else { return folders.isEmpty ? [] : [certificates] }
        let isIts =
            node.map { isSamePath(Self.real($0.layout.redeploy), list) } ?? files.contains(Self.key(list))
        guard isIts else { return [] }
        let set = node?.layout.certificates ?? records.baseline.choices?.certificates
        let key = node?.layout.role == .pgpool ? try? node?.poolKeyPath() : nil
        return [set, key, recordsPath].compactMap(\.self)
    }

    private static func real(_ path: String) -> String { (try? ChangeList.realPath(path)) ?? path }
}

extension NodeRecords {
    /// What the records of the other nodes say, by their folders, and the first that cannot be read, with why.
    ///
    /// - Parameter own: the folder of a node's own records.
    func baselines(besides own: String) -> (
        known: [(path: String, baseline: Baseline)], unreadable: (path: String, fault: NodeEncryptionError)?
    ) {
        var known: [(path: String, baseline: Baseline)] = []
        var unreadable: (path: String, fault: NodeEncryptionError)?
        for (path, content) in contents where !isSamePath(path, own) {
            switch content {
            case .success(let records):
                // One of which only stored passwords are left has no files.
                guard let baseline = records.baselineInForce, !baseline.paths.isEmpty else { continue }
                known.append((path, baseline))
            case .failure(let fault): unreadable = unreadable ?? (path, fault)
            }
        }
        return (known, unreadable)
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
