package import SCRAMAuthentication
internal import TextEncodings

/// What a server asks of whoever wants in ("Message Formats" of PostgreSQL's protocol, the messages that begin with
/// `R`), under the name that it has there.
package enum AuthenticationRequest: Equatable, Sendable {
    /// Nothing, or nothing more.
    case ok
    /// Kerberos V5, which no server has any more.
    case kerberosV5
    /// The password as it is.
    case cleartextPassword
    /// Its MD5 digest, with four octets of the server's.
    case md5Password(salt: [UInt8])
    /// A token of GSSAPI, or of SSPI.
    case gss, gssContinue, sspi
    /// One of these mechanisms, as they are named.
    case sasl(mechanisms: [[UInt8]])
    /// The server's next message of the mechanism.
    case saslContinue([UInt8])
    /// Its last one.
    case saslFinal([UInt8])
    /// Something of this number.
    case unknown(UInt32)

    /// Reads what follows the message's length; `nil` where it is not as the number says.
    init?(_ body: [UInt8]) {
        let rest = body.dropFirst(4)
        guard body.count >= 4 else { return nil }
        let number = body.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let plain: AuthenticationRequest
        switch number {
        case 0: plain = .ok
        case 2: plain = .kerberosV5
        case 3: plain = .cleartextPassword
        case 5:
            guard rest.count == 4 else { return nil }
            self = .md5Password(salt: Array(rest))
            return
        case 7: plain = .gss
        case 8:
            self = .gssContinue
            return
        case 9: plain = .sspi
        case 10:
            guard let mechanisms = Self.mechanisms(Array(rest)) else { return nil }
            self = .sasl(mechanisms: mechanisms)
            return
        case 11:
            self = .saslContinue(Array(rest))
            return
        case 12:
            self = .saslFinal(Array(rest))
            return
        default:
            self = .unknown(number)
            return
        }
        guard rest.isEmpty else { return nil }
        self = plain
    }

    /// The mechanisms of SCRAM that it offers and that are known here.
    package var scramMechanisms: [SCRAMMechanism] {
        guard case .sasl(let mechanisms) = self else { return [] }
        return [.sha256, .sha256Plus].filter { mechanisms.contains(Array($0.rawValue.utf8)) }
    }

    /// Whether it offers to bind SCRAM to the server's certificate.
    package var offersChannelBinding: Bool { scramMechanisms.contains(.sha256Plus) }

    /// What it means to be asked for a password in a weaker form than SCRAM's, with what mends it, as a sentence; `nil`
    /// of all else.
    package var weakness: String? {
        switch self {
        case .cleartextPassword:
            "whoever answers in the server's place learns the password from clients that do not verify it; have the "
                + "rule ask for scram-sha-256, unless the password is kept elsewhere (ldap, pam, radius)"
        case .md5Password:
            "the password can be guessed from an answer by md5; have the rule ask for scram-sha-256, and where md5 is "
                + "stored, too, set the password again with password_encryption = 'scram-sha-256'"
        default: nil
        }
    }

    /// Names, each of which a zero byte ends, and a zero byte after the last.
    private static func mechanisms(_ octets: [UInt8]) -> [[UInt8]]? {
        guard octets.last == 0 else { return nil }
        let parts = octets.dropLast().split(separator: 0, omittingEmptySubsequences: false)
        // What is before the last zero byte is names with one each, or none at all.
        guard let last = parts.last, last.isEmpty else { return nil }
        let names = parts.dropLast()
        return names.allSatisfy { !$0.isEmpty } ? names.map(Array.init) : nil
    }
}

extension AuthenticationRequest: CustomStringConvertible {
    /// What it asks for, as an object.
    package var description: String {
        switch self {
        case .ok: "nothing"
        case .kerberosV5: "Kerberos V5"
        case .cleartextPassword: "the password as it is"
        case .md5Password: "the password's MD5 digest"
        case .gss, .gssContinue: "GSSAPI"
        case .sspi: "SSPI"
        case .sasl(let mechanisms):
            mechanisms.prefix(8).map { VisibleText.escaped(String(decoding: $0, as: UTF8.self), limit: 40) }
                .joined(separator: " or ")
        case .saslContinue, .saslFinal: "more of a mechanism"
        case .unknown(let number): "a proof of number \(number)"
        }
    }
}
