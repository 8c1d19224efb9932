package import DERCoding
package import DurableFiles
package import PKIX
package import RSACryptography
package import SecretMemory

/// The certificates of a node in one folder: root, server and, on a database node, client.
package struct CertificateSet: Sendable {
    /// The folder.
    package let path: String
    /// What the certificates should be.
    package let settings: NodeSettings
    /// The owner of the files; nil for the user who runs the tool.
    package let owner: FileOwner?
    /// Roots that signed here, or still do: a renewal in time makes again what is theirs, and what the root's file does
    /// not verify any more.
    package var signers: [Certificate] = []
    /// Gives a key of RSA in place of a new one; for tests, since generating keys takes time.
    package var preparedKey: (@Sendable () -> RSA.PrivateKey?)?

    /// Describes a set; nothing is read or written.
    package init(path: String, settings: NodeSettings, owner: FileOwner?) {
        self.path = path
        self.settings = settings
        self.owner = owner
    }

    /// Makes what is missing and repairs what is broken; what is whole stays, byte for byte.
    ///
    /// The folder is created if it is missing, and locked while this runs, so that the second of two concurrent runs
    /// finds the set of the first. All new files are put in place together: a failure leaves the old set, and so does a
    /// kill at any instant, or a state that the next run turns into the old set first. Files of the set with the wrong
    /// mode or owner are corrected; a renewal in time leaves them as they are, but for keys that others may read. Keys
    /// and certificates that are replaced are kept (``ReplacedFiles``).
    ///
    /// - Parameters:
    ///   - renewal: what is made again although it is valid.
    ///   - now: the time an hour after the one from which new certificates are valid, at which present ones are judged.
    ///   - random: gives keys, serial numbers and blinding.
    ///   - patience: how long to wait for another run.
    /// - Returns: what was done.
    /// - Throws: an error, with nothing changed, if the set can be neither used nor repaired.
    package func makeOrRepair(
        renewing renewal: SetRenewal = .nothing,
        at now: DERTime,
        using random: inout some RandomSource,
        patience: Duration = Folder.patience
    ) throws(NodeCertificatesError) -> SetReport {
        let locked = try lock(patience: patience)
        let folder = locked.folder
        let inventory = try Inventory(of: folder, pairs: settings.pairs(at: now))
        let plan = try plan(inventory, renewing: renewal, at: now, path: folder.path(of:))
        var made = try make(plan, using: &random)
        let replaced = try write(
            made.files,
            to: folder,
            members: plan.members,
            keepingModes: renewal.window != nil,
            at: now
        )
        locked.release()
        made.noteNames(inventory)
        made.noteDoubts(inventory, rootName: settings.rootName)
        return SetReport(
            path: folder.path,
            members: made.members,
            orphans: plan.changesRoot ? inventory.orphans(of: made.members[0].certificate) : [],
            replaced: replaced,
            left: renewal.window.map { made.left(in: $0, inventory, at: now) } ?? []
        )
    }

    /// Makes in memory what is missing or broken among files that are in memory; nothing is read or written.
    ///
    /// - Parameters:
    ///   - present: the files that are there, with the certificates of other users.
    ///   - shownPath: gives the path of a file, as errors show it.
    ///   - renewal: what is made again although it is valid.
    ///   - now: the time an hour after the one from which new certificates are valid, at which present ones are judged.
    ///   - random: gives keys, serial numbers and blinding.
    /// - Returns: what was made, with the files that are new.
    /// - Throws: an error if the set can be neither used nor repaired.
    package func completing(
        _ present: [SetFile],
        shownPath: (String) -> String,
        renewing renewal: SetRenewal = .nothing,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> MadeSet {
        let inventory = try Inventory(of: present, pairs: settings.pairs(at: now))
        let plan = try plan(inventory, renewing: renewal, at: now, path: shownPath)
        var made = try make(plan, using: &random)
        made.noteNames(inventory)
        made.noteDoubts(inventory, rootName: settings.rootName)
        if plan.changesRoot { made.orphans = inventory.orphans(of: made.members[0].certificate) }
        return made
    }

    /// Whether something of files in memory would be made by ``completing(_:shownPath:renewing:at:using:)``; no key is
    /// made for the answer.
    package func isDue(
        _ present: [SetFile],
        shownPath: (String) -> String,
        renewing renewal: SetRenewal,
        at now: DERTime
    ) throws(NodeCertificatesError) -> Bool {
        let inventory = try Inventory(of: present, pairs: settings.pairs(at: now))
        let plan = try plan(inventory, renewing: renewal, at: now, path: shownPath)
        if case .keep = plan.work { return false }
        return true
    }

    private func plan(
        _ inventory: Inventory,
        renewing renewal: SetRenewal,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetPlan {
        try SetPlan(
            inventory,
            settings: settings,
            renewing: renewal,
            signers: signers,
            at: now,
            path: path
        )
    }

    /// The path of the root that a node has beside this set, in a folder of its own, where install put it; `nil` if
    /// there is none. Then nobody uses this set.
    package var installedRoot: String? {
        let path = path + "/server/root.crt"
        guard let (folder, name) = try? Folder.holding(path), (try? folder.status(of: name)) != nil else {
            return nil
        }
        return path
    }

    /// Opens and locks the folder, and cleans up after a run that was killed.
    private func lock(patience: Duration) throws(NodeCertificatesError) -> LockedFolder {
        do throws(FileError) {
            let attributes = FileAttributes(mode: SetFiles.folderMode, owner: owner)
            let locked = try Folder.locked(path, makingWith: attributes, patience: patience)
            try locked.folder.takeBackReplacement()
            locked.folder.removeLeftovers()
            try? locked.folder.folder(ReplacedFiles.folderName).removeLeftovers()
            return locked
        } catch {
            throw .file(error)
        }
    }
}
