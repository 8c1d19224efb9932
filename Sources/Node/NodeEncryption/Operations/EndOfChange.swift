internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

extension Node {
    /// What a change of certificates or of the whole node ends with: what is in force, how that was proved, and what to
    /// do next; a line for each. What cannot be read for it is left out: the change is made by then.
    func ending(of plan: NodePlan, _ findings: ServerFindings) -> String {
        if plan.operation == .importRoot { return "next: \(nextAfterImport)\n" }
        let wait = stepBeforeProof(of: plan)
        if plan.operation == .uninstall { return endingOfUninstall(findings, wait) }
        let path = findings.otherCertificate ?? layout.certificate("server/server.crt")
        let certificate = (try? FileState.read(path))?.content.flatMap {
            try? Certificate(pem: $0.publicBytes.span)
        }
        let until = certificate.map { ", valid until \($0.validity.notAfter)" } ?? ""
        // Made for later, on a node that has no TLS.
        if plan.operation == .reissue, !plan.wantsEncryption, findings.proofs.isEmpty {
            return printable("in the files: \(path)\(until); ssl is not on in the settings") + "\n"
                + "next: \(command("install"))\n"
        }
        var lines = ["\(wait == nil ? "in force" : "in the files"): TLS with \(path)\(until)\(admission)"]
        if findings.proofs.isEmpty {
            lines.append("not proved yet: " + (wait?.reason ?? "what it serves was not seen"))
        } else if plan.operation == .install, let reason = reasonAgainstLogin(findings.login) {
            lines.append(unproved(reason))
            lines.append("seen: " + findings.proofs.joined(separator: "; "))
        } else {
            lines.append("proved: " + findings.proofs.joined(separator: "; "))
        }
        // A timer's words are for a log.
        if plan.operation != .renew { lines.append("next: " + next(after: plan, wait?.step)) }
        return lines.map { printable($0) + "\n" }.joined()
    }

    /// What an install ends with that has nothing to do: whether its user logs in, as far as that is known; empty where
    /// it is not, and for anything else.
    func ending(
        ofNothingBy operation: some NodeOperation,
        using random: some RandomSource,
        _ say: (String) -> Void
    ) throws(NodeEncryptionError) -> String {
        guard operation.operation == .install else { return "" }
        let plan = NodePlan(operation: .install, changes: [])
        let findings: ServerFindings
        do throws(NodeEncryptionError) {
            findings = try self.findings(ofLoginAfter: plan, of: operation, using: random)
        } catch .refusedByServer(let reason) {
            // Nothing is there to be undone.
            throw .notServed(reason: reason)
        }
        for note in findings.notes { say(note) }
        let line =
            reasonAgainstLogin(findings.login).map(unproved)
            ?? (findings.proofs.isEmpty ? nil : "proved: " + findings.proofs.joined(separator: "; "))
        return line.map { printable($0) + "\n" } ?? ""
    }

    /// A command of this tool on this node, named as it was now.
    private func command(_ words: String) -> String { "postgres-ssl \(words)\(namingOptions)" }

    /// That nobody is known to log in, and why; not yet made printable.
    private func unproved(_ reason: String) -> String {
        "not proved: that anybody logs in as \(user): \(reason)"
    }

    /// Why a running server would not start again by its files, after a change that had it load them or not; `nil`
    /// where nothing says so, or it cannot be asked. A renewal asks for itself, with all else that is left then.
    func startRefusal(after operation: Operation) -> NodeEncryptionError? {
        guard operation != .renew, let reason = (try? server.postgres?.startRefusal()) ?? nil else {
            return nil
        }
        return .wouldNotStart(reason: reason)
    }

