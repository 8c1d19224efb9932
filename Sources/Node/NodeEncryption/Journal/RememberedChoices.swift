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

    /// The folder of its certificates.
    var certificates: String { texts["--certificates"] ?? Platform.certificates }

    /// The options whose commands may hold a password, and which are not kept.
    static func secretCommands(of choices: NodeChoices) -> [String] {
        commandOptions.compactMap { name, choice in
            let words = choices[keyPath: choice] ?? []
            return words.contains(where: mayHoldSecret) || haveLogin(words) ? name : nil
        }
    }

    /// Whether words give a user with his password, as `-u me:secret`.
    private static func haveLogin(_ words: [String]) -> Bool {
        zip(words, words.dropFirst()).contains { option, value in
            ["-u", "--user"].contains { isSamePath($0, option) } && value.utf8.contains(UInt8(ascii: ":"))
        }
    }

    /// Whether a command may hold a password.
    static func mayHoldSecret(_ command: [String]) -> Bool { command.contains(where: mayHoldSecret) }

    /// What a word speaks of that may hold a secret, as `PGPASSWORD=…` or `Authorization: …`.
    private static let secretWords = [
        "passw", "passphrase", "sshpass", "pwd", "secret", "token", "credential", "authorization", "api-key",
        "apikey", "key:", "key=",
    ]

    /// Whether a word may hold a password: one that speaks of it, or a URL with one.
    private static func mayHoldSecret(_ word: String) -> Bool {
        // psql's options to ask, or not to.
        if ["--password", "--no-password"].contains(where: { isSamePath($0, word) }) { return false }
        let bytes = word.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        func ranges(of text: String) -> [Int] {
            let sought = Array(text.utf8)
            guard bytes.count >= sought.count else { return [] }
            return (0...(bytes.count - sought.count)).filter { bytes[$0...].starts(with: sought) }
        }
        if secretWords.contains(where: { !ranges(of: $0).isEmpty }) { return true }
        // postgresql://user:password@host/…
        return ranges(of: "://").contains { place in
            let authority = bytes[(place + 3)...].prefix { $0 != UInt8(ascii: "/") }
            guard let end = authority.lastIndex(of: UInt8(ascii: "@")) else { return false }
            return authority[..<end].contains(UInt8(ascii: ":"))
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
