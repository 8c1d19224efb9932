internal import ServerProbe
internal import TLSHandshake
internal import TextEncodings

/// What became of the look at a server's certificate.
enum ServingVerdict: Equatable, Sendable {
    /// It serves the certificate in its file; where that was seen, and why no whole handshake was, if none was.
    case served(String, unproved: String? = nil)
    /// It could not be seen whether it does; why.
    case unseen(String)
    /// It does not, or clients do not verify what it serves; what it does instead.
    case refused(String)

    /// Whether it was seen that it serves it.
    var isServed: Bool { if case .served = self { true } else { false } }

    /// What was seen; throws where it does not serve it.
    func findings() throws(NodeEncryptionError) -> ServerFindings {
        switch self {
        case .served(let place, let unproved):
            return ServerFindings(proofs: [Self.proof(at: place, unproved: unproved)])
        case .unseen(let note): return ServerFindings(notes: [printable(note)])
        case .refused(let reason): throw .refusedByServer(reason: reason)
        }
    }

    /// The same of a certificate that is not the set's: that a server does not serve it counts only where it did so
    /// before a change.
    func findings(since standing: ServerStanding?) throws(NodeEncryptionError) -> ServerFindings {
        if case .refused = self, standing?.serving?.isServed != true { return ServerFindings() }
        return try findings()
    }

    /// What proves that a server serves it: of the beginning of a handshake, no more is said than what was seen.
    static func proof(at place: String, unproved: String?) -> String {
        guard let unproved else { return "it was served \(place)" }
        return printable("its certificate was seen \(place); no whole handshake was made: \(unproved)")
    }
}

/// A look at what a server serves, as a client has it.
struct ServingLook: Sendable {
    /// The node, by whose root clients verify it.
    let layout: NodeLayout
    /// Whether one that takes connections and answers none in time, as where it is stopped, or all of its processes are
    /// busy, is an error.
    var wantsAnswer = false
    /// The file of the authorities of which it is to ask clients for certificates; `nil` for any.
    var authorities: String?

    /// Looks whether a server serves the certificate in a file, and whether clients verify what it serves as they do
    /// what is in its files.
    ///
    /// - Parameter log: where more is to be found out, as the end of a message.
    /// - Throws: ``NodeEncryptionError/probe(_:)`` of a server that ``wantsAnswer`` is for.
    func verdict(
        _ host: String,
        _ port: Int,
        _ file: String,
        log: String
    ) throws(NodeEncryptionError) -> ServingVerdict {
        let place = "at \(host), port \(port)"
        let look: ServerLook
        do throws(ServerProbeError) {
            look = try layout.look(at: host, port, serving: file)
        } catch {
            switch error {
            case .notReached:
                if wantsAnswer, error.isLate, takesConnections(host, port) { throw .probe(error) }
                return .unseen("TLS was not tried: \(error.description)")
            case .encryptionOff: return .refused("it offers no TLS \(place), so it cannot use \(file)" + log)
            case .otherProtocol, .messages: return .refused("its answer \(place) is not valid TLS" + log)
            case .handshake(_, let reason):
                return .refused("no client gets through the handshake \(place): \(reason)" + log)
            }
        }
        let own = CertificateFile(reading: file)
        guard !look.chains.isEmpty else {
            return .unseen("\(file) was not compared with what it serves \(place): \(look.unproved ?? "")")
        }
        switch look.comparison(with: own) {
        case .same: break
        case .other: return .refused("\(file) is not the certificate that it serves \(place)" + log)
        case .cut: return .refused("it serves \(file) \(place) without all that is in it" + log)
        }
        let view = layout.view(ofServing: file)
        let faults = look.chains.flatMap { view?.findings(ofServed: $0) ?? [] }
        if let fault = faults.first(where: { $0.level == .broken })?.fault {
            return .refused("clients do not verify what it serves \(place): \(fault.ofServed)" + log)
        }
        if let authorities, look.asksForOthers(than: CertificateFile(reading: authorities)) {
            return .refused("\(authorities) has other authorities than the server asks clients for")
        }
        return .served(place, unproved: look.unproved)
    }

    /// Whether anybody is there at all: a packet filter keeps those out who are not.
    private func takesConnections(_ host: String, _ port: Int) -> Bool {
        do throws(ServerProbeError) {
            _ = try TCPConnection(host: host, port: port, by: Deadline(in: .seconds(2)))
            return true
        } catch {
            return false
        }
    }
}
