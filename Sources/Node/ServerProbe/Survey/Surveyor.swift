internal import DurableFiles
internal import Glibc
internal import SecretMemory
internal import TLSHandshake

/// What came of a look at one address of a host.
package enum AddressLook: Sendable {
    /// What the server there shows.
    case surveyed(ServerSurvey)
    /// Nobody takes a connection there, so that most clients go on to the host's next address; why.
    case unconnected(String)
    /// Clients connect there, and get no TLS.
    case failed(ServerProbeError)
}

extension ServerSurvey {
    /// Looks at a server. No password is asked, and nothing is written; PostgreSQL has a line in its log for what is
    /// offered and refused ("could not accept SSL connection"), and for direct TLS before version 17.
    ///
    /// What clients need comes first, so that a server far away leaves the rest unseen, and no verdict.
    ///
    /// - Parameters:
    ///   - address: one of a host's.
    ///   - place: what errors call it.
    ///   - name: the host's name, for a server that has several certificates; `nil` where that is an address.
    ///   - user: who is named, to see what the server asks for.
    ///   - clients: the hellos of clients, which are sent where the server takes none of ours.
    ///   - deadline: the end of all of it.
    package static func look(
        at address: String,
        port: Int,
        called place: String,
        name: String?,
        user: String,
        clients: [SurveyHello],
        by deadline: Deadline
    ) -> AddressLook {
        var settings = TLSSettings()
        settings.serverName = name
        let surveyor = Surveyor(address: address, port: port, settings: settings, deadline: deadline)
        do throws(ServerProbeError) {
            let connection = try TCPConnection(host: address, port: port, called: place, by: deadline)
            do throws(ServerProbeError) {
                var survey = try surveyor.begin(on: connection)
                if survey.handshake.value == nil {
                    survey.clients = surveyor.hellos(clients, survey.start)
                }
                surveyor.survey(&survey, user: user)
                return .surveyed(survey)
            } catch {
                return .failed(error)
            }
        } catch {
            // Of an address that does not answer in time, or that this host has no way to, nothing is known.
            guard case .notReached(_, let reason) = error,
                reason == SystemError(code: ECONNREFUSED).description
            else { return .failed(error) }
            return .unconnected(reason)
        }
    }
}

/// Asks a server one thing after the other, each on a connection of its own, at the same address.
private struct Surveyor {
    let address: String
    let port: Int
    /// All that is offered.
    let settings: TLSSettings
    let deadline: Deadline

    // MARK: The first handshake

    /// Finds out how TLS begins, by the handshake that clients make.
    func begin(on connection: consuming TCPConnection) throws(ServerProbeError) -> ServerSurvey {
        let first: Finding<TLSPeer>
        do throws(ServerProbeError) {
            let peer = try Self.peer(on: connection, .request, settings)
            first = .seen(peer)
        } catch {
            switch error {
            case .notReached, .encryptionOff: throw error
            // Who speaks TLS alone, such as a proxy in front, understands no SSLRequest.
            case .otherProtocol:
                let direct = direct()
                guard direct.value != nil else { throw error }
                return survey(.direct, direct)
            default: first = Finding(error)
            }
        }
        return survey(.request, first)
    }

    private func survey(_ start: TLSStart, _ handshake: Finding<TLSPeer>) -> ServerSurvey {
        ServerSurvey(
            start: start,
            serverName: settings.serverName,
            handshake: handshake,
            authentication: .unseen("no handshake succeeded")
        )
    }

    // MARK: The rest

    func survey(_ survey: inout ServerSurvey, user: String) {
        let start = survey.start
        for version in TLSVersion.allCases {
            var own = settings
            own.versions = [version]
            survey.versions.append(ServerSurvey.Version(version: version, handshake: handshake(start, own)))
        }
        if settings.serverName != nil {
            var own = settings
            own.serverName = nil
            survey.withoutName = handshake(start, own)
        }
        if survey.handshake.value != nil { survey.authentication = authentication(of: user, start) }
        survey.old = hellos(SurveyHello.old, start)
        survey.beyond = hellos(SurveyHello.beyond, start)
        for index in survey.versions.indices { addAccepted(to: &survey.versions[index], start) }
        if start == .request { survey.direct = direct() }
    }

