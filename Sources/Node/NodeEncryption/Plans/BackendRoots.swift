internal import DurableFiles
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import ServerProbe
internal import TextEncodings

/// What becomes of `ssl_ca_cert`, without which Pgpool-II verifies none of its backends.
enum BackendRoots: Sendable {
    /// It stays as it is: it is set already, or all backends are reached through sockets.
    case asTheyAre
    /// It becomes this file, which the operator named.
    case given(String)
    /// It becomes the node's root, if that still is the certificate of this encoding: all backends have certificates of
    /// it.
    case own([UInt8])
    /// It cannot be set: this backend has a certificate of another root.
    case ofOtherRoot(NodeLayout.BackendPlace)
    /// It cannot be set, for this reason; and what would mend that.
    case unknown(String, cure: String = namingRoot)

    /// What mends it where backends have certificates of another root, or ones that were not seen.
    static let namingRoot = "give --backend-root with the file of their root"

    /// Finds out, by asking the backends for their certificates where nothing else decides.
    init(of node: Node) throws(NodeEncryptionError) {
        let layout = node.layout
        if let path = node.backendRoots {
            try Self.check(path, layout)
            try Self.requireVerified(layout, by: path)
            self = .given(path)
            return
        }
        let settings = try layout.settings()
        let isSet = ["ssl_ca_cert", "ssl_ca_cert_dir"].contains { !(settings.value(of: $0) ?? "").isEmpty }
        let places = try layout.backends().filter { !$0.isSocket }
        if isSet || places.isEmpty {
            self = .asTheyAre
            return
        }
        let content = try FileState.read(layout.certificate("server/root.crt")).content
        guard let root = content.flatMap({ try? Certificate(pem: $0.publicBytes.span) }) else {
            self = .unknown("the node had no root before")
            return
        }
        let roots = CertificateFile(layout.certificate("server/root.crt"), [root])
        let deadline = Deadline(in: .seconds(30))
        for place in places {
            if let unknown = Self.unknown(place, roots, by: deadline) {
                self = unknown
                return
            }
        }
        self = .own(root.encoding)
    }

    /// Throws where a backend shows a certificate that a file's roots do not verify: Pgpool-II would refuse it, and
    /// nobody got in.
    private static func requireVerified(
        _ layout: NodeLayout,
        by path: String
    ) throws(NodeEncryptionError) {
        let roots = CertificateFile(reading: path)
        let deadline = Deadline(in: .seconds(30))
        for place in try layout.backends() where !place.isSocket && !deadline.isOver {
            switch BackendLook(place, roots, by: deadline) {
            case .ofOtherRoot:
                throw .invalidOption(
                    "--backend-root: \(printable(path)) does not verify the certificate of \(printable(place.name)), "
                        + "so that nobody would get in; give the file of its root"
                )
            case .refused(let reason):
                throw .invalidOption(
                    "--backend-root: \(printable(place.name)) \(printable(reason)), so that nobody would get in; give "
                        + "that server another certificate first"
                )
            case .verified, .withoutTLS, .unseen: continue
            }
        }
    }

    /// Why a backend's certificate is not known to be one of the roots; `nil` if it is.
    private static func unknown(
        _ place: NodeLayout.BackendPlace,
        _ roots: CertificateFile,
        by deadline: Deadline
    ) -> BackendRoots? {
        switch BackendLook(place, roots, by: deadline) {
        case .verified: return nil
        case .ofOtherRoot: return .ofOtherRoot(place)
        case .withoutTLS:
            return .unknown(
                "\(place.name) does not offer TLS, so connections to it are not encrypted",
                cure: "turn TLS on there, and run install here again"
            )
        case .refused(let reason):
            return .unknown(
                "\(place.name) \(reason)",
                cure: "give that server another certificate, and run install here again"
            )
        case .unseen(let reason): return .unknown(reason)
        }
    }

    /// A file that Pgpool-II could not read would take its own TLS away with it: it says so in its log and goes on
    /// without.
    private static func check(_ path: String, _ layout: NodeLayout) throws(NodeEncryptionError) {
        let real = try ChangeList.realPath(path)
        guard case .file(let content, let attributes) = try FileState.read(real) else {
            throw .invalidOption("--backend-root: \(printable(path)) is no file")
        }
        do throws(PKIXError) {
            _ = try Certificate(pem: content.publicBytes.span)
        } catch {
            throw .invalidOption("--backend-root: \(printable(path)) has no valid certificate: \(error)")
        }
        guard let owner = layout.owner, let own = attributes.owner else { return }
        let isReadable =
            own.userID == owner.userID && attributes.mode & 0o400 != 0
            || own.groupID == owner.groupID && attributes.mode & 0o040 != 0 || attributes.mode & 0o004 != 0
        if !isReadable {
            throw .invalidOption(
                "--backend-root: \(printable(path)) cannot be read by the user \(owner.userID), who runs Pgpool-II"
            )
        }
    }

    /// The value of `ssl_ca_cert`, if it is to be set, once certificates are planned.
    func setting(_ layout: NodeLayout, _ list: ChangeList) throws(NodeEncryptionError) -> String? {
        switch self {
        case .asTheyAre, .ofOtherRoot, .unknown: return nil
        case .given(let path): return path
        case .own(let encoding):
            let path = layout.certificate("server/root.crt")
            let planned = try list.state(of: path).content.flatMap {
                try? Certificate(pem: $0.publicBytes.span)
            }
            return planned?.encoding == encoding ? path : nil
        }
    }

    /// What the operator should know.
    func note(_ setting: String?) -> String? {
        switch self {
        case .asTheyAre: return nil
        case .ofOtherRoot(let place):
            return
                "Pgpool-II verifies none of its backends: the certificate of \(printable(place.name)) is not of this "
                + "node's root; \(Self.namingRoot)"
        case .unknown(let reason, let cure):
            return "Pgpool-II verifies none of its backends: \(printable(reason)); \(cure)"
        case .given, .own:
            guard let setting else {
                return "Pgpool-II verifies none of its backends: the root is a new one; \(Self.namingRoot)"
            }
            return
                "Pgpool-II verifies backends that answer by TLS against \(printable(setting)), and refuses clients "
                + "that show a certificate of another authority"
        }
    }

    /// What the operator should know where a plan replaces the root that Pgpool-II verifies its backends against.
    static func notes(_ layout: NodeLayout, _ list: ChangeList) throws(NodeEncryptionError) -> [String] {
        let own = layout.certificate("server/root.crt")
        guard layout.role == .pgpool, let roots = try? layout.backendRoots, isSamePath(roots, own),
            let change = list.changes.first(where: { isSamePath($0.path, own) }),
            let before = change.before.content, before != change.after.content
        else { return [] }
        return [
            "\(printable(own)) is another root now: Pgpool-II refuses its backends from its next start on until their "
                + "certificates are of it"
        ]
    }
}
