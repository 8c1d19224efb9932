internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import ServerProbe
internal import TextEncodings

/// What became of the look at a server's certificate.
enum ServingVerdict: Equatable, Sendable {
    /// It serves the certificate in its file; where that was seen, and why no whole handshake was, if none was.
    case served(String, unproved: String? = nil)
    /// It could not be seen whether it does; why, and whether a client verified what it serves all the same.
    case unseen(String, isVerified: Bool = false)
    /// It does not; what it does instead.
    case refused(String)

    /// Whether it was seen that it serves it.
    var isServed: Bool { if case .served = self { true } else { false } }

    /// What was seen; throws where it does not serve it.
    func findings() throws(NodeEncryptionError) -> ServerFindings {
        switch self {
        case .served(let place, let unproved):
            return ServerFindings(proofs: [Self.proof(at: place, unproved: unproved)])
        case .unseen(let note, _): return ServerFindings(notes: [printable(note)])
        case .refused(let reason): throw .refusedByServer(reason: reason)
        }
    }

    /// What proves that a server serves it: ours is a beginning of a handshake alone, after which a server may still
    /// refuse every client, so that without psql's no more is said than what was seen.
    static func proof(at place: String, unproved: String?) -> String {
        guard let unproved else { return "it was served \(place)" }
        return printable("its certificate was seen \(place); no whole handshake was made: \(unproved)")
    }
}

/// A look at what a server serves, as a client has it.
struct ServingLook: Sendable {
    /// The node whose root verifies it.
    let layout: NodeLayout
    /// psql with a connection string.
    let connection: @Sendable (String) -> PlannedCommand

    /// Looks whether a server serves the certificate in a file.
    ///
    /// - Parameter log: where more is to be found out, as the end of a message.
    func verdict(
        _ host: String,
        _ port: Int,
        _ file: String,
        log: String
    ) throws(NodeEncryptionError) -> ServingVerdict {
        let place = "at \(host), port \(port)"
        let answer: ServedCertificate.Answer
        do throws(ServerProbeError) {
            var random = OperatingSystemRandom()
            answer = try ServedCertificate.ask(host: host, port: port, using: &random)
        } catch {
            return .unseen("TLS was not tried: \(error.description)")
        }
        switch answer {
        case .certificates(let served):
            let own = try FileState.read(file).content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
            guard let own, own.encoding == served.first else {
                return .refused("\(file) is not the certificate that it serves \(place)" + log)
            }
            return try handshake(host, port, file, place, log: log)
        case .encryptionOff: return .refused("it offers no TLS \(place), so it cannot use \(file)" + log)
        case .newerVersionOnly:
            return try judgement(host, port, file, "it takes only TLS 1.3 \(place)", isAlarming: false)
        case .alert(let code):
            return try judgement(
                host,
                port,
                file,
                "it ends TLS with alert \(code) \(place)",
                isAlarming: true
            )
        case .notUnderstood:
            return try judgement(host, port, file, "its answer \(place) is not valid TLS", isAlarming: true)
        }
    }

    /// Lets psql go through the whole handshake where the certificate was shown.
    private func handshake(
        _ host: String,
        _ port: Int,
        _ file: String,
        _ place: String,
        log: String
    ) throws(NodeEncryptionError) -> ServingVerdict {
        switch try psqlVerdict(host, port) {
        case .verified: return .served(place)
        case .noHandshake(let said), .encryptionOff(let said):
            return .refused("no client gets through the handshake \(place): \(said)" + log)
        case .refused(let said):
            let reason = "psql does not verify it by \(root): \(said)"
            // What clients refuse for the files is told, and judged, by the files; and the set's root has nothing to
            // do with another certificate than the set's.
            let isOwn = isSamePath(
                try ChangeList.realPath(file),
                try ChangeList.realPath(layout.certificate("server/server.crt"))
            )
            guard isOwn, ClientFault.find(in: layout, at: ClientFault.now) == nil else {
                return .served(place, unproved: reason)
            }
            return .refused("\(file) was seen \(place), and \(reason)" + log)
        case .unknown(let said): return .served(place, unproved: said)
        case nil: return .served(place, unproved: "psql was not asked")
        }
    }

    /// The file of the roots that psql verifies by.
    private var root: String { ClientRoots(of: layout, at: ClientFault.now).inForce.path }

    /// What psql finds; `nil` where it cannot be told where to look.
    private func psqlVerdict(_ host: String, _ port: Int) throws(NodeEncryptionError) -> PsqlVerdict? {
        guard let address = try PsqlVerdict.address(of: host, port: port) else { return nil }
        do throws(NodeEncryptionError) {
            return try PsqlVerdict.ask(by: connection, address: address, port: port, root: root, name: nil)
        } catch {
            switch error {
            case .commandFailed(_, _, let said): return .unknown(said)
            case .timeOver, .tooMuchOutput: return .unknown(error.description)
            default: throw error
            }
        }
    }

    /// Lets psql judge where the certificate was not shown.
    ///
    /// - Parameters:
    ///   - reason: why it was not shown.
    ///   - isAlarming: whether that alone is wrong, unless psql finds otherwise.
    private func judgement(
        _ host: String,
        _ port: Int,
        _ file: String,
        _ reason: String,
        isAlarming: Bool
    ) throws(NodeEncryptionError) -> ServingVerdict {
        switch try psqlVerdict(host, port) {
        case nil: return .unseen(reason)
        case .verified:
            return .unseen(
                "\(reason), so \(file) was not compared with what it serves; psql verified it by \(root)",
                isVerified: true
            )
        // By the root of the set no client verifies a certificate of another authority.
        case .refused where ClientFault.find(in: layout, at: ClientFault.now)?.mayBeWanted == true:
            return .unseen("\(reason), so \(file) was not compared with what it serves")
        case .noHandshake(let said):
            return .refused("\(reason), and psql gets through no handshake either: \(said)")
        case .refused(let said), .encryptionOff(let said):
            return .refused("\(reason), and psql does not verify it by \(root): \(said)")
        case .unknown(let said):
            let text =
                "\(reason), so the certificate was not seen, and psql could not verify it either: \(said)"
            return isAlarming ? .refused(text) : .unseen(text)
        }
    }
}
