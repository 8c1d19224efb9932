internal import DurableFiles
internal import Glibc
internal import PostgresConfiguration
internal import TextEncodings

/// The files that the settings of a node name once a plan is carried out, without which its server would not start.
struct NamedFiles {
    /// A reason for each, by the bytes of its path.
    private var reasons: [[UInt8]: String] = [:]

    /// - Parameter changes: the plan. A text that it removes counts as there, to see whether anything includes it.
    init(_ layout: NodeLayout, after changes: [FileChange]) throws(NodeEncryptionError) {
        let left = PlannedFiles(changes.filter { $0.kind != .text || !$0.isRemoval })
        let configuration: EffectiveConfiguration
        do throws(NodeEncryptionError) {
            configuration = try layout.settings(from: left)
        } catch .configuration(.unreadable(_, ENOENT)) {
            // Without a configuration there is no server to start.
            return
        }
        for path in configuration.paths {
            reasons[Self.key(path)] = "it is still included"
        }
        guard let isOn = configuration.value(of: "ssl"), RequiredSettings.isSame(isOn, "on") else { return }
        let folder = layout.role == .postgres ? layout.dataFolder : layout.configurationFolder
        var seen: Set<String> = []
        for setting in configuration.settings.reversed()
        where seen.insert(setting.assignment.name.lowercased()).inserted {
            let path = PathText.joining(folder, setting.assignment.text)
            let place = "\(printable(setting.path)), line \(setting.assignment.line)"
            reasons[Self.key(path)] = "\(printable(setting.assignment.name)) in \(place) names it"
        }
    }

    /// Why the server needs the file at `path`; `nil` if no setting names it.
    func reason(for path: String) -> String? { reasons[Self.key(path)] }

    private static func key(_ path: String) -> [UInt8] {
        Array(((try? ChangeList.realPath(path)) ?? path).utf8)
    }
}
