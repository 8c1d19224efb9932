internal import DERCoding
internal import Glibc
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// Why a client that verifies refuses a server for what stands in its files, whatever its name (RFC 5280, section 6).
enum ClientFault: Equatable, Sendable {
    /// The server's certificate, or the root's, is none.
    case unreadable(path: String)
    /// A certificate is not valid at this time.
    case notValidNow(path: String, validity: String)
    /// The certificate is not for servers: by its key usage, or by its extended one.
    case notForServers(path: String)
    /// The certificate has a critical extension that nobody is sure to know.
    case unknownExtension(path: String, identifier: String)
    /// The root may not issue certificates.
    case noAuthority(path: String)
    /// The root has the name of the certificate's issuer, and another key than signed it.
    case otherKey(path: String, root: String)
    /// The certificate is another authority's, which may be an operator's own choice.
    case otherAuthority(path: String, root: String, issuer: String)

    /// One line; not yet made printable.
    var description: String {
        switch self {
        case .unreadable(let path): "\(path) is no certificate"
        case .notValidNow(let path, let validity): "\(path) is valid from \(validity), and not now"
        case .notForServers(let path): "\(path) is not for servers, by its key usage"
        case .unknownExtension(let path, let identifier):
            "\(path) has the critical extension \(identifier), which clients do not know"
        case .noAuthority(let path): "\(path) is not that of an authority"
        case .otherKey(let path, let root): "\(path) is not signed by \(root)"
        case .otherAuthority(let path, let root, let issuer):
            "\(path) is of \(issuer), and clients do not verify it by \(root)"
        }
    }

    /// Whether it is the choice of whoever made the pair, and clients may have a root of their own for it.
    var mayBeWanted: Bool { if case .otherAuthority = self { true } else { false } }

    /// What a client finds that trusts the roots in the one file and is shown the certificates in the other.
    static func find(in layout: NodeLayout, at now: DERTime) -> ClientFault? {
        let path = layout.certificate("server/server.crt")
        let rootPath = layout.certificate("server/root.crt")
        let chain = certificates(path)
        let roots = certificates(rootPath)
        guard let leaf = chain.first else { return .unreadable(path: path) }
        guard !roots.isEmpty else { return .unreadable(path: rootPath) }
        return fault(of: leaf, path, at: now)
            ?? fault(path, from: leaf, by: Array(chain.dropFirst()), to: roots, rootPath, at: now)
    }

    /// Throws if clients refuse what is in a server's files, unless they did so before, or somebody may want it.
    static func notes(
        _ layout: NodeLayout,
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> [String] {
        guard plan.wantsEncryption, let fault = find(in: layout, at: now) else { return [] }
        let isOld = plan.operation != .install && standing.map { $0.clientFault == fault } ?? false
        if isOld || fault.mayBeWanted { return [printable(fault.description)] }
        throw .refusedByServer(reason: "clients do not accept it: \(fault.description)")
    }

    /// The time of a look.
    static var now: DERTime { DERTime(secondsSince1970: Int64(time(nil))) }

    private static func certificates(_ path: String) -> [Certificate] {
        guard let content = (try? FileState.read(path))?.content else { return [] }
        let text = content.publicBytes
        // Behind a server's own certificate a client passes over what it cannot read.
        return (try? Certificate.all(pem: text.span)) ?? (try? [Certificate(pem: text.span)]) ?? []
    }

    private static func fault(of leaf: Certificate, _ path: String, at now: DERTime) -> ClientFault? {
        if !leaf.validity.contains(now) { return .notValidNow(path: path, validity: "\(leaf.validity)") }
        let own = leaf.extensions
        if let usage = own.keyUsage,
            usage.isDisjoint(with: [.digitalSignature, .keyEncipherment, .keyAgreement])
        {
            return .notForServers(path: path)
        }
        if own.extendedKeyUsage?.covers(ExtendedKeyUsage.serverAuth) == false {
            return .notForServers(path: path)
        }
        return own.unrecognizedCriticalExtensions.first.map {
            .unknownExtension(path: path, identifier: "\($0)")
        }
    }

    /// Goes from a certificate to a root, over others that are sent with it.
    private static func fault(
        _ path: String,
        from leaf: Certificate,
        by others: [Certificate],
        to roots: [Certificate],
        _ rootPath: String,
        at now: DERTime
    ) -> ClientFault? {
        var current = leaf
        var others = others
        while !roots.contains(where: { $0.encoding == current.encoding }) {
            let named = roots.filter { $0.subject == current.issuer }
            if let root = named.first(where: { current.mayBeSigned(by: $0) }) {
                if !root.mayIssue { return .noAuthority(path: rootPath) }
                if root.validity.contains(now) { return nil }
                return .notValidNow(path: rootPath, validity: "\(root.validity)")
            }
            if !named.isEmpty { return .otherKey(path: path, root: rootPath) }
            guard
                let next = others.firstIndex(where: {
                    $0.subject == current.issuer && $0.mayIssue && current.mayBeSigned(by: $0)
                })
            else { return .otherAuthority(path: path, root: rootPath, issuer: "\(current.issuer)") }
            // Each once, so that the way ends.
            current = others.remove(at: next)
            if !current.validity.contains(now) {
                return .notValidNow(path: path, validity: "\(current.validity)")
            }
        }
        return nil
    }
}

extension Certificate {
    /// Whether `issuer` signed it, as far as such signatures can be verified here.
    fileprivate func mayBeSigned(by issuer: Certificate) -> Bool { (try? isSigned(by: issuer)) ?? true }

    /// Whether it is an authority's; one without any extensions is from before there were any.
    fileprivate var mayIssue: Bool {
        let isAuthority = extensions.basicConstraints?.isAuthority ?? extensions.isEmpty
        return isAuthority && extensions.keyUsage?.contains(.keyCertSign) ?? true
    }
}
