internal import NodeCertificates
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// What stands in the node's own places and is not of its own roots, where a plan puts other certificates there.
enum OtherAuthorities {
    /// What the operator should know of what is replaced.
    ///
    /// - Parameter isReplaced: whether the operator said that another authority's is replaced.
    /// - Throws: ``InstallRefusal/otherRoot(path:authority:)`` or
    ///   ``InstallRefusal/otherPair(path:holder:issuer:option:)`` if something is another authority's, or may be, and
    ///   he did not.
    static func notes(
        onReplacedBy certificates: CertificateFiles,
        _ layout: NodeLayout,
        isReplaced: Bool
    ) throws(NodeEncryptionError) -> [String] {
        let roots = OwnRoots(of: layout)
        var notes: [String] = []
        for file in certificates.files where file.name.utf8.ends(with: ".crt") {
            let path = layout.certificate(file.name)
            let old = CertificateFile(reading: path)
            let new = CertificateFile(path, pem: file.content.publicBytes.span)
            if old == new { continue }
            let note =
                isSamePath(file.name, ServedFiles.root)
                ? try Self.note(onRoots: old, new, roots, isReplaced)
                : try Self.note(
                    onPair: old,
                    isServers: isSamePath(file.name, ServedFiles.certificate),
                    roots,
                    layout,
                    isReplaced
                )
            notes += [note].compactMap(\.self)
        }
        return notes
    }

    /// What an error says of a node, where a new root is a cure: whose key is not here is not replaced unasked, nor is
    /// what a root signed that is gone.
    static func refusal(_ error: NodeCertificatesError, _ layout: NodeLayout) -> NodeEncryptionError {
        let file = CertificateFile(reading: layout.certificate(ServedFiles.root))
        let roots = OwnRoots(of: layout)
        guard error.namesNewRoot, !file.certificates.contains(where: roots.signing.contains) else {
            return .certificates(error)
        }
        if let root = file.certificates.first {
            return .certificatesOfOther(error, authority: printable("\(root.subject)"))
        }
        return arePairs(in: layout, besides: roots)
            ? .certificatesOfOther(error, authority: nil) : .certificates(error)
    }

    /// The command that makes a new root and all that it signs, with the option that it needs where no root is left to
    /// say that what it signed is the node's own.
    static func reissuingAll(_ layout: NodeLayout) -> String {
        let roots = CertificateFile(reading: layout.certificate(ServedFiles.root))
        let isGone = roots.certificates.isEmpty && arePairs(in: layout, besides: OwnRoots(of: layout))
        return "postgres-ssl reissue all" + (isGone ? " --replace-certificate" : "")
    }

    /// Whether there are pairs of others, or of a root that is gone, as far as a new root replaces them.
    private static func arePairs(in layout: NodeLayout, besides roots: OwnRoots) -> Bool {
        // Where it is another user's alone, the refusal says so.
        ["server/server", "client/client"].contains { name in
            let file = CertificateFile(reading: layout.certificate(name + ".crt"))
            if file.isFirstUnread || file.isHidden { return !file.isCutOff }
            return file.certificates.first.map { !roots.mayReplace($0) } ?? false
        }
    }

    private static func note(
        onRoots old: CertificateFile,
        _ new: CertificateFile,
        _ roots: OwnRoots,
        _ isReplaced: Bool
    ) throws(NodeEncryptionError) -> String? {
        if old.isCutOff { return nil }
        let dropped = old.certificates.filter { root in
            !new.certificates.contains(root) && !roots.signing.contains(root)
        }
        let count = old.isHidden ? 1 : old.unreadCount(besides: new)
        guard let authority = listed(dropped, unread: count) else { return nil }
        guard isReplaced else { throw .notInstalled(.otherRoot(path: old.path, authority: authority)) }
        return "\(printable(old.path)) loses \(authority); client certificates by it are refused from now on"
    }

    private static func note(
        onPair old: CertificateFile,
        isServers: Bool,
        _ roots: OwnRoots,
        _ layout: NodeLayout,
        _ isReplaced: Bool
    ) throws(NodeEncryptionError) -> String? {
        let issuer: String
        var isAnothers = true
        if old.isFirstUnread || old.isHidden {
            if old.isCutOff { return nil }
            issuer = unknown
        } else {
            guard let certificate = old.certificates.first, !roots.areIssuer(of: certificate) else {
                return nil
            }
            isAnothers = !certificate.isSignedByNobodyElse
            issuer = isAnothers ? shown(issuerOf: certificate) : "itself"
        }
        let holder = isServers ? "server" : "client"
        guard isReplaced || !isAnothers else {
            let root = CertificateFile(reading: layout.certificate(ServedFiles.root))
            throw .notInstalled(
                .otherPair(
                    path: old.path,
                    holder: holder,
                    issuer: issuer,
                    // No install makes a root in the place of one that is gone.
                    option: root.certificates.isEmpty ? "reissue all" : "install or reissue"
                )
            )
        }
        let note = "\(printable(old.path)), signed by \(issuer), is no longer the \(holder)'s certificate"
        return isServers ? "\(note); \(needOfClients(layout))" : note
    }

    /// What clients that verify need where the server's certificate becomes one of the node's root.
    static func needOfClients(_ layout: NodeLayout) -> String {
        "clients that verify need root.crt from \(printable(layout.certificate("server")))"
    }

    /// Whose a certificate is that cannot be read here.
    static let unknown = "an unknown authority"

    /// Authorities, and how many more cannot be read here; `nil` where there are none.
    static func listed(_ authorities: [Certificate], unread count: Int) -> String? {
        let all = authorities.count + count
        guard all > 0 else { return nil }
        let first = authorities.first.map { printable("\($0.subject)") } ?? unknown
        return all > 1 ? "\(first) and \(all - 1) more" : first
    }
}
