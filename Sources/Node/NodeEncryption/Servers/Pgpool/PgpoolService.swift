internal import DurableFiles
internal import PostgresConfiguration
package import SecretMemory
internal import TextEncodings

/// A Pgpool-II server.
package struct PgpoolService: NodeService {
    let layout: NodeLayout
    let restart: PgpoolRestart

    /// - Parameters:
    ///   - layout: where its files are.
    ///   - restart: how it takes up a change.
    init(_ layout: NodeLayout, restart: PgpoolRestart) {
        self.layout = layout
        self.restart = restart
    }

    /// Why the operator has to restart it after a change; `nil` if he has not.
    func reasonToRestart(after changes: [FileChange]) -> String? {
        guard case .left(let reason) = restart, effect(of: changes) != .nothing else { return nil }
        return reason
    }

    package func shownCommands(for plan: NodePlan) -> [String] {
        command(after: plan.changes).map { [$0.shown] } ?? []
    }

    /// Does nothing: Pgpool-II cannot check its files without running. The editors reject what it would reject.
    package func checkFiles(wantingEncryption: Bool) {}

    /// Restarts it, or has it read again what it reads again.
    package func reload(after changes: [FileChange]) throws(NodeEncryptionError) {
        try command(after: changes)?.succeed()
    }

    /// A restart may take long.
    package func stepAfterInterruption(_ changes: [FileChange]) -> String? {
        guard restarts(after: changes) else { return nil }
        return "the restart of Pgpool-II was ended half-way, and not begun again: restart it"
    }

    /// Pgpool-II has no roles of its own.
    package func storedPassword(of user: String) -> SharedSecret? { nil }

    package func store(_ change: RoleChange) throws(NodeEncryptionError) {
        throw .notOnThisNode("Pgpool-II does not store the passwords of roles; its backends do")
    }

    /// Whether it takes more than a signal to bring changes in force; the operator's command may be a restart always.
    func restarts(after changes: [FileChange]) -> Bool {
        if case .command = restart { true } else { effect(of: changes) == .restart }
    }

    func command(after changes: [FileChange]) -> PlannedCommand? {
        restart.command(effect(of: changes), now: RunningPgpool.find(layout))
    }

    /// What changes of files take.
    func effect(of changes: [FileChange]) -> PgpoolRestart.Effect {
        changes.map { change in
            if change.before.isFolder || change.after.isFolder { return .nothing }
            let unread =
                [layout.certificate("server/root.key"), layout.redeploy]
            if layout.isLoadedByNone(change) || isAny(unread, of: change) { return .nothing }
            if isAny([layout.authentication], of: change) { return .reload }
            // A reload would have it decrypt new entries by the key that it read at its start.
            if isAny([layout.passwords], of: change) {
                return unreadKey(of: restart.running ?? RunningPgpool.find(layout)) == nil
                    ? .reload : .restart
            }
            let served = ["server.crt", "server.key", "root.crt"].map { layout.certificate("server/" + $0) }
            if isWithoutTLS, isAny([layout.certificate("server/root.crt")], of: change) { return .nothing }
            return isAny(served, of: change) && rereadsCertificates ? .reload : .restart
        }.max() ?? .nothing
    }

    /// Whether its settings turn TLS off, as they do before an install, where a root may come.
    private var isWithoutTLS: Bool {
        guard let settings = try? layout.settings() else { return false }
        return RequiredSettings.isSame(settings.value(of: "ssl") ?? "off", "off")
    }

    private func isAny(_ paths: [String], of change: FileChange) -> Bool {
        paths.contains { layout.isChanged($0, by: [change]) }
    }

    /// Whether it reads certificates again without a restart, as 4.8 does.
    var rereadsCertificates: Bool {
        let found: (program: String?, asServer: [String])
        switch restart {
        case .unit(_, let running, let asServer), .program(_, let running, let asServer):
            found = (running.program, asServer)
        case .command, .left: return false
        }
        guard let program = found.program,
            ServerPrograms.trustedPath(of: "pgpool", in: PathText.folder(of: program)) != nil
        else { return false }
        let command = PlannedCommand(
            purpose: "a question for Pgpool-II's version",
            arguments: found.asServer + [program, "--version"],
            origin: .behind(found.asServer)
        )
        guard let outcome = try? command.run() else { return false }
        return Self.rereadsCertificates(saying: outcome.output + outcome.errors)
    }

    /// Whether it does by what it says of its version: `pgpool-II version 4.8.0 (name)`.
    static func rereadsCertificates(saying text: String) -> Bool {
        let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        guard let place = words.firstIndex(where: { $0.elementsEqual("version".utf8) }),
            place + 1 < words.count
        else { return false }
        let numbers = words[place + 1].split(separator: UInt8(ascii: ".")).map { part in
            Int(String(decoding: part.prefix { (0x30...0x39).contains($0) }, as: UTF8.self)) ?? 0
        }
        return numbers.count > 1 && (numbers[0], numbers[1]) >= (4, 8)
    }
}
