internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension Node {
    /// Throws if the node uses what install makes, and its records do not have it, so that uninstall could not take it
    /// back: where nothing is recorded, or the records began only after the settings, as those of a reissue do where
    /// the first ones were lost, or are of the node's name before.
    ///
    /// An install that found the settings in place, and has other things to take back, has a way back as far as it is
    /// known (``settingsLeft(by:)``).
    ///
    /// - Parameter isAnySet: whether a set counts wherever it is, and not only where the node's is said to be: whoever
    ///   forgets where he had the records forgets where he had the certificates, too.
    func requireRecordedSettings(
        in baseline: Baseline?,
        ofAnySet isAnySet: Bool = true
    ) throws(NodeEncryptionError) {
        if let baseline {
            try requireNotRenamed(baseline)
            if isGone(baseline) || baseline.isLeftover { return }
        }
        let own = try ownSettingInForce()
        let other = own == nil && baseline == nil && isAnySet ? try settingOfAnotherSet() : nil
        guard let (found, value) = own ?? other else { return }
        if let baseline {
            if baseline.hasEntry(at: found.path) { return }
            try requireNotRenamed(with: found.path)
            if baseline.hasWayBack(on: layout, besidesSetThatHas: value) { return }
        } else {
            try requireNotRenamed()
        }
        throw .notRecorded(
            state: baseline == nil ? recordsPath : statePath,
            setting: found.assignment.name,
            path: found.path,
            line: found.assignment.line,
            rules: layout.authentication
        )
    }

    /// What is recorded of the node before its first change: whether there was more to record.
    func firstRecords() -> Baseline {
        var records = Baseline()
        do throws(NodeEncryptionError) {
            try requireRecordedSettings(in: nil, ofAnySet: false)
        } catch {
            switch error {
            case .notRecorded, .renamed: records.beganInForce = true
            // What cannot be read stops the operation itself, where it needs it.
            default: break
            }
        }
        return records
    }

    /// The settings of this tool that an uninstall leaves in force, since they were when the records began; `nil` for
    /// none.
    func settingsLeft(by baseline: Baseline?) -> NodeEncryptionError? {
        guard let baseline, baseline.beganInForce, !isGone(baseline),
            let (found, _) = try? ownSettingInForce(), !baseline.hasEntry(at: found.path)
        else { return nil }
        return .leftInForce(
            setting: found.assignment.name,
            path: found.path,
            line: found.assignment.line,
            rules: layout.authentication
        )
    }

    /// The first setting in force that names a file of the set where install has it, and that file.
    private func ownSettingInForce() throws(NodeEncryptionError) -> (
        found: EffectiveConfiguration.Setting, value: String
    )? {
        let settings = try layout.settings()
        for (name, value) in RequiredSettings(of: layout).all where PathText.isAbsolute(value) {
            if let found = settings.setting(of: name), isSamePath(found.assignment.text, value) {
                return (found, value)
            }
        }
        return nil
    }

    /// The setting in force that names the certificate of a set in another place than the node's, as install has it: on
    /// PostgreSQL in its own file, and on Pgpool-II with the key beside it.
    private func settingOfAnotherSet() throws(NodeEncryptionError) -> (
        found: EffectiveConfiguration.Setting, value: String
    )? {
        let names = layout.role == .postgres ? ("ssl_cert_file", "ssl_key_file") : ("ssl_cert", "ssl_key")
        let settings = try layout.settings()
        guard let certificate = settings.setting(of: names.0), let key = settings.setting(of: names.1) else {
            return nil
        }
        let (path, end) = (certificate.assignment.text, "/" + ServedFiles.certificate)
        guard PathText.isAbsolute(path), path.utf8.suffix(end.utf8.count).elementsEqual(end.utf8) else {
            return nil
        }
        let set = String(Substring(path.utf8.dropLast(end.utf8.count)))
        let isOurs =
            layout.role == .pgpool || ChangeList.leadToSameFile(certificate.path, layout.ownSettings)
        guard isOurs, isSamePath(key.assignment.text, set + "/server/server.key") else { return nil }
        return (certificate, path)
    }
}

extension Baseline {
    /// Whether there is more to take back than pairs that took the places of others.
    ///
    /// - Parameter certificate: a file of the set that the settings name; where it was made, so was the set.
    fileprivate func hasWayBack(on layout: NodeLayout, besidesSetThatHas certificate: String) -> Bool {
        guard roles.isEmpty, entries.contains(where: { $0.kind.isOfSet }) else { return true }
        let list = (try? ChangeList.realPath(layout.redeploy)) ?? layout.redeploy
        let file = (try? ChangeList.realPath(certificate)) ?? certificate
        return entries.contains { entry in
            switch entry.kind {
            // The list of a redeploy is an install's; without a mark, it may be of one that is not recorded.
            case .text: !entry.isFolder && !entry.isLink && (beganInForce || !isSamePath(entry.path, list))
            case .poolKey, .poolPasswords: true
            case .setFile, .setKey: isSamePath(entry.path, file) && entry.before == .absent
            case .replaced: false
            }
        }
    }
}
