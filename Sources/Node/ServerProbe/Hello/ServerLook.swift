internal import SecretMemory
package import TLSHandshake

/// What a server shows of its TLS to whoever does not log in.
///
/// Nothing of a certificate is judged here. In PostgreSQL's log a whole handshake leaves no line, and in that of
/// Pgpool-II 4.3 the warning "ssl read: SSL_ERROR_ZERO_RETURN"; a version that a PostgreSQL does not take, and a
/// beginning, leave "could not accept SSL connection".
package enum ServerLook: Sendable {
    /// A whole handshake was made, in the version that the server chooses, and another one in TLS 1.2 alone where it
    /// takes both: it lets clients through, and holds the keys of the certificates that it showed.
    case whole([TLSPeer])
    /// None was made for want of what this client has not, and a server of the suites and groups that OpenSSL's clients
    /// offer is found all the same: the certificates that it showed, in DER, its own first, or none where TLS 1.3
    /// hides them; and what ended the handshake.
    case begun([[UInt8]], TLSError)

    /// Looks at a server.
    ///
    /// - Parameters:
    ///   - name: the name by which clients know it, for a server with several certificates; where it knows none of that
    ///     name, it is asked without.
    ///   - triesOlder: whether TLS 1.2 alone is tried where it chose TLS 1.3.
    ///   - deadline: the end of all of it.
    /// - Throws: ``ServerProbeError/handshake(place:_:)`` where no client gets through.
    package static func at(
        host: String,
        port: Int,
        name: String? = nil,
        triesOlder: Bool = true,
        by deadline: Deadline = Deadline(in: .seconds(10))
    ) throws(ServerProbeError) -> ServerLook {
        let place = Place(host: host, port: port, name: name, deadline: deadline)
        do throws(ServerProbeError) {
            let first = try place.peer(TLSVersion.allCases)
            guard first.version == .tls13, triesOlder else { return .whole([first]) }
            return .whole([first] + (try place.olderPeers()))
        } catch {
            guard case .handshake(_, let reason) = error, reason.mayBeForWantOfOurs else { throw error }
            guard let look = try place.begin(after: reason) else { throw error }
            return look
        }
    }
}

/// Where a server is looked at, by whom, and how long.
private struct Place {
    let host: String
    let port: Int
    let name: String?
    let deadline: Deadline

    /// What a handshake shows.
    func peer(_ versions: [TLSVersion]) throws(ServerProbeError) -> TLSPeer {
        do throws(ServerProbeError) {
            return try peer(versions, name)
        } catch {
            guard name != nil, case .handshake(_, .alert(.unrecognizedName)) = error else { throw error }
            return try peer(versions, nil)
        }
    }

    private func peer(_ versions: [TLSVersion], _ name: String?) throws(ServerProbeError) -> TLSPeer {
        var settings = TLSSettings(serverName: name)
        settings.versions = versions
        var connection = try ServerHandshake.open(
            host: host,
            port: port,
            settings,
            by: deadline,
            using: OperatingSystemRandom()
        )
        connection.close()
        return connection.peer
    }

    /// The same in TLS 1.2 alone; nothing where the server does not take it, or has been looked at often enough.
    func olderPeers() throws(ServerProbeError) -> [TLSPeer] {
        do throws(ServerProbeError) {
            return [try peer([.tls12])]
        } catch {
            switch error {
            case .notReached, .handshake(_, .alert), .handshake(_, .endedEarly): return []
            default: throw error
            }
        }
    }

    /// What the beginning of a handshake shows that offers what clients do; `nil` where the server lets none of them
    /// go on, either.
    func begin(after reason: TLSError) throws(ServerProbeError) -> ServerLook? {
        switch try answer(.client) {
        case .certificates(let shown): return .begun(shown, reason)
        case .encryptionOff: throw .encryptionOff(place: "\(host), port \(port)")
        case .newerVersionOnly, .alert, .notUnderstood: return nil
        case .hidden: break
        }
        let older = try olderPeers()
        if !older.isEmpty { return .whole(older) }
        if case .certificates(let shown) = try answer(.tls12(.all)) { return .begun(shown, reason) }
        return .begun([], reason)
    }

    private func answer(
        _ offer: ServedCertificate.Offer
    ) throws(ServerProbeError) -> ServedCertificate.Answer {
        let answer = try answer(offer, name)
        let isOfName = name != nil && answer == .alert(TLSAlert.unrecognizedName.code)
        return isOfName ? try self.answer(offer, nil) : answer
    }

    private func answer(
        _ offer: ServedCertificate.Offer,
        _ name: String?
    ) throws(ServerProbeError) -> ServedCertificate.Answer {
        var random = OperatingSystemRandom()
        return try ServedCertificate.ask(
            host: host,
            port: port,
            name: name,
            offering: offer,
            by: deadline,
            using: &random
        )
    }
}

extension TLSError {
    /// Whether the server may get on with clients that offer more, or read what we do not.
    fileprivate var mayBeForWantOfOurs: Bool {
        switch self {
        case .alert(let alert): TLSAlert.forWantOfOurs.contains(alert)
        case .unusableCertificate, .versionNotOffered: true
        default: false
        }
    }
}

extension TLSAlert {
    fileprivate static let unrecognizedName = TLSAlert(code: 112)

    /// handshake_failure, protocol_version, insufficient_security and unrecognized_name: all that a server says to a
    /// hello alone. What goes wrong later goes wrong for everybody.
    fileprivate static let forWantOfOurs: Set = [
        TLSAlert(code: 40), TLSAlert(code: 70), TLSAlert(code: 71), unrecognizedName,
    ]
}
