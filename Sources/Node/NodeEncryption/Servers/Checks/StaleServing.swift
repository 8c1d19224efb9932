internal import DurableFiles
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

/// Why a running server does not serve what is in its files, and what has it load them.
struct StaleServing: Sendable {
    /// Why; not yet made printable.
    let reason: String
    /// The certificate's file.
    let file: String
    /// What has the server load it, or why that is left to the operator.
    let remedy: Remedy

    enum Remedy: Sendable {
        case command(PlannedCommand)
        case left(String)
    }
}

/// How what a running server serves compares with its certificate's file.
enum ServingState: Sendable {
    /// It serves the file, or there is no server that could.
    case asInFile
    /// It could not be seen whether it does; why.
    case unseen(String)
    /// It does not.
    case stale(StaleServing)
}

extension NodeServer {
    /// Compares what a running server serves with its certificate's file, whoever wrote that.
    ///
    /// - Parameter looksAnyway: whether a server is looked at also where its files are those of its start, and one
    ///   without TLS counts as one that does not serve its file.
    func servingState(looksAnyway: Bool) throws(NodeEncryptionError) -> ServingState {
        switch self {
        case .postgres(let service): try service.servingState(looksAnyway: looksAnyway)
        case .pgpool(let service): try service.servingState(looksAnyway: looksAnyway)
        }
    }

    /// Has the server load its files, and looks whether it serves them.
    ///
    /// - Throws: ``NodeEncryptionError/notServed(reason:)`` where it does not.
    func load(_ stale: StaleServing) throws(NodeEncryptionError) -> ServerFindings {
        guard case .command(let command) = stale.remedy else {
            if case .left(let why) = stale.remedy {
                throw .notServed(reason: "\(stale.reason); restart it: \(why)")
            }
            return ServerFindings()
        }
        do throws(NodeEncryptionError) {
            switch self {
            case .postgres(let service): return try service.load(stale, by: command)
            case .pgpool(let service): return try service.load(stale, by: command)
            }
        } catch .refusedByServer(let reason) {
            throw .notServed(reason: reason)
        }
    }
}

// MARK: PostgreSQL

extension PostgresService {
    /// A timer's run looks at the server only where files were changed since it started: of some with suites of their
    /// own, a look leaves lines in the log.
    fileprivate func servingState(looksAnyway: Bool) throws(NodeEncryptionError) -> ServingState {
        guard let server = try RunningServer.find(on: layout.dataFolder) else { return .asInFile }
        let settings = try settingsNotTakenUp()
        guard server.file.host != nil else { return .asInFile }
        let isEncrypted = try isEncrypted
        let isOverruled = isEncrypted ? false : try isEncryptionOverruled
        // Of whom the server takes clients' certificates by is not a renewal's business.
        let waiting = settings.first { looksAnyway || WaitingSetting.ofServing.contains($0.name) }
        guard isEncrypted || isOverruled || looksAnyway || waiting != nil else { return .asInFile }
        let file = try nextCertificate(settings)
        func stale(_ reason: String) throws(NodeEncryptionError) -> ServingState {
            // Where nothing else has to be loaded, what waits may go on waiting.
            if !looksAnyway { try requireKept(settings) }
            return .stale(StaleServing(reason: reason, file: file, remedy: .command(reloadCommand)))
        }
        if isOverruled {
            return .stale(
                StaleServing(
                    reason: Self.encryptionOverruled + ", and on in its files",
                    file: file,
                    remedy: .left("take ssl out of that command line first")
                )
            )
        }
        if let waiting { return try stale(waiting.reason) }
        guard isEncrypted else { return try stale("ssl is off in the running server, and on in its files") }
        let changed = try changedFiles()
        let written = changed.filter(\.isWritten)
        // A setting of others may wait for a restart that they plan; those of TLS are compared.
        if looksAnyway, let rules = written.first(where: { $0.kind == .rules }) {
            return try stale("\(rules.path) \(rules.reason)")
        }
        // A link to a file, or the same mode given again, changes nothing of it; what took its place with a time of its
        // own shows in a handshake.
        if let file = written.first(where: { [.certificates, .revocations].contains($0.kind) }) {
            return try stale("\(file.path) was changed after the server read its files")
        }
        if !looksAnyway, try !changedFiles(sinceStart: true).contains(where: { $0.kind == .certificates }) {
            return .asInFile
        }
        let isForLater = settings.contains { $0.name == "ssl_ca_file" }
        let authorities = isForLater ? nil : TLSFiles(of: layout)?.authorities
        switch try serving(file, by: server, askingFor: authorities) {
        case .served: break
        case .unseen(let note): return .unseen(note)
        case .refused(let reason): return try stale(reason)
        }
        guard looksAnyway, let doubtful = changed.first(where: { $0.kind.isUnseen && !$0.isWritten }) else {
            return .asInFile
        }
        return .unseen(
            "\(doubtful.path) \(doubtful.reason); whether it is in force was not seen; run: "
                + doubtful.cure(reload: shownReload)
        )
    }

