package import SCRAMAuthentication
package import TLSHandshake
internal import TextEncodings

/// Why a login ended, as far as a client can tell.
package enum LoginFault: Error, Equatable, Sendable {
    /// The connection, the handshake or the messages ended at that step.
    case broken(LoginStep, ServerProbeError)
    /// The server's certificate is not one that the client verifies; why.
    case notVerified(String)
    /// TLS 1.3 told after the handshake that the client certificate is wrong, or missing.
    case clientCertificate(TLSAlert)
    /// No rule is for this client, or the one that is refuses it.
    case refusedByRules(ErrorResponse)
    /// The server asks for a password, and none is given.
    case passwordMissing
    /// No client can send the password.
    case passwordUnusable(SCRAMError)
    /// The server asks for what a client does not give, such as GSSAPI, or the password where it could be read.
    case questionNotAnswered(AuthenticationRequest)
    /// The server let the user in without asking for the password that he has.
    case passwordNotAsked(hasClientCertificate: Bool)
    /// The password is not the role's, or the role has none that is valid.
    case wrongPassword(ErrorResponse)
    /// The client certificate is not the user's, as the rule has it.
    case certificateOfAnother(SentCertificate, ErrorResponse)
    /// That, or the password is wrong: the server's words are the same.
    case passwordOrCertificate(SentCertificate, ErrorResponse)
    /// The server wants more, or fewer, iterations than a client makes.
    case iterations(Int)
    /// The certificate's signature has no digest that a login could be bound to, and the server offers to.
    case bindingImpossible
    /// The server sees another certificate than the client, or did not offer the binding that the client missed.
    case bindingBroken(ErrorResponse)
    /// The server's messages of SCRAM are wrong.
    case exchange(SCRAMError)
    /// The server does not know the password's secret, as its wrong signature says.
    case serverSignature
    /// The server says that the user is in before it has proved that it knows the password's secret.
    case serverProofMissing
    /// The role may not log in, or is not there.
    case role(ErrorResponse)
    /// There is no such database.
    case databaseMissing(ErrorResponse)
    /// The role may not connect to the database.
    case databaseClosed(ErrorResponse)
    /// Pgpool-II has no entry for the user in `pool_passwd`, or none that it can use.
    case poolEntryMissing(ErrorResponse)
    /// There are too many connections, to the server, the database or of the role.
    case tooManyConnections(LoginStep, ErrorResponse)
    /// The server is starting, ends, or recovers.
    case notReady(LoginStep, ErrorResponse)
    /// Another error of the server's at that step.
    case other(LoginStep, ErrorResponse)

    /// Sorts an error by its SQLSTATE and by when it comes.
    ///
    /// - Parameters:
    ///   - method: how the user proves who he is, once that has begun.
    ///   - sent: the client certificate that the server has.
    ///   - isPasswordRight: whether the server has said that it is, as it does with SCRAM before it looks at the
    ///     certificate's name (`clientcert=verify-full`).
    init(
        _ error: ErrorResponse,
        at step: LoginStep,
        _ method: LoginMethod?,
        sent: SentCertificate? = nil,
        isPasswordRight: Bool = false
    ) {
        let isBySCRAM = if case .scram = method { true } else { false }
        switch (error.sqlState ?? "", step, sent) {
        case ("57P03", _, _): self = .notReady(step, error)
        case ("53300", _, _): self = .tooManyConnections(step, error)
        case ("28P01", _, let sent?) where isPasswordRight: self = .certificateOfAnother(sent, error)
        case ("28P01", _, nil) where isPasswordRight: self = .other(step, error)
        case ("28000", .question, let sent?) where error.isOfProof: self = .certificateOfAnother(sent, error)
        case ("28P01", .proof, let sent?) where !isBySCRAM && !sent.isOfUser,
            ("28000", .proof, let sent?) where !isBySCRAM && !sent.isOfUser:
            self = .passwordOrCertificate(sent, error)
        case ("28P01", _, _): self = .wrongPassword(error)
        case ("3D000", _, _): self = .databaseMissing(error)
        case ("42501", .session, _): self = .databaseClosed(error)
        case ("28000", .session, _): self = .role(error)
        // PostgreSQL refuses a proof by 28P01, a binding by this one, and so a password that LDAP or PAM refuses.
        // Through a pooler, it may also be the rules of the server behind it.
        case ("28000", .proof, _) where !isBySCRAM: self = .wrongPassword(error)
        case ("28000", .proof, _): self = error.isOfSCRAM ? .bindingBroken(error) : .refusedByRules(error)
        case _ where error.isRefusalByRules: self = .refusedByRules(error)
        case _ where error.saysPasswordIsWrong: self = .wrongPassword(error)
        case _ where error.saysPoolEntryIsMissing: self = .poolEntryMissing(error)
        case _ where error.saysDatabaseIsMissing: self = .databaseMissing(error)
        default: self = .other(step, error)
        }
    }

    /// The step that failed.
    package var step: LoginStep {
        switch self {
        case .broken(let step, _), .other(let step, _), .tooManyConnections(let step, _),
            .notReady(let step, _):
            step
        case .notVerified: .verification
        case .clientCertificate, .refusedByRules, .passwordNotAsked, .questionNotAnswered: .question
        case .certificateOfAnother(_, let error) where error.sqlState == "28000": .question
        case .passwordMissing, .passwordUnusable, .wrongPassword, .certificateOfAnother,
            .passwordOrCertificate, .poolEntryMissing, .iterations, .bindingImpossible, .bindingBroken,
            .exchange, .serverSignature, .serverProofMissing:
            .proof
        case .role, .databaseMissing, .databaseClosed: .session
        }
    }

    /// Where to look for what is wrong, by the words for it.
    package enum Side: String, Sendable {
        /// On the way to the server, or at the server's address.
        case network = "the way to the server, and what listens there"
        /// In the server's state or its settings of TLS.
        case server = "the server, and its log"
        /// In the rules for clients.
        case rules = "the rules for clients"
        /// In the database: roles and what they may.
        case database = "the role and the database"
        /// At the client: the password or certificate that it has.
        case client = "the password or certificate that was given"
        /// At whoever answers, who may be somebody else than the server.
        case stranger = "who answers there, or stands in between"
    }

    /// Where to look for what is wrong.
    package var side: Side {
        switch self {
        case .broken(_, .notReached), .broken(_, .otherProtocol): .network
        case .broken(_, .handshake(_, let error)): error.side
        case .broken(_, .encryptionOff), .broken(_, .messages), .notReady, .tooManyConnections, .other,
            .exchange,
            .iterations, .bindingImpossible, .poolEntryMissing:
            .server
        case .notVerified, .bindingBroken, .serverSignature, .serverProofMissing: .stranger
        case .refusedByRules, .questionNotAnswered, .passwordNotAsked: .rules
        case .clientCertificate, .passwordMissing, .passwordUnusable, .wrongPassword, .certificateOfAnother,
            .passwordOrCertificate:
            .client
        case .role, .databaseMissing, .databaseClosed: .database
        }
    }
}

