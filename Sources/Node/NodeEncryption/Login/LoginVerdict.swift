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
        case .cleartext: weakness(.cleartextPassword)
        case .md5: weakness(.md5Password(salt: []))
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

    private func weakness(_ request: AuthenticationRequest) -> (code: NodeStatus.Code, text: String)? {
        request.weakness.map { (.loginWeakProof, "asks for \(request) \(place): \($0)") }
    }

    /// The beginning of what is said of a user who was not let in.
    static func refusal(of user: String, to database: String) -> String {
        "\(printable(user)) was not let in to \(printable(database))"
    }

    /// What it proves at the end of an install.
    ///
    /// - Throws: ``NodeEncryptionError/refusedByServer(reason:)`` where the server does not prove that it knows the
    ///   password, or somebody stands in between. What stands in rules, roles and databases takes no change of files
    ///   back, since there are other hosts and users; what TLS itself has to say was seen before.
    func findings() throws(NodeEncryptionError) -> ServerFindings {
        var findings = ServerFindings()
        switch account.fault {
        case nil:
            findings.proofs = [sentence]
            findings.login = .made
            if let note, note.code != .loginUnbound {
                findings.notes = ["the server \(note.text)"]
            }
        case .bindingBroken, .exchange, .serverSignature, .serverProofMissing:
            throw .refusedByServer(reason: sentence)
        default: findings.login = .failed(sentence)
        }
        return findings
    }
}
