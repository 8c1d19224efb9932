internal import DERCoding
internal import PKIX

/// What was made of a set, in memory.
package struct MadeSet: Sendable {
    /// The files that are new.
    package let files: [SetFile]
    /// Root, server, and the client where there is one.
    package private(set) var members: [SetReport.Member]
    /// The names of other users' certificates that the root does not sign, where it is another one than before or has
    /// another certificate.
    package internal(set) var orphans: [String] = []

    init(files: [SetFile], members: [SetReport.Member]) {
        self.files = files
        self.members = members
    }

    /// What ends within a renewal's time, and is another authority's to renew.
    func left(in window: RenewalWindow, _ inventory: Inventory, at now: DERTime) -> [LeftCertificate] {
        let names =
            [SetFiles.rootCertificate] + inventory.pairs.map(\.settings.member.certificateName)
        let roots = members.prefix(1).map(\.certificate)
        return zip(members.map(\.certificate), names).filter { certificate, _ in
            window.leaves(certificate, by: roots, at: now)
        }.map { LeftCertificate($0, name: $1) }
    }

    /// Looks at the root and the pairs that were kept.
    ///
    /// - Parameter rootName: the name that a root has which is made here: another authority's key is elsewhere anyway.
    mutating func noteDoubts(_ inventory: Inventory, rootName: DistinguishedName) {
        if inventory.rootKey.isMissing, members[0].action == .kept, members[0].certificate.subject == rootName
        {
            members[0].doubts = [.rootKeyGone]
        }
        let anchors = members.prefix(1).map(\.certificate) + inventory.root.anchors
        for (index, pair) in zip(members.indices.dropFirst(), inventory.pairs)
        where members[index].action == .kept {
            members[index].doubts = pair.doubts(anchors: anchors)
        }
    }

    /// Compares the server's names with those of what was there.
    mutating func noteNames(_ inventory: Inventory) {
        for (index, pair) in zip(members.indices.dropFirst(), inventory.pairs)
        where pair.settings.member == .server {
            members[index].nameChange = NameChange(
                from: pair.certificate.whole,
                to: members[index].certificate
            )
        }
    }
}
