internal import TLSHandshake
internal import TextEncodings

/// What came of a question to a server.
package enum Finding<Value: Sendable>: Sendable {
    /// Its answer.
    case seen(Value)
    /// It says no, and how: a sentence's predicate, fit for a terminal as all reasons are.
    case refused(String)
    /// Its answer is wrong, so that no client takes it; why.
    case failed(String)
    /// Nobody knows; why.
    case unseen(String)

    /// The answer, where there is one.
    package var value: Value? { if case .seen(let value) = self { value } else { nil } }

    /// Why there is none.
    package var reason: String? {
        switch self {
        case .seen: nil
        case .refused(let reason), .failed(let reason), .unseen(let reason): reason
        }
    }

    package var isRefusal: Bool { if case .refused = self { true } else { false } }

    /// The same question with another form of the answer.
    package func map<Other: Sendable>(_ transform: (Value) -> Other) -> Finding<Other> {
        switch self {
        case .seen(let value): .seen(transform(value))
        case .refused(let reason): .refused(reason)
        case .failed(let reason): .failed(reason)
        case .unseen(let reason): .unseen(reason)
        }
    }

    /// What an error means for the question that it ended.
    init(_ error: ServerProbeError) {
        switch error {
        case .notReached(_, let reason): self = .unseen(printable(reason))
        case .encryptionOff: self = .refused("the server offers no TLS")
        case .handshake(_, .transport(let reason)): self = .unseen(printable(reason.description))
        case .handshake(_, .alert(let alert)): self = .refused("the server ended the connection by \(alert)")
        case .handshake(_, .endedEarly):
            self = .refused("the server ended the connection without a word of TLS")
        // Our reader is stricter than those of clients.
        case .handshake(_, .unusableCertificate(let fault)):
            self = .unseen(printable("the server's certificate cannot be used here: \(fault)"))
        case .handshake(_, let fault): self = .failed(printable(fault.description))
        default: self = .failed(error.description)
        }
    }
}

extension Finding<HelloAnswer> {
    /// What the answer to a hello means.
    func choice(of offer: HelloOffer) -> Finding<HelloChoice> {
        switch self {
        case .seen(.chosen(let version, _, _)) where !offer.versions.contains(version):
            .refused("the server chooses an older version of TLS (0x0\(String(version, radix: 16)))")
        case .seen(.chosen(let version, let suite, let certificates)):
            .seen(HelloChoice(version: version, suite: suite, certificates: certificates))
        case .seen(.alert(let code)): .refused("the server ended the connection by \(TLSAlert(code: code))")
        case .seen(.ended): .refused("the server ended the connection without a word of TLS")
        case .seen(.notUnderstood): .failed("the server's answer is not valid TLS")
        case .refused(let reason): .refused(reason)
        case .failed(let reason): .failed(reason)
        case .unseen(let reason): .unseen(reason)
        }
    }
}
