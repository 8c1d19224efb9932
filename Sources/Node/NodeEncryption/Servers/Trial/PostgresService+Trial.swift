internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

/// What came of the trial of a server that does not run.
enum TrialVerdict: Equatable, Sendable {
    /// A trial server took the files; what it served, `nil` where TLS is off.
    case started(ServingVerdict?)
    /// It did not start by the files; what it said.
    case refused(String)
    /// There was no trial; why.
    case untried(String)
}

extension PostgresService {
    /// How a stopped server stands before a change; whether it would start matters only where that is no part of the
    /// change.
    func stoppedStanding(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding {
        ServerStanding(
            clientFault: ClientFault.find(in: layout, at: ClientFault.now),
            trial: [.install, .uninstall].contains(plan.operation) ? nil : try trial()
        )
    }

    /// Has the user of a stopped server open its files, and a trial server start with them.
    ///
    /// - Throws: ``NodeEncryptionError/refusedByServer(reason:)`` where it does not, unless it did not before the
    ///   change either, or is put back to how it was before an install.
    func checkStopped(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        var findings = ServerFindings()
        if plan.operation == .uninstall, isGone { return findings }
        let stopped = "the server is not running"
        switch try trial() {
        case .started(nil): break
        case .started(.served(_, let unproved)):
            findings.notes = ["\(stopped), so TLS was tried on a trial server with its files alone"]
            let server = "a trial server of the same program"
            findings.proofs = [
                unproved.map { printable("\(server) showed it; no whole handshake was made: \($0)") }
                    ?? "\(server) served it"
            ]
        case .started(.unseen(let reason)):
            findings.notes = [
                printable("\(stopped), and a trial server started with its files, but \(reason)")
            ]
        case .started(.refused(let reason)), .refused(let reason):
            if plan.operation != .uninstall, standing?.trial?.isRefused != true {
                throw .refusedByServer(reason: "a trial start with its files failed: \(reason)")
            }
            let before = plan.operation == .uninstall ? "as it was before install" : "as before the change"
            findings.notes = [printable("\(stopped), and would not start, \(before): \(reason)")]
        case .untried(let reason):
            let text = "\(stopped), so TLS was not tried, and neither was a trial start: \(reason)"
            if plan.wantsEncryption { findings.notes = [printable(text)] }
        }
        let own = try TrialSettings(layout)
        if plan.wantsEncryption, try !isSet(own.certificate) {
            findings.notes.append(Self.note(onOther: own.certificate))
            findings.otherCertificate = own.certificate
        }
        // A root may come before there is anything that could be tried.
        if plan.operation == .importRoot { findings.notes = [] }
        findings.notes = try ClientFault.notes(layout, plan, since: standing) + findings.notes
        return findings
    }

    /// Whether a file is the set's certificate.
    private func isSet(_ path: String) throws(NodeEncryptionError) -> Bool {
        let own = try ChangeList.realPath(layout.certificate("server/server.crt"))
        return isSamePath(try ChangeList.realPath(path), own)
    }

    /// The server of a trial, by the programs beside the node's own.
    var trialServer: TrialServer {
        let folder = PathText.folderPrefix(of: commands.server)
        return TrialServer(
            asServer: commands.asServer,
            initializer: folder + "initdb",
            program: commands.server
        )
    }

    private func trial() throws(NodeEncryptionError) -> TrialVerdict {
        let source: ServersFiles
        switch try ServersFiles.read(try layout.settings().paths, of: self) {
        case .whole(let files): source = files
        case .refused(let reason): return .refused(reason)
        case .unusable(let reason): return .untried(reason)
        }
        let settings = try TrialSettings(layout, from: source)
        if let reason = try unreadable(settings.files) { return .refused(reason) }
        guard layout.majorVersion >= TrialServer.firstVersion else {
            return .untried("it takes PostgreSQL \(TrialServer.firstVersion) or later")
        }
        let outcome = try trialServer.run(with: settings.text) { (port) throws(NodeEncryptionError) in
            let look = ServingLook(layout: layout)
            let certificate = settings.certificate
            return settings.isEncrypted ? try look.verdict("127.0.0.1", port, certificate, log: "") : nil
        }
        switch outcome {
        case .up(let verdict): return .started(verdict)
        case .refused(let lines):
            // A command for the pass phrase may hold it.
            let shown = lines.filter { line in !settings.asksForPassPhrase || !Self.quotesCommand(line) }
            let said = PlannedCommand.inOneLine(shown)
            return .refused(said.isEmpty ? "the command for the pass phrase of its key fails" : said)
        case .unable(let reason): return .untried(reason)
        }
    }

    /// Whether a line of a server's log has a command in it (`run_ssl_passphrase_command`).
    private static func quotesCommand(_ line: String) -> Bool {
        line.utf8.contains("command \"".utf8)
    }

    /// The first of some files that the server's user cannot open, and why; `nil` if he can open all.
    private func unreadable(_ paths: [String]) throws(NodeEncryptionError) -> String? {
        let command = asServer(
            "a look at its files as the server",
            ["sh", "-c", Self.opening, "sh"] + paths,
            variables: ["LC_ALL=C"]
        )
        let outcome = try command.run()
        guard outcome.status != 0 else { return nil }
        return cannotOpen(outcome.output.trimmed, command, outcome)
    }

    /// That the server's user cannot open a file, by what a shell said.
    func cannotOpen(_ path: String, _ command: PlannedCommand, _ outcome: PlannedCommand.Outcome) -> String {
        // Shells put their own words before the system's.
        let said = command.said(in: outcome).split(separator: ": ").last.map { ": \($0)" } ?? ""
        return "the server's user cannot open \(path)\(said)"
    }

    private static let opening = #"for file do true <"$file" || { printf '%s\n' "$file"; exit 1; }; done"#
}

extension TrialVerdict {
    /// Whether the server would not start, or not serve its certificate.
    fileprivate var isRefused: Bool {
        switch self {
        case .refused, .started(.refused): true
        case .started, .untried: false
        }
    }
}
