package import DERCoding
package import DurableFiles
internal import PKIX
package import RSACryptography
package import SecretMemory

/// The certificates of a node: a root, a server, and on a node of the database a client, all in one folder.
package struct CertificateSet: Sendable {
    /// The folder.
    package let path: String
    /// What the certificates shall be.
    package let settings: NodeSettings
    /// Who the files belong to; nil: whoever runs.
    package let owner: FileOwner?
    /// Gives keys in place of new ones; for tests of what is done with keys, since making one takes its time.
    package var preparedKey: (@Sendable () -> RSA.PrivateKey?)?

    /// Describes a set; nothing is touched.
    package init(path: String, settings: NodeSettings, owner: FileOwner?) {
        self.path = path
        self.settings = settings
        self.owner = owner
    }

    /// Makes what is missing and repairs what is broken; what is whole stays, byte for byte.
    ///
    /// The folder is made where it is missing, and locked meanwhile, so that of two runs at once the second finds the
    /// first's set. All new files take their places as one: a kill at any instant leaves the old set, or one that
    /// the next run completes. Files of the set that have another mode or owner get theirs.
    ///
    /// - Parameters:
    ///   - replacingRoot: make a new root, and all anew with it, whatever is there.
    ///   - now: from when on what is made is valid, and by when what has expired is judged.
    ///   - random: gives keys, serial numbers and blinding.
    ///   - patience: how long another run is waited for.
    /// - Returns: what was done.
    /// - Throws: an error, with nothing changed, where the set can be neither used nor repaired.
    package func bringAbout(
        replacingRoot: Bool = false,
        at now: DERTime,
        using random: inout some RandomSource,
        patience: Duration = Folder.patience
    ) throws(NodeCertificatesError) -> SetReport {
        let locked = try lock(patience: patience)
        let folder = locked.folder
        let inventory = try Inventory(of: folder, pairs: settings.pairs(at: now))
        let plan = try SetPlan(
            inventory,
            settings: settings,
            replacingRoot: replacingRoot,
            at: now,
            path: folder.path(of:)
        )
        let made = try make(plan, using: &random)
        try write(made.files, to: folder, members: plan.members)
        locked.release()
        return SetReport(
            path: folder.path,
            members: made.members,
            orphans: plan.makesRoot ? inventory.certificatesOfOthers : []
        )
    }

    /// Makes in memory what is missing or broken among files that are in memory; nothing is read or written.
    ///
    /// - Parameters:
    ///   - present: the files that are there.
    ///   - shownPath: where an error says that a file is.
    ///   - now: from when on what is made is valid, and by when what has expired is judged.
    ///   - random: gives keys, serial numbers and blinding.
    /// - Returns: the files that are new.
    /// - Throws: an error where the set can be neither used nor repaired.
    package func completing(
        _ present: [SetFile],
        shownPath: (String) -> String,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> [SetFile] {
        let inventory = try Inventory(of: present, pairs: settings.pairs(at: now))
        let plan = try SetPlan(
            inventory,
            settings: settings,
            replacingRoot: false,
            at: now,
            path: shownPath
        )
        return try make(plan, using: &random).files
    }

    /// Opens the folder, locks it, and puts in order what a killed run left.
    private func lock(patience: Duration) throws(NodeCertificatesError) -> LockedFolder {
        do throws(FileError) {
            let attributes = FileAttributes(mode: SetFiles.folderMode, owner: owner)
            let locked = try Folder.locked(path, makingWith: attributes, patience: patience)
            try locked.folder.completeReplacement()
            locked.folder.removeLeftovers()
            return locked
        } catch {
            throw .file(error)
        }
    }
}
