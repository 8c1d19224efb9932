/// The steps of a login, in their order.
package enum LoginStep: Int, Comparable, CaseIterable, Sendable {
    /// A connection of TCP.
    case connection
    /// The server's answer that it speaks TLS.
    case encryption
    /// The handshake of TLS.
    case handshake
    /// Whether the certificate is the server's.
    case verification
    /// What the server asks for by its rules.
    case question
    /// What the client and the server prove to each other.
    case proof
    /// The role's session in the database.
    case session

    /// The earlier one is less.
    package static func < (left: LoginStep, right: LoginStep) -> Bool { left.rawValue < right.rawValue }
}

/// By what a user got in.
package enum LoginMethod: Equatable, Sendable {
    /// A password by SCRAM, with or without a binding to the server's certificate.
    case scram(isBound: Bool)
    /// A password by its MD5 digest.
    case md5
    /// A password as it is.
    case cleartext
    /// Nothing that the server asked for inside of TLS: a client certificate, or nothing at all.
    case unasked(hasClientCertificate: Bool)
}

extension LoginMethod: CustomStringConvertible {
    /// As the end of "logged in".
    package var description: String {
        switch self {
        case .scram(isBound: true): "by SCRAM-SHA-256-PLUS"
        case .scram(isBound: false): "by SCRAM-SHA-256"
        case .md5: "by md5"
        case .cleartext: "by the password as it is"
        case .unasked(hasClientCertificate: true): "with the client certificate, asked for no password,"
        case .unasked(hasClientCertificate: false): "without a password"
        }
    }
}