    /// Why the node's user did not log in, or where that was not tried, why he gets in by no rule, or may not.
    private func reasonAgainstLogin(_ login: ServerFindings.LoginOutcome?) -> String? {
        switch login {
        case .made: return nil
        case .failed(let sentence): return sentence
        case nil: break
        }
        let groups = groups(of: user)
        return layout.refusal(of: user, database: nil, groups: groups)
            ?? layout.doubt(about: user, database: nil, groups: groups)
            ?? ((try? server.postgres?.mapVerdict(of: user, database: nil, groups: groups)) ?? nil)?.sentence
    }

    /// What is in force again.
    private func endingOfUninstall(_ findings: ServerFindings, _ wait: (step: String, reason: String)?)
        -> String
    {
        guard let files = TLSFiles(of: layout) else { return "" }
        let what = files.isEncrypted ? "TLS" + (files.certificate.map { " with \($0)" } ?? "") : "no TLS"
        var lines = ["\(wait == nil ? "in force" : "in the files"): \(what)\(admission)"]
        if !findings.proofs.isEmpty { lines.append("proved: " + findings.proofs.joined(separator: "; ")) }
        if findings.proofs.isEmpty {
            let reason = wait?.reason ?? findings.unproved ?? "what it serves was not seen"
            lines.append("not proved yet: " + reason)
        }
        if let wait { lines.append("next: " + wait.step) }
        return lines.map { printable($0) + "\n" }.joined()
    }

    /// What has to be done before the change is in force, and why; `nil` if it is.
    private func stepBeforeProof(of plan: NodePlan) -> (step: String, reason: String)? {
        switch server {
        case .postgres(let postgres):
            if (try? postgres.isRunning) ?? true { return nil }
            return ("start the server", "the server is not running")
        case .pgpool(let pgpool):
            if pgpool.reasonToRestart(after: plan.changes) == nil { return nil }
            return ("restart Pgpool-II", "Pgpool-II was not restarted")
        }
    }

    /// Whom the rules let in without TLS, as the end of a sentence.
    private var admission: String {
        if layout.leavesRulesUnread {
            return
                "; its rules are not read (enable_pool_hba), so that connections without it are let in from anywhere"
        }
        if let (inForce, _) = (try? server.postgres?.otherRulesInForce) ?? nil {
            return "; the rules in force are still those in \(inForce)"
        }
        guard let plain = try? layout.rules().coverage.admittingPlainConnections else { return "" }
        let others = plain.filter { !$0.record.isForThisHost }
        if others.isEmpty, !plain.isEmpty {
            return "; connections without it are let in from this host alone"
        }
        guard let first = others.first else {
            return "; over the network, no rule lets anybody in without it"
        }
        let more = others.count > 1 ? " and \(others.count - 1) more" : ""
        return "; connections without it are let in by \(first.path), line \(first.record.line)\(more)"
    }

    /// What is to be done before an imported root is of use, and clients with it verify the server.
    private var nextAfterImport: String {
        let roots = OwnRoots(of: layout)
        let isServerThere = (try? FileState.read(layout.certificate(ServedFiles.certificate))) != .absent
        let step =
            if ClientRoots(of: layout, at: ClientFault.now).leavesServer(of: roots) {
                "\(command("reissue server")), since clients with the new root do not verify the server until then"
            } else if !isServerThere {
                "\(command("install")), which makes this node's certificates by this root"
            } else {
                "see what clients meet with \(command("status"))"
            }
        return roots.current.isEmpty ? "import the key of this root, then " + step : step
    }

    private func next(after plan: NodePlan, _ step: String?) -> String {
        var steps = [step].compactMap(\.self)
        if plan.operation == .install,
            layout.isChanged(layout.certificate("server/root.crt"), by: plan.changes)
        {
            steps.append("give clients \(ClientRoots(of: layout, at: ClientFault.now).need)")
        }
        steps.append(
            "see what clients meet with postgres-ssl status, and how they connect with postgres-ssl connect"
                + (namingOptions.isEmpty ? "" : ", both with" + namingOptions)
        )
        return steps.joined(separator: "; ")
    }
}
