internal import DERCoding
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Looks at the certificates through the eyes of each kind of client.
    mutating func judgeCertificates(_ layout: NodeLayout, called names: [CalledName], _ now: DERTime) {
        let view = ClientView(of: layout, called: names, at: now)
        for path in view.unseen { addUnseen(path) }
        let ofClients = Set(view.pairs.map(\.certificates.path))
        let found = view.findings
        show(found, ofClients: ofClients)
        let ofServer = Set([view.chain, view.roots, view.given].compactMap { $0?.path })
        // What was not seen is accepted by nobody.
        if !view.unseen.isEmpty, !ofServer.isDisjoint(with: view.unseen) { return }
        if !found.contains(where: { ofServer.contains($0.fault.path) && $0.level > .good }) {
            add(.certificateAccepted, "accepted by every kind of client that verifies", path: view.chain.path)
        }
    }

    /// Adds what clients find.
    ///
    /// - Parameter ofClients: the files of their own certificates.
    mutating func show(_ found: [ClientFinding], ofClients: Set<String> = []) {
        for finding in found {
            let fault = finding.fault
            let shown = Finding(
                code: fault.kind.code,
                text: printable(fault.predicate),
                path: fault.path,
                line: nil,
                cure: completed(finding.cure.map(printable)),
                // What is wrong with a client's own certificate, servers refuse.
                clients: ofClients.contains(fault.path) ? [] : finding.clients.names
            )
            // What was seen already is seen better here, where it is a certificate's; a file's own faults are not.
            let place = findings.firstIndex { $0.code == shown.code && $0.path == shown.path }
            guard let place, fault.subject == nil else {
                findings.append(shown)
                continue
            }
            if !fault.kind.isOfFile { findings[place] = shown }
        }
    }
}

extension ClientFault.Kind {
    /// Whether it is about a file, whatever is in it.
    fileprivate var isOfFile: Bool {
        switch self {
        case .missing, .notFollowed, .unreadable: true
        default: false
        }
    }

    /// What status calls it.
    var code: NodeStatus.Code {
        switch self {
        case .missing: .fileMissing
        case .notFollowed: .fileNotRegular
        case .unreadable: .certificateInvalid
        case .partlyUnread: .certificatePartlyRead
        case .otherRoots: .clientRootOther
        case .tooManySent, .tooLongSent: .certificateTooManySent
        case .notYetValid: .certificateNotYetValid
        case .expired: .certificateExpired
        case .wrongUsage: .certificateWrongUsage
        case .noSignatures: .certificateWithoutSigning
        case .unknownExtension: .certificateUnknownExtension
        case .noAuthority: .certificateNoAuthority
        case .pathTooLong: .certificatePathTooLong
        case .outsideConstraints: .certificateOutsideConstraints
        case .constraintsNotUnderstood: .certificateConstraintsNotUnderstood
        case .tooManyConstraints: .certificateTooManyConstraints
        case .oldVersion: .certificateOldVersion
        case .authorityAsServer: .certificateOfAuthority
        case .weakSignature: .certificateWeakSignature
        case .shortKey: .certificateShortKey
        case .noBindingDigest: .certificateWithoutBinding
        case .keyNotTaken: .certificateKeyNotTaken
        case .malformed, .nameNotRead: .certificateMalformed
        case .notStrict: .certificateNotStrict
        case .signatureNotVerified: .certificateNotVerified
        case .signatureNotTaken: .certificateSignatureNotTaken
        case .tooManyIssuers: .certificateTooManyIssuers
        case .otherKey: .certificateOtherKey
        case .otherKeyIdentifier: .certificateOtherKeyIdentifier
        case .otherAuthority: .certificateOtherRoot
        case .notSelfSigned: .rootNotSelfSigned
        case .noAlternativeName: .certificateWithoutNames
        case .otherName: .certificateOtherName
        case .addressAsName: .certificateAddressOnly
        case .nullInCommonName: .certificateNullInName
        case .otherUser: .certificateOtherUser
        }
    }
}
