internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Adds what the running server finds wrong in its files.
    mutating func readComplaints(
        _ service: PostgresService,
        _ layout: NodeLayout,
        _ server: RunningServer,
        _ notFromFiles: PostgresService.SettingsNotFromFiles
    ) throws(NodeEncryptionError) {
        let all = try ServerComplaints(try service.answer(ServerComplaints.statement)).all
        var refused: [String] = []
        for complaint in all where complaint.isRule {
            let path = complaint.file.isEmpty ? layout.authentication : complaint.file
            let reason =
                complaint.reason.isEmpty ? "the server rejects this line; see its log" : complaint.reason
            replace([.hbaLineRejected], .hbaLineRejected, printable(reason), path, Int(complaint.line))
            refused = ["rules"]
        }
        var unknown: [ServerComplaints.Complaint] = []
        for complaint in all where !complaint.isRule {
            let name = complaint.name
            if complaint.isRemoval || notFromFiles.pending.contains(name) {
                addPending(complaint)
            } else if notFromFiles.overruled.contains(name) {
                let said =
                    server.arguments.settings[name].map { ", which says \(RequiredSettings.shown($0))" } ?? ""
                let text = "\(printable(complaint.setting)) is overruled by the server's command line" + said
                add(.settingOverruled, text, path: complaint.file, line: Int(complaint.line))
            } else {
                unknown.append(complaint)
            }
        }
        if try readUnknown(unknown, service) { refused.append("settings") }
        try readOtherRules(service)
        if refused.isEmpty {
            if let reason = try service.refusalAtRestart(server) {
                add(.serverWouldNotStart, "will not start again: \(printable(reason))")
            }
            return
        }
        // What stands in the files is not what is in force.
        findings.removeAll { $0.code == .hbaEncrypted && refused.contains("rules") }
        let what = refused.joined(separator: " and ")
        add(
            .serverWouldNotStart,
            "keeps its old \(what) at a reload, and will not start again, until no line of the new \(what) is rejected"
        )
    }

    /// Adds that the rules in the files are those of the next start, and not those that are in force.
    private mutating func readOtherRules(_ service: PostgresService) throws(NodeEncryptionError) {
        guard let (inForce, next) = try service.otherRulesInForce else { return }
        findings.removeAll { $0.code == .hbaEncrypted }
        add(
            .rulesPendingRestart,
            "are the rules from the next start on, by hba_file; in force are those in \(printable(inForce)), which "
                + "were not looked at",
            path: next
        )
    }

    /// Adds settings that the running server cannot take up. Whether they are wrong, or need a restart alone, it does
    /// not say before a reload; its program says it, which reads all files as at a start.
    ///
    /// - Returns: whether one is wrong.
    private mutating func readUnknown(
        _ complaints: [ServerComplaints.Complaint],
        _ service: PostgresService
    ) throws(NodeEncryptionError) -> Bool {
        if complaints.isEmpty { return false }
        var refusal: String?
        do throws(NodeEncryptionError) {
            try service.checkFiles(wantingEncryption: false)
        } catch .refusedByServer(let reason) {
            refusal = reason
        }
        var isWrong = false
        for complaint in complaints {
            let reason = refusal.flatMap { Self.reason(in: $0, naming: complaint.name) }
            // A line that is no setting at all has its reason with it.
            guard reason != nil || complaint.setting.isEmpty else {
                addPending(complaint)
                continue
            }
            isWrong = true
            replace(
                [.settingsLineRejected, .settingsIncludeMissing],
                .settingsLineRejected,
                printable(reason ?? complaint.reason),
                complaint.file,
                Int(complaint.line)
            )
        }
        return isWrong
    }

    /// A restart is no cure: nobody has tried whether the server starts by the value.
    private mutating func addPending(_ complaint: ServerComplaints.Complaint) {
        if complaint.isRemoval {
            let text = "the line of \(printable(complaint.setting)) was taken out, which waits for a restart"
            return add(.settingPendingRestart, text)
        }
        add(
            .settingPendingRestart,
            "\(printable(complaint.setting)) waits for a restart",
            path: complaint.file,
            line: Int(complaint.line)
        )
    }

    /// What the server's program says about a setting, without what stands before the message.
    private static func reason(in said: String, naming name: String) -> String? {
        let name = "\"\(name)\"".utf8
        for line in said.utf8.split(separator: UInt8(ascii: ";")) {
            let bytes = Array(line)
            guard bytes.contains(name) else { continue }
            // The severity is translated; two blanks are behind it.
            let end = bytes.firstRange(of: ":  ".utf8)?.upperBound ?? 0
            return String(decoding: bytes[end...], as: UTF8.self).trimmed
        }
        return nil
    }

    /// Puts the server's own words in the place of ours on the same line.
    private mutating func replace(_ ours: [Code], _ code: Code, _ text: String, _ path: String, _ line: Int?)
    {
        func isKnown(_ finding: Finding) -> Bool {
            ours.contains(finding.code) && finding.line == line
                && finding.path.map { PathText.lastName(of: $0) == PathText.lastName(of: path) } ?? false
        }
        let known = findings.first(where: isKnown)
        findings.removeAll(where: isKnown)
        add(code, text, path: known?.path ?? path, line: line, cure: "correct the line")
    }

    /// Adds which files were changed after the server read them.
    mutating func readChanged(_ service: PostgresService) throws(NodeEncryptionError) {
        for file in try service.changedFiles() {
            switch (file.kind, file.change) {
            case (.settings, .written):
                add(
                    .settingsNotReloaded,
                    "was changed after the server read it; a reload brings it in force",
                    path: file.path,
                    cure: service.shownReload,
                    cureLoads: true
                )
            case (.rules, .written):
                findings.removeAll { $0.code == .hbaEncrypted }
                add(
                    .rulesNotReloaded,
                    "was changed after the server read it; until a reload its old rules are in force",
                    path: file.path,
                    cure: service.shownReload,
                    cureLoads: true
                )
            // No connection tries it: one that is refused is an error in the server's log.
            case (.rules, .touched), (.rules, .ahead):
                findings.removeAll { $0.code == .hbaEncrypted }
                addDoubt(.rulesNotTried, file, reload: service.shownReload)
            case (.revocations, .touched), (.revocations, .ahead):
                guard try service.isEncrypted else { break }
                addDoubt(.revocationsNotTried, file, reload: service.shownReload)
            case (.certificates, .written), (.revocations, .written):
                // One without TLS has none in force.
                guard try service.isEncrypted else { break }
                add(
                    .serverFilesNotReloaded,
                    "was changed after the server read it; until a reload what it had before is in force",
                    path: file.path,
                    cure: service.shownReload,
                    cureLoads: true
                )
            // Of a map that a rule goes by, that is said.
            case (.maps, _): break
            // Values are compared with those in force, and certificates looked at.
            case (.settings, _), (.certificates, _): break
            }
        }
    }

    /// Adds that of a file it is not known whether the server has it in force.
    private mutating func addDoubt(_ code: Code, _ file: ChangedFile, reload: String) {
        add(
            code,
            "\(file.reason); whether it is in force was not tried",
            path: file.path,
            cure: file.cure(reload: reload),
            cureLoads: true
        )
    }
}
