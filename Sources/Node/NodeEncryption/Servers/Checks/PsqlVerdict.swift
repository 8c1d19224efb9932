internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

/// What psql finds of a server that it verifies as clients do.
enum PsqlVerdict: Equatable, Sendable {
    /// The certificate is of the root, and for the name that was looked for, if one was.
    case verified(name: String?)
    /// It is not; what psql says.
    case refused(String)
    /// The handshake ends before the certificate is judged, so that nobody gets in; what psql says.
    case noHandshake(String)
    /// The server offers no TLS; what psql says.
    case encryptionOff(String)
    /// psql could not tell; what it says.
    case unknown(String)

    /// Whether the server showed a certificate that was judged.
    var hasSeenCertificate: Bool {
        switch self {
        case .verified, .refused: true
        case .noHandshake, .encryptionOff, .unknown: false
        }
    }

    /// A name that is nobody's (RFC 6761, section 6.4).
    private static let nobodysName = "postgres-ssl.invalid"
    private static let withoutTLS = "server does not support SSL"
    private static let notVerified = "certificate verify failed"
    private static let otherName = "does not match host name"
    /// What libpq puts before OpenSSL's words (`open_client_SSL`): an alert of the server's, or what was wrong with its
    /// answer. What the system ended is "SSL SYSCALL error", and may be a server that just stops.
    private static let failures = ["SSL error: ", "unrecognized SSL error code: "]

    /// - Parameter said: libpq's untranslated words.
    init(status: Int32, said: String, name: String?) {
        self =
            switch Self.isVerified(status, said) {
            case true: .verified(name: name)
            case false where Self.place(of: [Self.withoutTLS], in: said) != nil: .encryptionOff(said)
            case false where Self.place(of: [Self.notVerified, Self.otherName], in: said) == nil:
                .noHandshake(said)
            case false: .refused(said)
            case nil: .unknown(said)
            }
    }

    /// Has psql verify a server.
    ///
    /// It leaves no line of an error in the server's log. Without a name to look for, psql looks for one that no
    /// certificate has, and so ends the connection between TLS and the login. With one it goes as far as to the
    /// server's question for a password, which it does not have.
    ///
    /// - Parameters:
    ///   - connection: psql with a connection string, its words untranslated.
    ///   - root: the file of the roots.
    ///   - name: the name that the certificate should have; only where the server asks the platform's user for a
    ///     password, which ``PostgresService/asksForPassword(at:)`` tells.
    static func ask(
        by connection: (String) -> PlannedCommand,
        address: IPAddress,
        port: Int,
        root: String,
        name: String?
    ) throws(NodeEncryptionError) -> PsqlVerdict {
        let noFile = "/dev/null/none"
        let parameters = [
            ("host", name ?? nobodysName), ("hostaddr", "\(address)"), ("port", "\(port)"),
            ("user", Platform.user), ("dbname", "postgres"), ("sslmode", "verify-full"),
            ("sslrootcert", root),
            ("gssencmode", "disable"),
            // Nothing of whoever's home directory this is, which psql's user may not even be let into.
            ("sslcert", noFile), ("sslcrl", noFile), ("passfile", noFile),
        ]
        let text = parameters.map { "\($0)=\(Quoting.connectionValue($1))" }.joined(separator: " ")
        let command = connection(text)
        let outcome = try command.run()
        return PsqlVerdict(status: outcome.status, said: command.said(in: outcome), name: name)
    }

    /// The address at which a host answers.
    static func address(of host: String, port: Int) throws(NodeEncryptionError) -> IPAddress? {
        if let address = try? IPAddress(host) { return address }
        // A connection that ends before its first byte leaves no line in the server's log.
        let connection = try onServers { () throws(ServerProbeError) in
            try TCPConnection(host: host, port: port, by: Deadline(in: .seconds(5)))
        }
        return connection.peerAddress.flatMap { IPAddress(octets: $0) }
    }

    /// Whether libpq verified a server that it then could not log in to, by a whole handshake; `nil` if its words do
    /// not tell.
    static func isVerified(_ status: Int32, _ said: String) -> Bool? {
        if status == 0 { return true }
        let verified = place(
            of: [
                // An error of the server's may hold any words, but comes behind its severity, and only once TLS is up.
                "no password supplied", "FATAL: ",
                // Names are looked at last, and this one is nobody's.
                "does not match host name \"\(nobodysName)\"",
                "could not get server's host name from server certificate",
            ],
            in: said
        )
        let refused = place(of: [notVerified, withoutTLS, otherName] + failures, in: said)
        guard let refused else { return verified == nil ? nil : true }
        return verified.map { $0 <= refused } ?? false
    }

    /// Where the first of some words stands in a text, by bytes.
    private static func place(of words: [String], in text: String) -> Int? {
        let bytes = Array(text.utf8)
        return words.compactMap { bytes.firstRange(of: $0.utf8)?.lowerBound }.min()
    }
}

extension PostgresService {
    /// Has psql verify a server by a file of roots, as ``PsqlVerdict/ask(by:address:port:root:name:)`` says.
    func verdict(
        on address: IPAddress,
        _ port: Int,
        root: String,
        name: String?
    ) throws(NodeEncryptionError) -> PsqlVerdict {
        try PsqlVerdict.ask(
            by: connection,
            address: address,
            port: port,
            root: root,
            name: name
        )
    }

    /// Whether the rules in the files ask the platform's user for a password if he comes by TLS from an address of the
    /// server's own host: another answer than his would be an error in the server's log.
    func asksForPassword(at address: IPAddress) -> Bool {
        guard let rules = try? layout.rules() else { return false }
        let method = rules.method(
            of: .tls,
            from: address.octets,
            user: Platform.user,
            database: "postgres"
        )
        return method.map { ["scram-sha-256", "md5", "password"].contains($0) } ?? false
    }
}
