internal import PostgresConfiguration
internal import ServerProbe

/// What a backend shows of TLS to Pgpool-II, which verifies its certificate, where it has roots, and no name.
enum BackendLook {
    /// A certificate of one of the roots.
    case verified
    /// A certificate of another root.
    case ofOtherRoot
    /// No TLS.
    case withoutTLS
    /// It was not seen; why.
    case unseen(String)

    /// Looks at one.
    init(_ place: NodeLayout.BackendPlace, _ roots: CertificateFile, by deadline: Deadline) {
        guard let port = Int(place.port), (1...65_535).contains(port) else {
            self = .unseen("\(place.name) is no place to ask")
            return
        }
        do throws(ServerProbeError) {
            let limit = Deadline(in: min(.seconds(5), deadline.left))
            let look = try ServerLook.at(host: place.host, port: port, triesOlder: false, by: limit)
            if look.chains.isEmpty {
                self = .unseen("\(place.name) shows no certificate")
                return
            }
            guard roots.isWhole else {
                self = .unseen("\(roots.path) cannot be read here")
                return
            }
            let ways = look.chains.map { chain in
                ClientPaths(CertificateFile(place.name, der: chain), to: roots, at: ClientFault.now)
            }
            if !ways.allSatisfy({ $0?.leadToRoot ?? false }) {
                self = .ofOtherRoot
            } else if ways.allSatisfy({ $0?.isKnown ?? false }) {
                self = .verified
            } else {
                self = .unseen("\(place.name) has a certificate with a signature that is not verified here")
            }
        } catch {
            if case .encryptionOff = error { self = .withoutTLS } else { self = .unseen(error.description) }
        }
    }
}
