internal import SCRAMAuthentication
internal import TextEncodings

extension ServerSurvey {
    /// What a server asks of a user.
    package struct Authentication: Sendable, Equatable {
        /// What, in words, fit for a terminal.
        package let asked: String
        /// Whether the server offers to bind SCRAM to its certificate; `nil` where it asks for no SCRAM.
        package let offersChannelBinding: Bool?
        /// What it means to ask for that, where SCRAM would be better, with what mends it; `nil` where nothing is
        /// wrong.
        package let warning: String?
    }
}

extension ServerSurvey.Authentication {
    /// What an answer means.
    static func finding(_ answer: AuthenticationAnswer) -> Finding<ServerSurvey.Authentication> {
        switch answer {
        case .asked(let request):
            let isSCRAM = !request.scramMechanisms.isEmpty
            return .seen(
                Self(
                    asked: words(request),
                    offersChannelBinding: isSCRAM ? request.offersChannelBinding : nil,
                    warning: request.weakness
                )
            )
        case .admitted(let error):
            let end = error.map { "; it ends the session by \($0)" } ?? ""
            let warning =
                "whoever gives this user's name is let in, as by a rule with trust; have the rule ask for scram-sha-256"
            return .seen(
                Self(asked: "nothing, and lets him in" + end, offersChannelBinding: nil, warning: warning)
            )
        // Of one that starts, goes down or is full nobody knows whom it lets in.
        case .refused(let error) where ["57P03", "53300"].contains(error.sqlState):
            return .failed("the server takes no connections now: \(error)")
        case .refused(let error): return .refused("the server refuses him: \(error)")
        }
    }

    private static func words(_ request: AuthenticationRequest) -> String {
        switch request {
        case .ok: "nothing"
        case .kerberosV5: "Kerberos V5"
        case .cleartextPassword: "the password as it is"
        case .md5Password: "the md5 hash of the password"
        case .gss, .gssContinue: "GSSAPI"
        case .sspi: "SSPI"
        case .sasl(let mechanisms):
            // A server sends no more of them than its message has room for.
            mechanisms.map(printable).joined(separator: " or ")
        case .saslContinue, .saslFinal: "a message of SASL out of its turn"
        case .unknown(let number): "a method that is not known here (\(number))"
        }
    }
}
