internal import NodeCertificates
internal import PKIX
package import SecretMemory
internal import ServerProbe
internal import TLSHandshake
internal import TextEncodings

/// A login at a node's server, as one of its users makes it.
package struct NodeLogin: Sendable {
    /// Who logs in.
    package let user: String
    /// Where to.
    package var database = LoginLook.usualDatabase
    /// The password; `nil` where none was given.
    package var password: SharedSecret?
    /// A client certificate.
    package var credential: ClientCredential?

    package init(user: String) { self.user = user }

    /// Tries it at a host and port.
    ///
    /// The password goes to a server that is verified, name and all, and to no other.
    ///
    /// - Parameter deadline: the end of all of it.
    func perform(
        host: String,
        port: Int,
        at server: ServedChain,
        by deadline: Deadline,
        using random: some RandomSource
    ) -> LoginVerdict {
        var login = Login(host: host, port: port, user: user, database: database)
        login.password = password
        login.credential = credential?.credential
        login.givesWeakProofs = true
        // An address is no server name (RFC 6066, section 3).
        if case .dnsName? = CalledName(typed: host, .option)?.name { login.settings.serverName = host }
        let account = login.perform(by: deadline, using: random) { server.refusal(of: $0) }
        return LoginVerdict(
            user: user,
            database: database,
            place: printable("at \(host), port \(port)"),
            account: account
        )
    }
}