extension TLSError {
    /// Where to look for what is wrong with a handshake.
    fileprivate var side: LoginFault.Side {
        switch self {
        case .transport, .endedEarly, .notTLS: .network
        case .undecipherable, .downgraded, .wrongSignature, .wrongFinished, .refused: .stranger
        case .alert(let alert) where alert.isOfClientCertificate: .client
        case .noCommonScheme, .noClientSignature: .client
        default: .server
        }
    }
}

extension LoginFault: CustomStringConvertible {
    /// One line for the operator: what was seen, and what it means.
    package var description: String {
        switch self {
        case .broken(_, let error): error.description
        case .notVerified(let reason): "the server's certificate is not verified: \(printable(reason))"
        case .clientCertificate(let alert): "the server \(alert.meaning) (\(alert.name))"
        case .refusedByRules(let error): "the rules do not let this client in: \(error)"
        case .passwordMissing: "the server asks for a password, and none was given"
        case .passwordUnusable(let error): "no client can log in by this password: \(error)"
        case .questionNotAnswered(let request): "the server asks for \(request), which is not given here"
        case .passwordNotAsked(let hasClientCertificate):
            "the server let the user in without asking for his password, as by a rule with trust"
                + (hasClientCertificate ? " or, for his client certificate, with cert" : "")
                + ", and has not proved that it knows it"
        case .wrongPassword(let error):
            "the password is not the role's, or the role is not there, has none, or none that is valid: \(error)"
        case .certificateOfAnother(let sent, let error):
            "the client certificate \(printable("\(sent)")): \(error)"
        case .passwordOrCertificate(let sent, let error):
            "the password is not the role's, or the certificate is not: it \(printable("\(sent)")): \(error)"
        case .iterations(let count):
            "the server asks for \(count) iterations of the password's secret, where clients make 4096 to "
                + "\(SCRAMSecret.greatestAcceptedIterationCount)"
        case .bindingImpossible:
            "the signature of the server's certificate has no digest that the login could be bound to"
        case .bindingBroken(let error):
            "the server does not see the certificate that this client sees, or had its offer of channel binding taken "
                + "away; somebody may stand in between: \(error)"
        case .exchange(let error): "the server's part of SCRAM is wrong: \(error)"
        case .serverSignature:
            "whoever answers does not know the password's secret, and is not the server that it was set at"
        case .serverProofMissing:
            "whoever answers says that the user is in, and has not proved that it knows the password's secret"
        case .role(let error): "the role may not log in: \(error)"
        case .databaseMissing(let error): "there is no such database: \(error)"
        case .databaseClosed(let error): "the role may not connect to the database: \(error)"
        case .poolEntryMissing(let error):
            "Pgpool-II has no password of the user to log in to its backends: \(error)"
        case .tooManyConnections(_, let error): "there are too many connections: \(error)"
        case .notReady(_, let error): "the server takes no connections now: \(error)"
        case .other(_, let error): "the server refuses: \(error)"
        }
    }
}
