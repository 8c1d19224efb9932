internal import NodeCertificates
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension Node {
    /// Sees to it that a running server serves what is in its files, where these are as they should be: for another
    /// node of the same set renewed them, `selfcertgen` did, or somebody put them there. A renewal has it load them; an
    /// install or a reissue, whose files all were as they should be already, fails where it does not serve them.
    ///
    /// - Returns: what was done and how it was proved, in whole lines; empty where there was nothing to do.
    /// - Throws: ``NodeEncryptionError/notServed(reason:)``.
    func serveFiles(after plan: NodePlan, _ say: (String) -> Void) throws(NodeEncryptionError) -> String {
        guard let stale = try staleServing(after: plan, say) else { return "" }
        let findings = try server.load(stale)
        for note in findings.notes { say(note) }
        return "had the server load its files: \(printable(stale.reason))\n" + ending(of: plan, findings)
    }

    /// The command that ``serveFiles(after:_:)`` would run; `nil` for none.
    func shownLoading(after plan: NodePlan, _ say: (String) -> Void) throws(NodeEncryptionError) -> String? {
        guard let stale = try staleServing(after: plan, say) else { return nil }
        say(printable(stale.reason))
        switch stale.remedy {
        case .command(let command): return command.shown
        case .left(let why):
            say("restart the server: \(printable(why))")
            return nil
        }
    }

    /// Throws where a change would have a running server load a certificate that the change did not make, and that
    /// clients do not verify as they verify what is served now. Nobody sees what a timer's run makes either.
    private func requireNoLoss(by plan: NodePlan) throws(NodeEncryptionError) {
        if plan.operation == .uninstall { return }
        let changes = plan.operation == .install ? nil : plan.changes
        guard let file = try server.nextFile(keepingSettingsAfter: changes) else { return }
        let makesIt = layout.isChanged(file, by: plan.changes)
        switch plan.operation {
        case .uninstall, .renew: break
        // Clients of another one that is served now lose that, also to what this makes.
        case .reissue, .importRoot: if makesIt, isSamePath(file, try server.fileServed() ?? file) { return }
        // Of a certificate elsewhere its plan has said what becomes of those who verify it.
        case .install:
            let isOwn = try CertificateInForce.isNodesOwn(layout)
            if makesIt || !isOwn { return }
        }
        try server.requireNoLoss(
            byLoading: file,
            after: plan.changes,
            command: server.postgres?.reloadCommand
        )
    }

    /// The same where a renewal changes clients' pairs alone, which no server loads: they are renewed without a word to
    /// the server, and what waits there is the error to end with, which is given; `nil` for none.
    func lossLeft(by plan: NodePlan) throws(NodeEncryptionError) -> NodeEncryptionError? {
        do throws(NodeEncryptionError) {
            try requireNoLoss(by: plan)
            return nil
        } catch {
            guard case .notServed = error, plan.operation == .renew,
                plan.changes.allSatisfy(layout.isLoadedByNone)
            else { throw error }
            return error
        }
    }

    /// Why a running server is not to load its files as they are, once a run that was interrupted is undone; `nil`
    /// where it may, or cannot be asked.
    ///
    /// What the run itself put into the settings goes back with the rest; what somebody has written down since does not
    /// come in force by that.
    func lossByReload(puttingBack journal: Journal) -> NodeEncryptionError? {
        do throws(NodeEncryptionError) {
            let wroteSettings = [.install, .uninstall].contains(journal.operation)
            let own = wroteSettings ? journal.changes : []
            // One that was restarted with them serves a pair that is gone.
            if wroteSettings, server.postgres == nil { return nil }
            try requireEncryption(afterUndoing: journal)
            guard let file = try server.nextFile(keepingSettingsAfter: [], exceptThoseOf: own) else {
                return nil
            }
            // What it had before is what it is to have again.
            let real = try ChangeList.realPath(file)
            let isPutBack = own.contains {
                isSamePath($0.path, real) && $0.before == (try? FileState.read(real))
            }
            if isPutBack { return nil }
            try server.requireNoLoss(byLoading: file, command: nil)
            return nil
        } catch {
            if case .notServed = error { return error }
            return nil
        }
    }

    /// Throws where an uninstall goes back, and TLS stays off: nobody would get in by the rules that require it.
    private func requireEncryption(afterUndoing journal: Journal) throws(NodeEncryptionError) {
        guard journal.operation == .uninstall, let postgres = server.postgres, try postgres.isRunning,
            try !postgres.isEncrypted
        else { return }
        let what: String
        do throws(NodeEncryptionError) {
            let setting = try layout.settings().setting(of: "ssl")
            if RequiredSettings.isSame(setting?.assignment.text ?? "off", "on") { return }
            what =
                setting.map { "ssl is off in \($0.path), line \($0.assignment.line)" }
                ?? "ssl is not set in \(layout.configuration)"
        } catch {
            what = error.description
        }
        throw .notServed(
            reason:
                "\(what), and the rules that are back require TLS, so nothing was loaded; put that right and run "
                + "\"postgres-ssl renew\", or run \"postgres-ssl uninstall\" again"
        )
    }

    /// What a renewal has to have a running server load; `nil` for nothing.
    private func staleServing(
        after plan: NodePlan,
        _ say: (String) -> Void
    ) throws(NodeEncryptionError) -> StaleServing? {
        let isRenewal = plan.operation == .renew
        guard isRenewal || [.install, .reissue].contains(plan.operation) else { return nil }
        let state: ServingState
        do throws(NodeEncryptionError) {
            state = try server.servingState(looksAnyway: !isRenewal)
        } catch .probe(let error) where isRenewal && server.postgres == nil {
            // All of its processes may be busy.
            say("the certificate that is served was not seen: \(error.description)")
            return nil
        }
        switch state {
        case .asInFile: return nil
        case .unseen(let note):
            say(printable(note))
            return nil
        case .stale(let stale):
            var command: PlannedCommand?
            if case .command(let own) = stale.remedy { command = own }
            try server.requireNoLoss(byLoading: stale.file, command: command)
            guard isRenewal else { throw .notServed(reason: stale.withCure) }
            return stale
        }
    }
}

extension NodeServer {
    /// Whether a running server may have read its files after a time, in microseconds since 1970.
    func mayHaveLoaded(since begin: Int) -> Bool {
        switch self {
        case .postgres(let service):
            guard (try? service.isRunning) == true else { return false }
            let answer = try? service.answer(
                "SELECT (extract(epoch FROM pg_conf_load_time()) * 1000000)::bigint"
            )
            return answer.flatMap { Int($0.trimmed) }.map { $0 >= begin } ?? true
        // It reads some of them at a signal, which leaves no time.
        case .pgpool: return true
        }
    }
}

extension NodeLayout {
    /// Whether no server loads what a change is of: a client's pair, what is kept of what was replaced, or the last
    /// number of a certificate.
    func isLoadedByNone(_ change: FileChange) -> Bool {
        change.kind == .replaced
            || ["client/", ReplacedFiles.folderName, "server/root.srl"].contains {
                change.path.utf8.starts(with: certificate($0).utf8)
            }
    }
}

extension StaleServing {
    /// Why, and what has the server load the files; not yet made printable.
    fileprivate var withCure: String {
        switch remedy {
        case .command(let command):
            "\(reason); run: \(command.shown) (if that does not help, \"postgres-ssl status\" says what is wrong)"
        case .left(let why): "\(reason); restart it: \(why)"
        }
    }
}
