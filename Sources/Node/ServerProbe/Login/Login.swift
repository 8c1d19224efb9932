internal import PKIX
internal import SCRAMAuthentication
package import SecretMemory
package import TLSHandshake

/// A login to be tried: where, as whom, and with what.
package struct Login: Sendable {
    /// A host name or an address.
    package var host: String
    package var port: Int
    /// How TLS begins.
    package var start = TLSStart.request
    /// What the handshake offers.
    package var settings = TLSSettings()
    package var user: String
    package var database: String
    /// As the user types it; `nil` where there is none.
    package var password: SharedSecret?
    /// A client certificate.
    package var credential: TLSCredential?
    /// Whether the password is given as it is, or by its MD5 digest, where the server asks for it so: whoever answers
    /// can then keep it, or guess it, so that it takes a server whose name is verified.
    package var givesWeakProofs = false

    package init(host: String, port: Int, user: String, database: String) {
        self.host = host
        self.port = port
        self.user = user
        self.database = database
    }
}

/// What became of a login.
package struct LoginAccount: Sendable {
    /// What the handshake has shown of the server, also of one that is not verified; `nil` where there was none.
    package internal(set) var peer: TLSPeer?
    /// By what the user proves who he is; `nil` where it did not come to that.
    package internal(set) var method: LoginMethod?
    /// Why it failed; `nil` where the user was let in, up to the point where the server waits for a query.
    package internal(set) var fault: LoginFault?
}

extension Login {
    /// Logs in over TLS as libpq does with `verify-full`, and ends the session.
    ///
    /// No name, no client certificate, no password and no proof of one goes to a server that is not verified.
    ///
    /// - Parameters:
    ///   - deadline: the end of all of it.
    ///   - refusal: why the server of a handshake is not verified; `nil` where it is.
    package func perform<Random: RandomSource>(
        by deadline: Deadline,
        using random: consuming Random,
        refusal: @escaping (TLSPeer) -> String?
    ) -> LoginAccount {
        var account = LoginAccount()
        do throws(LoginFault) {
            try perform(&account, by: deadline, using: random, refusal)
        } catch {
            account.fault = error
        }
        return account
    }

    private func perform<Random: RandomSource>(
        _ account: inout LoginAccount,
        by deadline: Deadline,
        using random: consuming Random,
        _ refusal: @escaping (TLSPeer) -> String?
    ) throws(LoginFault) {
        var random = random
        let nonce = SCRAMNonce.make(using: &random)
        var shown: TLSPeer?
        defer { account.peer = shown }
        let connection = try open(by: deadline, using: random) { peer in
            shown = peer
            return refusal(peer)
        }
        let peer = connection.peer
        shown = peer
        var exchange = LoginExchange(
            MessageStream(connection, at: TCPConnection.place(host: host, port: port)),
            self,
            serverEndPoint: peer.serverEndPoint,
            hasClientCertificate: peer.hasClientCertificate,
            nonce: nonce
        )
        let outcome: Result<Void, LoginFault>
        do throws(LoginFault) {
            try exchange.perform()
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        account.method = exchange.method
        var end = exchange.end()
        end.close()
        try outcome.get()
    }

    private func open<Random: RandomSource>(
        by deadline: Deadline,
        using random: consuming Random,
        refusal: @escaping (TLSPeer) -> String?
    ) throws(LoginFault) -> TLSConnection<TCPConnection, Random> {
        do throws(ServerProbeError) {
            return try ServerHandshake.open(
                host: host,
                port: port,
                start: start,
                settings,
                credential: credential,
                refusal: refusal,
                by: deadline,
                using: random
            )
        } catch {
            switch error {
            case .notReached: throw .broken(.connection, error)
            case .encryptionOff, .otherProtocol, .messages: throw .broken(.encryption, error)
            case .handshake(_, .refused(let reason)): throw .notVerified(reason)
            case .handshake: throw .broken(.handshake, error)
            }
        }
    }
}

extension TLSPeer {
    /// What SCRAM is bound to (RFC 5929, section 4); `nil` where the certificate's signature has no digest.
    package var serverEndPoint: [UInt8]? {
        guard let digest = certificate.signatureAlgorithm.digest else { return nil }
        let octets = certificate.encoding
        return TLSServerEndPoint.data(certificate: octets.span, signatureDigest: digest)
    }
}
