internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory

/// How the server at the other end is verified before a password goes there.
///
/// A server that answers by TLS has a certificate of the root and for the name that was asked for, and proves that it
/// knows the password's stored form over the very same TLS connection (channel binding). One that answers through a
/// socket of this host runs as a known user. libpq sends nothing of the password to any other.
///
/// Where the certificate is for another name, as where the backend is given by an address, the name is let go of under
/// one condition: that the only root is the node's own, whose key lies beside it. Whoever holds a server's certificate
/// of such a root is a node of the cluster. Certificates of clients are none: they are for clients alone (extended key
/// usage), which libpq's TLS verifies. And with channel binding even a node gets nothing but one answer that is worth
/// guessing by.
package struct BackendTrust: Sendable {
    /// The file of the roots.
    package let roots: String
    /// Whether the only root is the node's own.
    let isOwnRoot: Bool
    /// The user whom a server behind a socket runs as; `nil` if there is no account of that number.
    let owner: String?

    /// The trust of a node in its backends.
    ///
    /// - Parameter roots: the file that the operator names; `nil` for the one that Pgpool-II verifies them against,
    ///   else the node's own root.
    init(_ layout: NodeLayout, roots: String?) throws(NodeEncryptionError) {
        let own = layout.certificate("server/root.crt")
        let set = try layout.backendRoots
        let path = roots ?? set ?? own
        self.roots = path
        isOwnRoot = isSamePath(path, own) && Self.isOwnRoot(own, key: layout.certificate("server/root.key"))
        owner = try onPlatform { () throws(NodePlatformError) in
            let accounts = try Accounts.ofThisHost()
            guard let owner = layout.owner else {
                return
                    (accounts.user(named: Platform.serverAccount)
                    ?? accounts.user(numbered: FileOwner.running.userID))?.name
            }
            return accounts.user(numbered: owner.userID)?.name
        }
    }

    /// Whether a file holds one certificate, and the key beside it is that of the certificate.
    private static func isOwnRoot(_ path: String, key: String) -> Bool {
        guard let text = (try? FileState.read(path))?.content?.publicBytes,
            text.occurrences(of: Array("-----BEGIN ".utf8)) == 1,
            let certificate = try? Certificate(pem: text.span),
            let key = (try? FileState.read(key))?.content
        else { return false }
        let publicKey = try? key.withSpan { (span) throws(KeyEncodingError) in
            try PrivateKey(pem: span).publicKeyInfo
        }
        return publicKey.map { certificate.subjectPublicKeyInfo.isSameKey(as: $0) } ?? false
    }

    /// What libpq is told of one attempt.
    enum Attempt {
        /// A certificate for the name, and channel binding.
        case name
        /// A certificate for whatever name, and channel binding.
        case anyName
        /// A socket of this host, where there is no TLS to bind to.
        case socket
    }

    /// The parameters of libpq for an attempt, by the names of its connection strings.
    func parameters(_ attempt: Attempt) -> [(name: String, value: String)] {
        var all = [("sslmode", attempt == .anyName ? "verify-ca" : "verify-full"), ("sslrootcert", roots)]
        if attempt != .socket { all.append(("channel_binding", "require")) }
        if let owner { all.append(("requirepeer", owner)) }
        // Encryption by Kerberos would come before TLS, and would not be verified so.
        return all + [("gssencmode", "disable")]
    }

    /// The attempt that may follow one which failed with libpq's words `said`, untranslated.
    ///
    /// A server may put these words into its own error: what follows then is a verification that it does not pass
    /// either.
    ///
    /// - Parameter mayBeSocket: whether nobody knows before if the connection goes through a socket.
    func attempt(after failed: Attempt, _ said: String, mayBeSocket: Bool) -> Attempt? {
        guard failed == .name else { return nil }
        if mayBeSocket, owner != nil, said.contains("SSL not in use") { return .socket }
        let isOtherName =
            said.contains("does not match host name") || said.contains("could not get server's host name")
        return isOtherName && isOwnRoot ? .anyName : nil
    }
}

extension NodeLayout {
    /// The file that Pgpool-II verifies its backends against; `nil` if it verifies none, or by a path that depends on
    /// where it was started.
    var backendRoots: String? {
        get throws(NodeEncryptionError) {
            guard let path = try settings().value(of: "ssl_ca_cert"), path.utf8.first == UInt8(ascii: "/")
            else {
                return nil
            }
            return path
        }
    }
}

extension [UInt8] {
    /// How often `part` occurs.
    fileprivate func occurrences(of part: [UInt8]) -> Int {
        guard count >= part.count else { return 0 }
        return (0...count - part.count).count { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
