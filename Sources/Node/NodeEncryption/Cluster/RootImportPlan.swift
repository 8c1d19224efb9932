internal import DERCoding
internal import NodeCertificates
internal import PKIX
internal import SecretMemory

extension NodePlan {
    /// The plan that puts a root from another node in place.
    ///
    /// A different root that is there is replaced only with `force`: what it signed would be orphaned. A certificate or
    /// key that comes alone, as copyCert has them, must fit the other one that is there; only a certificate need not,
    /// with `force`, since its key comes next.
    static func importing(
        _ root: ClusterRoot,
        _ layout: NodeLayout,
        force: Bool,
        at now: DERTime
    ) throws(NodeEncryptionError) -> NodePlan {
        var files: [SetFile] = []
        var dropped: [String] = []
        var isNew = false
        for file in root.files {
            let path = layout.certificate(file.name)
            guard let present = try FileState.read(path).content else {
                files.append(file)
                isNew = true
                continue
            }
            if root.isSame(file, as: present) {
                // As it is written there: the operator's own words around it stay.
                files.append(SetFile(file.name, present))
                continue
            }
            guard force else { throw .otherRoot(path: path) }
            dropped += root.anchorsDropped(by: file, from: present, at: path)
            files.append(file)
            isNew = true
        }
        if isNew, root.files.count == 1 { try requireFit(of: root, layout, force: force) }
        var list = ChangeList(ownedBy: layout.owner)
        try CertificateFiles(files, at: now).plan(layout, &list)
        let roots = try ClientRoots(layout, after: list, at: now)
        // The server's certificate will be of the new root.
        let note = roots.leavesServer(of: OwnRoots(of: layout)) ? roots.noteOnOther : roots.note
        return NodePlan(
            operation: .importRoot,
            changes: list.changes,
            notes: try BackendRoots.notes(layout, list) + RootWithoutList.notes(layout, list)
                + [note].compactMap(\.self) + dropped,
            wantsEncryption: false
        )
    }

    /// Refuses half a pair that the other half, which is there, does not fit.
    private static func requireFit(
        of root: ClusterRoot,
        _ layout: NodeLayout,
        force: Bool
    ) throws(NodeEncryptionError) {
        if let publicKey = root.publicKey {
            let path = layout.certificate(ClusterRoot.certificateName)
            guard let content = try FileState.read(path).content else {
                throw .importedRoot(.certificateMissing(path: path))
            }
            let first = content.withSpan { (try? Certificate.all(pem: $0))?.first }
            guard let first, first.subjectPublicKeyInfo.isSameKey(as: publicKey) else {
                throw .importedRoot(.otherCertificateThere(path: path))
            }
        } else if !force {
            let path = layout.certificate(ClusterRoot.keyName)
            guard let content = try FileState.read(path).content else { return }
            let fits = content.withSpan { span in
                guard let key = try? PrivateKey(pem: span) else { return false }
                return root.certificates.first?.subjectPublicKeyInfo.isSameKey(as: key.publicKeyInfo) ?? false
            }
            guard fits else { throw .importedRoot(.otherKeyThere(path: path)) }
        }
    }
}
