internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

/// What an operator said about a node when it was installed, by which later runs find it without being told again.
///
/// Passwords are none of it: a command that may hold one is left out.
struct RememberedChoices: Equatable, Sendable {
    /// What the node runs.
    let role: NodeLayout.Role
    /// Its `postgresql.conf` or `pgpool.conf`, as an absolute path.
    let configuration: String
    /// Where its data were, without symbolic links; `nil` of a Pgpool-II.
    let dataFolder: String?
    /// The values that options had, by the options' names.
    private let texts: [String: String]
    /// The words of commands, by their options' names.
    private let commands: [String: [String]]

    private typealias Text = any WritableKeyPath<NodeChoices, String?> & Sendable
    private typealias Command = any WritableKeyPath<NodeChoices, [String]?> & Sendable

    /// The options whose values are kept; those of paths were made absolute before.
    private static let textOptions: [(name: String, choice: Text)] = [
        ("--data", \.data), ("--hba", \.authentication), ("--pool-passwd", \.passwords),
        ("--pool-key", \.poolKey), ("--certificates", \.certificates), ("--redeploy", \.redeploy),
        ("--metainf", \.metadata), ("--owner", \.owner), ("--server", \.serverProgram),
        ("--backend-root", \.backendRoots), ("--layer", \.layer), ("--env", \.environment),
        ("--server-version", \.versionText), ("--user", \.user),
    ]

    private static let commandOptions: [(name: String, choice: Command)] = [
        ("--as-server", \.asServer), ("--psql", \.client), ("--reload-command", \.reload),
        ("--restart-command", \.restart),
    ]

    /// What is to be kept of `choices`, of the node that was found by them.
    init(_ choices: NodeChoices, _ layout: NodeLayout) {
        role = layout.role
        configuration = layout.configuration
        dataFolder = layout.role == .postgres ? realFolder(layout.dataFolder) : nil
        var kept = choices
        // The variable is there in this run only.
        kept.poolKey = choices.poolKey ?? choices.poolKeyInVariable
        texts = Dictionary(
            uniqueKeysWithValues: Self.textOptions.compactMap { name, choice in
                kept[keyPath: choice].map { (name, $0) }
            }
        )
        let secret = Self.secretCommands(of: choices)
        commands = Dictionary(
            uniqueKeysWithValues: Self.commandOptions.compactMap { name, choice in
                secret.contains(name) ? nil : kept[keyPath: choice].map { (name, $0) }
            }
        )
    }

    /// Whether neither its configuration nor its data are there any more. Data that are not mounted have an empty
    /// folder in their place, and are not gone.
    var isGone: Bool { places.allSatisfy { (try? FileState.read($0)) == .absent } }

    /// Whether it was surely removed: what is not mounted may leave an empty folder on the way to it alone.
    var isSurelyGone: Bool { isGone && places.contains { !Self.isBelowEmptyFolder($0) } }

    /// Where its configuration and its data are.
    private var places: [String] {
        role == .postgres
            ? [configuration, dataFolder].compactMap(\.self) : [PathText.folder(of: configuration)]
    }

    /// Whether the nearest folder on the way to a path that is there has nothing in it.
    private static func isBelowEmptyFolder(_ path: String) -> Bool {
        var folder = PathText.folder(of: path)
        while (try? FileState.read(folder)) == .absent, folder.utf8.count > 1 {
            folder = PathText.folder(of: folder)
        }
        return (try? Folder(folder).names().isEmpty) ?? true
    }

    /// The folder of its certificates.
    var certificates: String { texts["--certificates"] ?? Platform.certificates }

    /// The options whose commands may hold a password, and which are not kept.
    static func secretCommands(of choices: NodeChoices) -> [String] {
        commandOptions.compactMap { name, choice in
            CommandSecrets.mayBe(in: choices[keyPath: choice] ?? []) ? name : nil
        }
    }

