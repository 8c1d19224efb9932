internal import NodePlatform
internal import PKIX
internal import SecretMemory

/// What became of the look at a server's certificate.
enum ServingVerdict: Equatable, Sendable {
    /// It serves the certificate in its file; where that was seen.
    case served(String)
    /// It could not be seen whether it does; why.
    case unseen(String)
    /// It does not; what it does instead.
    case refused(String)

    /// Whether it was seen that it serves it.
    var isServed: Bool { if case .served = self { true } else { false } }
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
        do throws(NodeEncryptionError) {
            var random = OperatingSystemRandom()
            answer = try ServedCertificate.ask(host: host, port: port, using: &random)
        } catch {
            return .unseen("TLS was not tried: \(error.description)")
        }
        switch answer {
        case .certificates(let served):
            let own = try FileState.read(file).content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
            if let own, own.encoding == served.first { return .served(place) }
            return .refused("\(file) is not the certificate that it serves \(place)" + log)
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
        let root = ClientRoots(of: layout, at: ClientFault.now).inForce.path
        guard let address = try PsqlVerdict.address(of: host, port: port) else { return .unseen(reason) }
        let verdict: PsqlVerdict
        do throws(NodeEncryptionError) {
            verdict = try PsqlVerdict.ask(by: connection, address: address, port: port, root: root, name: nil)
        } catch .commandFailed(_, _, let said) {
            verdict = .unknown(said)
        }
        switch verdict {
        case .verified:
            return .unseen(
                "\(reason), so \(file) was not compared with what it serves; psql verified it by \(root)"
            )
        // By the root of the set no client verifies a certificate of another authority.
        case .refused where ClientFault.find(in: layout, at: ClientFault.now)?.mayBeWanted == true:
            return .unseen("\(reason), so \(file) was not compared with what it serves")
        case .refused(let said), .encryptionOff(let said):
            return .refused("\(reason), and psql does not verify it by \(root): \(said)")
        case .unknown(let said):
            let text =
                "\(reason), so the certificate was not seen, and psql could not verify it either: \(said)"
            return isAlarming ? .refused(text) : .unseen(text)
        }
    }
}
