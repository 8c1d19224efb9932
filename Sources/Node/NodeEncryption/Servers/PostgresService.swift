internal import DurableFiles
internal import Glibc
internal import NodePlatform
package import SecretMemory
internal import TextEncodings

/// A PostgreSQL server, reached through its own programs.
package struct PostgresService: NodeService {
    /// The commands that reach the server.
    package struct Commands: Sendable {
        /// The prefix of commands that must not run as root, such as `runuser -u postgres --`.
        package var asServer: [String]
        /// `postgres`.
        package var server: String
        /// `pg_ctl`.
        package var control: String
        /// `psql` with the options that log in as a superuser.
        package var client: [String]
        /// The command that makes the server reload its files; `nil` for `pg_ctl reload`.
        package var reload: [String]?
    }

    let layout: NodeLayout
    let commands: Commands

    /// Makes a service for the server with these files, reached by these commands.
    package init(_ layout: NodeLayout, commands: Commands) {
        self.layout = layout
        self.commands = commands
    }

    /// Whether a server is running on the data directory.
    package var isRunning: Bool {
        get throws(NodeEncryptionError) { try RunningServer.find(on: layout.dataFolder) != nil }
    }

    /// Throws if psql reaches another server than the one of this node, such as another cluster of the same host.
    package func requireOwnServer() throws(NodeEncryptionError) {
        let answer = try query("SHOW data_directory").succeed().output
        let found = String(Substring(answer.utf8.prefix { $0 != UInt8(ascii: "\n") }))
        func real(_ path: String) -> String { (try? Folder(path).path) ?? path }
        guard isSamePath(real(found), real(layout.dataFolder)) else {
            throw .otherServer(dataFolder: found, expected: layout.dataFolder)
        }
        // Who may not ask is told when the server does not take the change up.
        guard let read = try? query("SHOW config_file").succeed().output.trimmed,
            let isSame = Self.isSameFile(read, layout.configuration), !isSame
        else { return }
        throw .otherConfiguration(dataFolder: found, configuration: read, expected: layout.configuration)
    }

    /// Whether two paths lead to one file, links followed as the server does; `nil` where that cannot be seen.
    static func isSameFile(_ one: String, _ other: String) -> Bool? {
        var (first, second) = (stat(), stat())
        guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return nil }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The commands that a change runs, as an operator would type them.
    package func shownCommands(for plan: NodePlan) -> [String] {
        let isStopped = (try? isRunning) == false
        // The statement is as long as a page.
        let question =
            asServer("", commands.client + Self.unadorned).shown + " -c (what is wrong in its files)"
        let asked = [reloadCommand.shown, question]
        return [settingCommand("ssl").shown] + (isStopped ? trialServer.shownCommands : asked)
    }

    /// Asks `postgres -C` for the setting, which makes it read all its files.
    package func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError) {
        if !wantingEncryption, isGone { return }
        let command = settingCommand("ssl")
        let outcome = try command.run()
        // Only old versions refuse this while the server runs; what counts is what it says about the files.
        guard outcome.status == 0 else {
            throw .refusedByServer(reason: command.reason(of: outcome))
        }
        let value = outcome.output.trimmed
        if wantingEncryption, value != "on" {
            throw .refusedByServer(reason: "ssl is \(value) in its settings")
        }
    }

    /// Makes it reload its files.
    package func reload(after changes: [FileChange]) throws(NodeEncryptionError) {
        guard try isRunning else { return }
        try reloadCommand.succeed()
    }

    /// The operator's own command may take long; `pg_ctl` sends a signal.
    package func stepAfterInterruption(_ changes: [FileChange]) -> String? {
        commands.reload.map { _ in
            "the command that reloads the server was ended half-way, and not run again: reload the server"
        }
    }

    /// The result of a statement, without headings or alignment.
    package func answer(_ statement: String) throws(NodeEncryptionError) -> String {
        try query(statement).succeed().output
    }

    package func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret? {
        let statement = "SELECT rolpassword FROM pg_authid WHERE rolname = " + Quoting.sqlLiteral(user)
        let answer = try query(statement).succeed().content
        return answer.withSpan { span in
            let end = span.indices.first { span[$0] == UInt8(ascii: "\n") } ?? span.count
            return end == 0 ? nil : SharedSecret(copying: span.extracting(..<end))
        }
    }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) {
        guard try isRunning else {
            throw .notRunning(so: "the password of \(printable(change.user)) cannot be stored")
        }
        do throws(NodeEncryptionError) {
            try command(storing: change).succeed()
        } catch {
            throw Self.reason(error, storing: change)
        }
    }

    /// The command that stores a role's password. The statement goes through standard input, and tells the server to
    /// keep it out of its log.
    package func command(storing change: RoleChange) -> PlannedCommand {
        var text = SecretText()
        text.append(PsqlSession.settings + "\n" + PsqlSession.quietSettings + "\n")
        RolePassword.statement(user: change.user, secret: change.after).withSpan {
            text.append(contentsOf: $0)
        }
        return asServer(
            "storing the password of \(change.user)",
            commands.client + ["-X", "-w", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input: SharedSecret(text.finish()),
            variables: PsqlSession.variables
        )
    }

    /// A command that runs as the server's user.
    func asServer(
        _ purpose: String,
        _ words: [String],
        input: SharedSecret? = nil,
        variables: [String] = []
    ) -> PlannedCommand {
        PlannedCommand(
            purpose: purpose,
            arguments: commands.asServer + words,
            input: input,
            variables: variables,
            origin: .behind(commands.asServer)
        )
    }

    /// Whether there is no server any more: its configuration was removed.
    var isGone: Bool { (try? FileState.read(layout.configuration)) == .absent }

    private func settingCommand(_ name: String) -> PlannedCommand {
        asServer(
            "the server's check of its settings",
            [commands.server, "-C", name] + places
        )
    }

    /// The arguments by which a server finds its files.
    private var places: [String] {
        layout.isReadByAnotherPath
            || !isSamePath(PathText.lastName(of: layout.configuration), "postgresql.conf")
            ? ["-D", layout.dataFolder, "-c", "config_file=" + layout.configuration]
            : ["-D", PathText.folder(of: layout.configuration)]
    }

    var reloadCommand: PlannedCommand {
        let purpose = "reloading the server"
        if let own = commands.reload {
            return PlannedCommand(purpose: purpose, arguments: own, origin: .operators)
        }
        return asServer(purpose, [commands.control, "reload", "-s", "-D", layout.dataFolder])
    }

    /// What brings its files in force, as an operator would type it.
    var shownReload: String { reloadCommand.shown }

    /// psql as the server's superuser, as an operator would type it; by its name alone where its options may hold a
    /// password.
    package var shownClient: String {
        if CommandSecrets.mayBe(in: commands.client) { return "psql" }
        return (commands.asServer + commands.client).map { Quoting.shellWord($0) }.joined(separator: " ")
    }

    private func query(_ statement: String) -> PlannedCommand {
        asServer(
            "a query to the server",
            commands.client + Self.unadorned + ["-c", PsqlSession.settings, "-c", statement],
            variables: PsqlSession.variables
        )
    }

    /// psql's options for answers without headings or alignment.
    private static let unadorned = ["-X", "-w", "-A", "-t", "-q"]
}

extension StringProtocol {
    /// The text without leading and trailing whitespace.
    var trimmed: String {
        let bytes = Array(utf8)
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