    /// What is said now, with what was said then in the place of what is not.
    func completing(_ given: NodeChoices) -> NodeChoices {
        var choices = given
        choices.role = given.role ?? role
        choices.configuration = given.configuration ?? configuration
        for (name, choice) in Self.textOptions where given[keyPath: choice] == nil {
            // What is said now is the variable.
            if isSamePath(name, "--pool-key"), given.poolKeyInVariable != nil { continue }
            choices[keyPath: choice] = texts[name]
        }
        for (name, choice) in Self.commandOptions where given[keyPath: choice] == nil {
            choices[keyPath: choice] = commands[name]
        }
        return choices
    }

    /// Whether this is the node that is said now, as far as anything is said that tells nodes apart.
    func isMeant(by given: NodeChoices) -> Bool {
        if let role = given.role, role != self.role { return false }
        if let configuration = given.configuration { return isConfiguration(configuration) }
        if let cluster = given.cluster {
            return role == .postgres && isSamePath(FoundServer.name(of: configuration, in: ""), cluster)
        }
        if let data = given.data {
            return dataFolder.map { isSamePath(realFolder($0), realFolder(data)) } ?? false
        }
        return true
    }

    /// Whether this is a node by what identifies one.
    func isOf(_ layout: NodeLayout) -> Bool { layout.role == role && isConfiguration(layout.configuration) }

    private func isConfiguration(_ path: String) -> Bool {
        isSamePath(NodeRecords.identity(of: path), NodeRecords.identity(of: configuration))
    }

    // MARK: The record

    func write(to writer: inout StateWriter) {
        writer.append(role.rawValue)
        writer.append(configuration)
        writer.append(dataFolder ?? "")
        writer.append(texts.count)
        for (name, value) in texts.sorted(by: { $0.key < $1.key }) {
            writer.append(name)
            writer.append(value)
        }
        writer.append(commands.count)
        for (name, words) in commands.sorted(by: { $0.key < $1.key }) {
            writer.append(name)
            writer.append(words.count)
            for word in words { writer.append(word) }
        }
    }

    init(from reader: inout StateReader) throws(StateReader.Refusal) {
        guard let role = NodeLayout.Role(rawValue: try reader.text()) else {
            throw StateReader.Refusal(reason: "unknown kind of node")
        }
        self.role = role
        configuration = try reader.text()
        let folder = try reader.text()
        dataFolder = folder.isEmpty ? nil : folder
        guard [configuration, dataFolder ?? "/"].allSatisfy(PathText.isAbsolute) else {
            throw StateReader.Refusal(reason: "the path of a node is not absolute")
        }
        var texts: [String: String] = [:]
        for _ in 0..<(try reader.number()) {
            let name = try reader.text()
            guard Self.textOptions.contains(where: { isSamePath($0.name, name) }) else {
                throw StateReader.Refusal(reason: "unknown option")
            }
            texts[name] = try reader.text()
        }
        self.texts = texts
        var commands: [String: [String]] = [:]
        for _ in 0..<(try reader.number()) {
            let name = try reader.text()
            guard Self.commandOptions.contains(where: { isSamePath($0.name, name) }) else {
                throw StateReader.Refusal(reason: "unknown command")
            }
            var words: [String] = []
            for _ in 0..<(try reader.number()) { words.append(try reader.text()) }
            commands[name] = words
        }
        self.commands = commands
    }
}

extension NodeChoices {
    /// The path of the pool key that the variable names; an empty one names none.
    fileprivate var poolKeyInVariable: String? { poolKeyVariable.flatMap { $0.isEmpty ? nil : $0 } }

    /// The major version as an option has it.
    fileprivate var versionText: String? {
        get { majorVersion.map { "\($0)" } }
        set { majorVersion = newValue.flatMap { Int($0) } }
    }
}

/// A folder's path without symbolic links, or as it is where it cannot be opened.
func realFolder(_ path: String) -> String { (try? Folder(path).path) ?? path }
