internal import ServerProbe
internal import TLSHandshake
internal import TextEncodings

/// What became of a login at a node's server, in an operator's words.
struct LoginVerdict: Sendable {
    let user: String
    let database: String
    /// Where it was tried, as "at HOST, port PORT"; printable already.
    let place: String
    let account: LoginAccount

    /// The login and by what it went well, or why it did not, without what is to be looked at.
    var sentence: String {
        guard let fault = account.fault else {
            let how = account.method.map { " \($0)" } ?? ""
            let version = account.peer.map { " over \($0.version)" } ?? ""
            return "logged in as \(printable(user)) to \(printable(database))\(how)\(version) \(place)"
        }
        // What broke says itself where.
        let isPlaced = if case .broken = fault { true } else { false }
        return Self.refusal(of: user, to: database) + (isPlaced ? ": " : " \(place): ") + fault.description
    }

    /// What is as it should not be in a login that went well, with its code; `nil` where nothing is.
    var note: (code: NodeStatus.Code, text: String)? {
        switch account.method {
        case .scram(isBound: false):
            (
                .loginUnbound,
                "offers no channel binding \(place), as poolers do not, so that the login was not bound to TLS"
            )
        case .unasked(hasClientCertificate: false):
            (.loginUnasked, "asks \(printable(user)) for nothing \(place)")
        default: nil
        }
    }

    /// The beginning of what is said of a user who was not let in.
    static func refusal(of user: String, to database: String) -> String {
        "\(printable(user)) was not let in to \(printable(database))"
    }

    /// What it proves after a change, for the check at its end.
    ///
    /// - Throws: ``NodeEncryptionError/refusedByServer(reason:)`` where TLS or the server's own proof fails, which is
    ///   what a change is about. What stands in rules, roles and databases is a note: there are other hosts and users.
    func findings() throws(NodeEncryptionError) -> ServerFindings {
        guard let fault = account.fault else {
            return ServerFindings(notes: note.map { ["the server \($0.text)"] } ?? [], proofs: [sentence])
        }
        if fault.isOfServersTLS { throw .refusedByServer(reason: sentence) }
        return ServerFindings(notes: [sentence])
    }
}

extension LoginFault {
    /// Whether every client meets it that verifies the server, whoever logs in.
    fileprivate var isOfServersTLS: Bool {
        switch self {
        case .broken(_, .handshake(_, .alert(let alert))): !alert.isOfClientCertificate
        case .broken(_, .handshake), .broken(_, .encryptionOff), .broken(_, .messages), .notVerified,
            .bindingImpossible, .bindingBroken, .exchange, .serverSignature, .serverProofMissing:
            true
        default: false
        }
    }
}
