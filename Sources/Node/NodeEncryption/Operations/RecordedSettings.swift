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
    func requireRecordedSettings(in baseline: Baseline?) throws(NodeEncryptionError) {
        if let baseline {
            try requireNotRenamed(baseline)
            if isGone(baseline) || baseline.isLeftover { return }
        }
        guard let (found, value) = try ownSettingInForce() else { return }
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
            try requireRecordedSettings(in: nil)
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
