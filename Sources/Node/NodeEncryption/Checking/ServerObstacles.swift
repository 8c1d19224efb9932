internal import ServerProbe
internal import TLSHandshake

extension ServerSurvey {
    /// What keeps a kind of client from a whole handshake, and what may: sentences, fit for a terminal.
    func obstacles(of client: String) -> (reasons: [String], doubts: [String]) {
        var doubts: [String] = []
        if start == .direct {
            let isOld = client.utf8.elementsEqual(VerifyingClient.libpqBefore15.description.utf8)
            if isOld { return (["it knows no direct TLS, and the server takes nothing else"], []) }
            doubts.append(
                "the server takes direct TLS alone, which clients have to be told (sslnegotiation=direct)"
            )
        }
        if handshake.value != nil, let withoutName, let nameless = whyNameless(client) {
            if let other = withoutName.value {
                if other.certificates != certificates {
                    doubts.append(nameless + ", and then the server shows another certificate")
                }
            } else if let reason = withoutName.reason {
                doubts.append(nameless + ", and then " + reason)
            }
        }
        switch handshake {
        case .seen(let peer):
            // `final_renegotiate` in `ssl/statem/extensions.c`; OpenSSL 1.1.1 still went on.
            if !peer.hasSecureRenegotiation,
                VerifyingClient.openSSL.contains(where: { client.utf8.elementsEqual($0.description.utf8) })
            {
                let reason =
                    "the server's \(peer.version) has no secure renegotiation (renegotiation_info), so that OpenSSL 3 "
                    + "ends the handshake: \"unsafe legacy renegotiation disabled\""
                return ([reason], doubts)
            }
            // `AlertConsumer` in `sun/security/ssl/Alert.java`; it is the name that servers warn of.
            if peer.hasWarned, client.utf8.elementsEqual(VerifyingClient.jdbc.description.utf8),
                whyNameless(client) == nil
            {
                let reason =
                    "the server warns in its handshake, as of a name that it does not know, and Java ends it"
                return ([reason], doubts)
            }
            if !versions.isEmpty, versions.allSatisfy({ $0.handshake.value == nil }) {
                doubts.append("the server took one handshake, and refused the next ones")
            }
            doubts += unseen
            switch authentication {
            case .seen, .refused: return ([], doubts)
            case .failed(let reason), .unseen(let reason):
                return ([], doubts + ["whether it gets further was not seen: " + reason])
            }
        case .failed(let reason): return (["no handshake ends well: " + reason], [])
        case .unseen(let reason): return ([], doubts + ["the handshake was not seen: " + reason])
        case .refused: break
        }
        guard let hello = clients.first(where: { $0.name.utf8.elementsEqual(client.utf8) }) else {
            return ([], doubts)
        }
        switch hello.choice {
        case .seen(let choice):
            return (
                [],
                doubts + [
                    "the server goes on after its hello, with \(choice.suiteName); the rest of such a handshake was "
                        + "not seen, since it is not spoken here"
                ]
            )
        case .refused(let reason), .failed(let reason):
            return (["it gets no handshake: " + reason], [])
        case .unseen(let reason): return ([], doubts + ["its handshake was not seen: " + reason])
        }
    }

    /// Why a kind of client, or some of it, does not send the host's name along; `nil` where all do.
    private func whyNameless(_ client: String) -> String? {
        // libpq sends the host's name from 14 on.
        if client.utf8.elementsEqual(VerifyingClient.libpqBefore15.description.utf8) {
            return "before 14 it sends no name"
        }
        // `sun.security.ssl.Utilities.rawToSNIHostName`.
        let isJava = client.utf8.elementsEqual(VerifyingClient.jdbc.description.utf8)
        let hasDot = serverName?.utf8.contains(UInt8(ascii: ".")) ?? true
        return isJava && !hasDot ? "it sends no name without a dot" : nil
    }
}