    fileprivate func load(
        _ stale: StaleServing,
        by command: PlannedCommand
    ) throws(NodeEncryptionError) -> ServerFindings {
        let before = try loadTime()
        try command.succeed()
        guard try hasLoaded(since: before) else {
            let all = try complaints().all
            let known = all.isEmpty ? "; see its log" : ": " + ServerComplaints.line(all)
            throw .notServed(reason: "the server did not take up its files" + known)
        }
        guard let server = try RunningServer.find(on: layout.dataFolder) else {
            throw .notServed(reason: "the server does not run any more; see its log")
        }
        return try findings(of: try serving(stale.file, by: server), file: stale.file)
    }

    /// Whether the command line of a running server turns TLS off, and its files turn it on.
    var isEncryptionOverruled: Bool {
        get throws(NodeEncryptionError) {
            guard let set = try layout.settings().value(of: "ssl"), RequiredSettings.isSame(set, "on") else {
                return false
            }
            return try settingsNotFromFiles().overruled.contains("ssl")
        }
    }

    /// That it does, as the beginning of a sentence.
    static let encryptionOverruled = "ssl is off in the running server, by its command line"

    private func findings(
        of verdict: ServingVerdict,
        file: String
    ) throws(NodeEncryptionError) -> ServerFindings {
        var findings = try verdict.findings()
        findings.otherCertificate = try otherCertificate
        return findings
    }
}

// MARK: Pgpool-II

extension PgpoolService {
    fileprivate func servingState(looksAnyway: Bool) throws(NodeEncryptionError) -> ServingState {
        guard let place, RequiredSettings.isSame(try layout.settings().value(of: "ssl") ?? "", "on") else {
            return .asInFile
        }
        let file = try servedFile
        let running = RunningPgpool.find(layout)
        func stale(_ reason: String, _ effect: PgpoolRestart.Effect) -> ServingState {
            if let command = restart.command(effect, now: running) {
                return .stale(StaleServing(reason: reason, file: file, remedy: .command(command)))
            }
            var why = "nothing restarts it"
            if case .left(let reason) = restart { why = reason }
            return .stale(StaleServing(reason: reason, file: file, remedy: .left(why)))
        }
        let verdict: ServingVerdict
        do throws(NodeEncryptionError) {
            verdict = try serving(place, file)
        } catch {
            // What is there may be another program.
            if case .probe = error, running == nil { return .asInFile }
            throw error
        }
        switch verdict {
        case .served: break
        case .unseen(let note): return running == nil ? .asInFile : .unseen(note)
        case .refused(let reason): return stale(reason, rereadsCertificates ? .reload : .restart)
        }
        guard looksAnyway else { return .asInFile }
        // Entries that are there already may be of the key that it has not.
        if let reason = unreadKey(of: running) { return stale(reason, .restart) }
        switch rulesInForce(of: running) {
        case nil: return .asInFile
        case .unseen(let note), .refusingPlain(let note): return .unseen(note)
        case .others(let reason): return stale(reason, .reload)
        }
    }

    fileprivate func load(
        _ stale: StaleServing,
        by command: PlannedCommand
    ) throws(NodeEncryptionError) -> ServerFindings {
        try command.succeed()
        guard let place else { return ServerFindings() }
        try requireAnswer(place)
        var findings = try waiting { () throws(NodeEncryptionError) in
            try serving(place, stale.file).findings()
        }
        findings.otherCertificate = try otherCertificate
        return findings
    }
}
