internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

/// Whose certificates a node has, judged by what is its own alone: its records, what its server has set, and the files
/// in its place, unless these are another node's.
enum CertificatesInForce {
    /// The set in the node's place.
    case set
    /// What its server has set, where nothing of this tool's is.
    case operators(OperatorsCertificate)
    /// Nobody could see which: neither its records nor its settings say it, and they may not be looked at.
    case unseen

    /// - Parameter records: what is recorded of the node at `statePath`, or why it cannot be read.
    init(
        of layout: NodeLayout,
        _ records: Result<NodeState.Records, NodeEncryptionError>,
        statePath: String,
        recordsPath: String
    ) {
        if Self.areOfInstall(records) || Self.isNamed(in: layout)
            || (Self.isThere(in: layout) && !Self.isOthers(layout, statePath, recordsPath))
        {
            self = .set
        } else if let own = OperatorsCertificate(layout) {
            self = .operators(own)
        } else {
            self = .unseen
        }
    }

    /// Whether the node's records are of an install; records that are damaged are.
    private static func areOfInstall(_ records: Result<NodeState.Records, NodeEncryptionError>) -> Bool {
        switch records {
        case .success(let records):
            records.journal != nil || records.baseline.map { !$0.isLeftover } ?? false
        case .failure(let fault): fault.exitStatus != .noPermission
        }
    }

    /// Whether the server has set a file of the set.
    private static func isNamed(in layout: NodeLayout) -> Bool {
        guard let settings = try? layout.settings() else { return false }
        return RequiredSettings(of: layout).all.contains { name, value in
            PathText.isAbsolute(value) && settings.value(of: name).map { isSamePath($0, value) } ?? false
        }
    }

    /// Whether a file of the set is in its place, or may be.
    private static func isThere(in layout: NodeLayout) -> Bool {
        ["server/root.crt", "server/root.key", "server/server.crt", "server/server.key"].contains { name in
            (try? FileState.read(layout.certificate(name))) != .absent
        }
    }

    /// Whether the place of the set is another node's by that one's records.
    private static func isOthers(_ layout: NodeLayout, _ statePath: String, _ recordsPath: String) -> Bool {
        let folder = realFolder(layout.certificates)
        return NodeRecords(at: recordsPath).baselines(besides: statePath).known.contains { _, baseline in
            if let choices = baseline.choices { return isSamePath(realFolder(choices.certificates), folder) }
            return baseline.paths.contains { $0.utf8.starts(with: (folder + "/").utf8) }
        }
    }
}