    /// Adds which suites and groups a version is taken with, and by what keys the server signs: each handshake offers
    /// what was not chosen so far, and the client refuses a choice of anything else, so that there are no more of them
    /// than suites, groups and kinds of keys.
    private func addAccepted(to version: inout ServerSurvey.Version, _ start: TLSStart) {
        guard let peer = version.handshake.value else { return }
        var own = settings
        own.versions = [version.version]
        var chains = [peer.certificates]
        var others: [TLSPeer] = []
        var schemes = [peer.scheme]
        func isShown(_ scheme: SignatureScheme) -> Bool {
            schemes.contains { scheme.sharesKeys(with: $0, in: peer.version) }
        }
        func keep(_ other: TLSPeer) {
            if !isShown(other.scheme) { schemes.append(other.scheme) }
            if chains.contains(other.certificates) { return }
            chains.append(other.certificates)
            others.append(other)
        }
        /// Asks until the server refuses, or there is nothing left to ask; `false` where it did neither.
        func tryRest(_ ask: () -> Finding<TLSPeer>?, add: (TLSPeer) -> Void = { _ in }) -> Bool {
            while let finding = ask() {
                guard let peer = finding.value else {
                    if finding.isRefusal { break }
                    version.reasonForUntried = version.reasonForUntried ?? finding.reason
                    return false
                }
                add(peer)
                keep(peer)
            }
            return true
        }
        var suites = [peer.suite]
        version.suites =
            tryRest { () -> Finding<TLSPeer>? in
                own.suites = CipherSuite.allCases.filter {
                    $0.version == peer.version && !suites.contains($0)
                }
                return own.suites.isEmpty ? nil : handshake(start, own)
            } add: {
                suites.append($0.suite)
            }
            ? suites : nil
        own.suites = CipherSuite.allCases
        var groups = [peer.group]
        version.groups =
            tryRest { () -> Finding<TLSPeer>? in
                own.groups = NamedGroup.allCases.filter { !groups.contains($0) }
                own.sharedGroups = Array(own.groups.prefix(1))
                return own.groups.isEmpty ? nil : handshake(start, own)
            } add: {
                groups.append($0.group)
            }
            ? groups : nil
        own.groups = NamedGroup.allCases
        own.sharedGroups = settings.sharedGroups
        version.schemes =
            tryRest { () -> Finding<TLSPeer>? in
                own.schemes = SignatureScheme.allCases.filter { !isShown($0) }
                return own.schemes.isEmpty ? nil : handshake(start, own)
            }
            ? schemes : nil
        version.others = others
    }

    /// What the server asks of a user.
    private func authentication(of user: String, _ start: TLSStart) -> Finding<ServerSurvey.Authentication> {
        do throws(ServerProbeError) {
            let (_, answer) = try AuthenticationQuestion.ask(
                host: address,
                port: port,
                start: start,
                user: user,
                database: "postgres",
                settings,
                by: deadline,
                using: OperatingSystemRandom()
            )
            return ServerSurvey.Authentication.finding(answer)
        } catch {
            // One who wants a client certificate says so only now in TLS 1.3.
            let finding = Finding<ServerSurvey.Authentication>(error)
            guard case .refused(let reason) = finding else { return finding }
            return .failed("after the handshake, \(reason)")
        }
    }

    // MARK: Questions

    /// The handshake by direct TLS. libpq ends it where the server does not name the protocol, which whoever speaks TLS
    /// for something else does not either.
    ///
    /// Whoever takes the hello for the length of a message waits for the rest of it, for as long as he is let.
    private func direct() -> Finding<TLSPeer> {
        let limit = Deadline(in: min(.seconds(5), deadline.left))
        let finding = handshake(.direct, settings, by: limit)
        guard let peer = finding.value, peer.applicationProtocol == nil else { return finding }
        return .failed("the server does not say that it speaks PostgreSQL's protocol (ALPN)")
    }

    func hellos(_ hellos: [SurveyHello], _ start: TLSStart) -> [ServerSurvey.Hello] {
        hellos.map { ServerSurvey.Hello(name: $0.name, choice: choice(of: $0.offer, start)) }
    }

    private func choice(of offer: HelloOffer, _ start: TLSStart) -> Finding<HelloChoice> {
        var offer = offer
        offer.serverName = settings.serverName
        var random = OperatingSystemRandom()
        let answer: Finding<HelloAnswer>
        do throws(ServerProbeError) {
            answer = .seen(
                try HelloLook.ask(
                    host: address,
                    port: port,
                    start: start,
                    offer,
                    by: deadline,
                    using: &random
                )
            )
        } catch {
            answer = Finding(error)
        }
        return answer.choice(of: offer)
    }

    private func handshake(
        _ start: TLSStart,
        _ settings: TLSSettings,
        by limit: Deadline? = nil
    ) -> Finding<TLSPeer> {
        do throws(ServerProbeError) {
            let connection = try TCPConnection(host: address, port: port, by: limit ?? deadline)
            return .seen(try Self.peer(on: connection, start, settings))
        } catch {
            return Finding(error)
        }
    }

    private static func peer(
        on connection: consuming TCPConnection,
        _ start: TLSStart,
        _ settings: TLSSettings
    ) throws(ServerProbeError) -> TLSPeer {
        var connection = try ServerHandshake.open(
            on: connection,
            start: start,
            settings,
            using: OperatingSystemRandom()
        )
        connection.close()
        return connection.peer
    }
}
