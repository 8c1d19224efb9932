internal import DERCoding
internal import PKIX
internal import ServerProbe
internal import TextEncodings

/// What is asked about servers: how they speak TLS, and whether each kind of client gets through.
package struct ServerQuestion: Sendable {
    /// What is asked of the certificates that they send. Without roots those of this host are tried, and without a
    /// host's name the one that the server is asked by is looked for.
    package var certificates: CertificateQuestion
    /// Who is named to see what a server asks of him.
    package var user = "postgres"
    /// The time for each server, at all of its host's addresses.
    package var limit: Duration = .seconds(30)
    /// The folder of the user who asks.
    package var home: String?

    /// The most addresses of a host that are asked.
    private static let mostAddresses = 8

    /// Makes a question.
    package init(_ certificates: CertificateQuestion) {
        self.certificates = certificates
    }

    /// The answer for a server, or why it cannot be asked.
    package typealias Answer = Result<HostCheck, NodeEncryptionError>

    /// The answers for some servers, in their order.
    ///
    /// - Throws: where a file of roots or lists is missing, or does not hold what it should.
    package func answers(for places: [ServerPlace]) throws(NodeEncryptionError) -> [Answer] {
        let material = try certificates.material()
        return places.map { place in
            Result { () throws(NodeEncryptionError) in try answer(for: place, material) }
        }
    }

    /// Asks each address of a host, all by one deadline of which each has its share.
    private func answer(
        for place: ServerPlace,
        _ material: CertificateQuestion.Material
    ) throws(NodeEncryptionError) -> HostCheck {
        let deadline = Deadline(in: limit)
        let all = try onServers { () throws(ServerProbeError) in
            try HostLookup.texts(of: place.host, port: place.port, by: deadline)
        }
        let asked = all.prefix(Self.mostAddresses)
        var material = material
        if material.host == nil { material.host = place.name }
        let name = Self.serverName(material.host?.name)
        let hellos = VerifyingClient.allCases.map { SurveyHello($0.description, $0.hello) }
        let looks = asked.enumerated().map { index, address in
            let look = ServerSurvey.look(
                at: address,
                port: place.port,
                called: TCPConnection.place(
                    host: all.count > 1 ? "\(place.host) at \(address)" : place.host,
                    port: place.port
                ),
                name: name,
                user: user,
                clients: hellos,
                by: deadline.share(of: asked.count - index)
            )
            return HostCheck.Address(text: address, answer: answer(look, place, material))
        }
        return try HostCheck(place: place, addresses: looks, unasked: Array(all.dropFirst(asked.count)))
    }

    private func answer(
        _ look: AddressLook,
        _ place: ServerPlace,
        _ material: CertificateQuestion.Material
    ) -> HostCheck.Answer {
        switch look {
        case .surveyed(let survey): .checked(check(survey, place, material))
        case .unconnected(let reason): .unconnected(reason)
        case .failed(let error): .failed(.probe(error))
        }
    }

    /// What one address shows.
    private func check(
        _ survey: ServerSurvey,
        _ place: ServerPlace,
        _ material: CertificateQuestion.Material
    ) -> ServerCheck {
        let sent = CertificateFile("\(place)", der: survey.certificates)
        guard !sent.certificates.isEmpty, !sent.isFirstUnread else {
            let verdicts = VerifyingClient.allCases.map { client in
                let met = survey.obstacles(of: client.description)
                return CertificateCheck.Verdict(
                    client: client.description,
                    reasons: met.reasons,
                    doubts: met.doubts + ["its certificate was not seen"]
                )
            }
            return ServerCheck(survey: survey, unread: sent.unread.first, verdicts: verdicts)
        }
        var material = material
        var tried: [String] = []
        if certificates.roots.isEmpty {
            let found = DefaultRoots.find(
                for: sent,
                among: DefaultRoots.paths(home: home),
                at: certificates.now
            )
            material.roots = found.roots ?? CertificateFile("", [])
            tried = found.tried
        }
        var check = certificates.answer(sent, material, besides: [])
        let isJudged = !material.roots.certificates.isEmpty
        // Whoever meets another certificate at the next connection decides about that one.
        let others = survey.otherChains.map { other in
            let chain = CertificateFile("\(place)", der: other.certificates)
            let answer = chain.isFirstUnread ? nil : certificates.answer(chain, material, besides: [])
            return (place: other.place, answer: answer, isForAny: other.isForAny)
        }
        check.verdicts = check.verdicts.map { verdict in
            let met = survey.obstacles(of: verdict.client)
            func elsewhere(forAny: Bool) -> [String] {
                others.filter { $0.isForAny == forAny }.flatMap { place, answer, _ in
                    let own = answer?.verdicts.first { $0.client.utf8.elementsEqual(verdict.client.utf8) }
                    return (own?.reasons ?? ["it cannot be read"]).map {
                        "\(place) it shows another certificate: \($0)"
                    }
                }
            }
            return CertificateCheck.Verdict(
                client: verdict.client,
                reasons: met.reasons + verdict.reasons + elsewhere(forAny: true),
                doubts: met.doubts + verdict.doubts + elsewhere(forAny: false)
                    + (isJudged ? [] : ["no root is known to judge it by"])
            )
        }
        return ServerCheck(
            survey: survey,
            certificate: check,
            roots: isJudged ? certificates.roots.isEmpty ? [material.roots.path] : certificates.roots : [],
            triedRoots: isJudged ? [] : tried,
            missing: isJudged ? Self.missing(sent, material.roots, at: certificates.now) : nil
        )
    }

    /// The name that clients send along: that of a host, and no address.
    private static func serverName(_ name: GeneralName?) -> String? {
        guard case .dnsName(let name)? = name else { return nil }
        return name
    }

    /// The authority that the server should send and does not, as a sentence; `nil` where the way leads to a root.
    private static func missing(
        _ sent: CertificateFile,
        _ roots: CertificateFile,
        at now: DERTime
    ) -> String? {
        guard let way = ClientPaths(sent, to: roots, at: now)?.first(stopsEarly: false), way.deadEnd != nil,
            let last = way.steps.last?.certificate, !last.seemsSelfSigned
        else { return nil }
        let isSent = sent.certificates.contains { last.namesIssuer($0) }
        if isSent { return nil }
        return printable(
            "\(last.subject) was issued by \(last.issuer), which the server does not send and which is none of the "
                + "roots; a server's file needs the authorities between its certificate and the root"
        )
    }
}
