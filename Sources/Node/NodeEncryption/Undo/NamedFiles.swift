internal import DurableFiles
internal import Glibc
internal import PostgresConfiguration
internal import TextEncodings

/// The files that the settings of a node name once a plan is carried out, without which its server would not start.
struct NamedFiles {
    /// A reason for each, by the bytes of its path.
    private var reasons: [[UInt8]: String] = [:]

    /// - Parameters:
    ///   - changes: the plan. A text that it removes counts as there, to see whether anything includes it.
    ///   - arguments: the command line of the server that runs, which names files, too.
    init(
        _ layout: NodeLayout,
        after changes: [FileChange],
        _ arguments: ServerArguments?
    ) throws(NodeEncryptionError) {
        let left = PlannedFiles(changes.filter { $0.kind != .text || !$0.isRemoval })
        try self.init(layout, from: left, arguments) { _ in true }
    }

    /// The files that were named before the first change, as far as it is known: what stands in files that no change
    /// touched may be newer, and counts for nothing. That goes for our own settings, too, which are not in the records
    /// of a node that lost its first ones, or got them by another name.
    init(_ layout: NodeLayout, before baseline: Baseline) throws(NodeEncryptionError) {
        let files = FirstFiles(baseline, main: try ChangeList.realPath(layout.configuration))
        try self.init(layout, from: files, nil) { files.isKnown($0) }
    }

    private init(
        _ layout: NodeLayout,
        from files: borrowing some ConfigurationSource,
        _ arguments: ServerArguments?,
        settingsIn counts: (String) -> Bool
    ) throws(NodeEncryptionError) {
        let configuration: EffectiveConfiguration
        do throws(NodeEncryptionError) {
            configuration = try layout.settings(from: files)
        } catch .configuration(.unreadable(_, ENOENT)) {
            // Without a configuration there is no server to start.
            return
        }
        for path in configuration.paths {
            reasons[Self.key(path)] = "it is still included"
        }
        let isOn = [configuration.value(of: "ssl"), arguments?.settings["ssl"]]
        guard isOn.contains(where: { $0.map { RequiredSettings.isSame($0, "on") } ?? false }) else { return }
        let folder = layout.role == .postgres ? layout.dataFolder : layout.configurationFolder
        var seen: Set<String> = []
        for setting in configuration.settings.reversed()
        where counts(setting.path) && seen.insert(setting.assignment.name.lowercased()).inserted {
            let path = PathText.joining(folder, setting.assignment.text)
            let place = "\(printable(setting.path)), line \(setting.assignment.line)"
            reasons[Self.key(path)] = "\(printable(setting.assignment.name)) in \(place) names it"
        }
        for (name, value) in arguments?.settings ?? [:] {
            let path = PathText.joining(folder, value)
            reasons[Self.key(path)] = "\(printable(name)) on the command line of the running server names it"
        }
    }

    /// Why the server needs the file at `path`; `nil` if no setting names it.
    func reason(for path: String) -> String? { reasons[Self.key(path)] }

    /// Whether it names anything in the folder whose path is `prefix`, with its `/`.
    func reachesInto(_ prefix: [UInt8]) -> Bool { reasons.keys.contains { $0.starts(with: prefix) } }

    private static func key(_ path: String) -> [UInt8] {
        Array(((try? ChangeList.realPath(path)) ?? path).utf8)
    }
}

/// The files as they were before the first change; of those that no change touched, none but the main file, which then
/// included our own settings already. A text that was not there is as it is now, to see whether anything
/// included it.
private struct FirstFiles: ConfigurationSource {
    private let files: PlannedFiles
    private let paths: Set<[UInt8]>
    private let main: String

    init(_ baseline: Baseline, main: String) {
        files = PlannedFiles(baseline.firstStates)
        paths = Set(baseline.paths.map { Array($0.utf8) })
        self.main = main
    }

    /// Whether what the file said before is known.
    func isKnown(_ path: String) -> Bool { paths.contains(Array(Self.real(path).utf8)) }

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        guard isKnown(path) || isSamePath(Self.real(path), main) else { return nil }
        return try files.contents(of: path)
    }

    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        try files.files(in: folder)
    }

    private static func real(_ path: String) -> String { (try? ChangeList.realPath(path)) ?? path }
}
