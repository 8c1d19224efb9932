internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension Node {
    /// Throws if the node uses what install makes, and its records do not have it, so that uninstall could not take it
    /// back: where nothing is recorded, or the records began only after the settings, as those of a reissue do where
    /// the first ones were lost, or are of the node's name before.
    ///
    /// An install that found the settings in place, and has other things to take back, has a way back of its own.
    func requireRecordedSettings(in baseline: Baseline?) throws(NodeEncryptionError) {
        if let baseline, isGone(baseline) || baseline.isLeftover { return }
        let settings = try layout.settings()
        for (name, value) in RequiredSettings(of: layout).all {
            guard PathText.isAbsolute(value), let found = settings.setting(of: name),
                isSamePath(found.assignment.text, value)
            else { continue }
            if let baseline {
                if baseline.hasEntry(at: found.path) { return }
                try requireNotRenamed(with: found.path)
                if baseline.hasWayBack(on: layout, besidesSetThatHas: value) { return }
            } else {
                try requireNotRenamed()
            }
            throw .notRecorded(
                state: baseline == nil ? recordsPath : statePath,
                setting: name,
                path: found.path,
                line: found.assignment.line,
                rules: layout.authentication
            )
        }
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
            case .text: !entry.isFolder && !entry.isLink && !isSamePath(entry.path, list)
            case .poolKey, .poolPasswords: true
            case .setFile, .setKey: isSamePath(entry.path, file) && entry.before == .absent
            case .replaced: false
            }
        }
    }
}
