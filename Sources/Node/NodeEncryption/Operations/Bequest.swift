extension Node {
    /// The other nodes that use its certificates, as their records say now.
    var sharedCertificates: SharedCertificates {
        NodeRecords(at: recordsPath).sharedCertificates(of: layout, besides: statePath)
    }

    /// Gives what is recorded of certificates that other nodes use to the first of them, whose uninstall then takes it
    /// back; before anything else is done, since the records of both may have it, and those of none may not.
    func bequeath(_ baseline: Baseline) throws(NodeEncryptionError) {
        let shared = sharedCertificates
        for sharer in shared.sharers {
            let state = try NodeState(path: sharer.statePath, below: recordsPath)
            if try state.journal() != nil { throw .interruptedBeside(configuration: sharer.name) }
            guard let own = try state.baseline() else {
                // It was uninstalled a moment ago.
                _ = state.removeFolderIfUnused()
                continue
            }
            try state.remember(try own.inheriting(baseline, where: shared.has))
            return
        }
    }
}
