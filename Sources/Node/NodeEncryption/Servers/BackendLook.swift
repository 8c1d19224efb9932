internal import PostgresConfiguration
internal import ServerProbe

/// What a backend shows of TLS to Pgpool-II, which verifies its certificate, where it has roots, and no name.
enum BackendLook {
    /// A certificate of one of the roots.
    case verified
    /// A certificate of another root.
    case ofOtherRoot
    /// A certificate of one of the roots that is not valid all the same; why, as a predicate of the backend.
    case refused(String)
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
            for chain in look.chains {
                if let fault = Self(of: CertificateFile(place.name, der: chain), roots) {
                    self = fault
                    return
                }
            }
            self = .verified
        } catch {
            if case .encryptionOff = error { self = .withoutTLS } else { self = .unseen(error.description) }
        }
    }

    /// What keeps Pgpool-II, which verifies by OpenSSL, from a backend that shows a chain; `nil` where nothing does.
    private init?(of chain: CertificateFile, _ roots: CertificateFile) {
        guard chain.unread.isEmpty, let search = ClientPaths(chain, to: roots, at: ClientFault.now) else {
            self = .unseen("\(chain.path) shows a certificate that cannot be read here")
            return
        }
        guard search.leadToRoot else {
            self = .ofOtherRoot
            return
        }
        let faults = ClientView.faults(search, for: .server, of: [.libpq], at: ClientFault.now)
        if let fault = faults.first(where: { $0.clients.contains(.libpq) })?.fault {
            self = .refused("shows a certificate that is refused: \(fault.ofServed)")
        } else if !search.isKnown {
            self = .unseen("\(chain.path) has a certificate with a signature that is not verified here")
        } else {
            return nil
        }
    }
}
