internal import NodeEncryption
internal import ServerProbe
internal import TLSHandshake
internal import TextEncodings
internal import ToolSupport

extension ServerCheck {
    /// What an operator reads behind the verdict: what the server takes and sends, and its certificate as that of a
    /// file.
    func lines(user: String) -> [String] {
        var lines: [String] = []
        let old = survey.old.filter { $0.choice.value != nil }.map(\.name)
        if !old.isEmpty {
            let names = old.joined(separator: " and ")
            lines.append("  note: it takes \(names), too, which are not secure any more (RFC 8996)")
        }
        lines += beginningLines + survey.versions.flatMap(Self.lines)
        lines += (survey.old + survey.beyond).map(Self.line)
        if let peer = survey.handshake.value {
            lines.append(
                peer.wantsClientCertificate
                    ? "  a client certificate is asked for" + authoritiesText
                    : "  no client certificate is asked for"
            )
        }
        lines.append("  the user \(printable(user)): " + authenticationText)
        if let warning = survey.authentication.value?.warning { lines.append("    warning: \(warning)") }
        return lines + certificateLines
    }

    /// The verdict on all of it.
    var verdict: CheckVerdict {
        if isGood { return .good }
        guard let certificate else { return .unseen }
        if !isJudged { return .unjudged }
        return certificate.isValid ? .notForAll : .invalid
    }

    private var beginningLines: [String] {
        var lines: [String] = []
        switch survey.start {
        case .direct: lines.append("  TLS by direct TLS alone; an SSLRequest is not understood")
        case .request:
            let direct = survey.direct.map { Self.word($0, accepted: "accepted") } ?? "not asked"
            lines.append("  TLS by SSLRequest; direct TLS: \(direct)")
        }
        if let reason = survey.handshake.reason {
            lines.append("  the handshake that offers all of TLS 1.3 and 1.2: \(reason)")
        }
        return lines
    }

    private static func lines(_ version: ServerSurvey.Version) -> [String] {
        guard let peer = version.handshake.value else {
            return ["  \(version.version): \(word(version.handshake, accepted: ""))"]
        }
        func list(_ items: [some CustomStringConvertible]?) -> String {
            items.map { $0.map(\.description).joined(separator: ", ") } ?? "not all were tried"
        }
        return [
            "  \(peer.version): \(peer.suite), \(peer.group), signed by \(peer.scheme)"
                + (peer.hasExtendedMasterSecret ? "" : "; without extended_master_secret")
                + (peer.hasSecureRenegotiation ? "" : "; without renegotiation_info"),
            "    suites: \(list(version.suites)); groups: \(list(version.groups)); "
                + "signatures: \(list(version.schemes))",
        ]
    }

    private static func line(_ hello: ServerSurvey.Hello) -> String {
        let suite = hello.choice.value.map(\.suiteName) ?? ""
        return "  \(hello.name): " + word(hello.choice, accepted: "\(suite), as far as a hello shows")
    }

    private static func word<Value>(_ finding: Finding<Value>, accepted: String) -> String {
        switch finding {
        case .seen: accepted
        case .refused: "refused"
        case .failed(let reason): "fails: \(reason)"
        case .unseen(let reason): "not seen: \(reason)"
        }
    }

    private var authoritiesText: String {
        let shown = clientAuthorities.prefix(10)
        if shown.isEmpty { return ", of no authority in particular" }
        let rest = clientAuthorities.count - shown.count
        return ", of " + shown.joined(separator: " or ") + (rest > 0 ? " or \(rest) others" : "")
    }

    private var authenticationText: String {
        switch survey.authentication {
        case .seen(let authentication):
            let binding =
                authentication.offersChannelBinding.map {
                    $0 ? "; channel binding is offered" : "; no channel binding is offered"
                } ?? "; channel binding was not seen, which is SCRAM's"
            return "asked for \(authentication.asked)" + binding
        case .refused(let reason): return "\(reason); channel binding was not seen"
        case .failed(let reason), .unseen(let reason): return "not seen: \(reason)"
        }
    }

    private var certificateLines: [String] {
        let count = survey.certificates.count
        guard let certificate else {
            let reason = unread.map { "its certificate cannot be read: \(printable($0))" }
            return ["  " + (reason ?? "it shows no certificate")] + CheckVerdicts.lines(verdicts)
        }
        var lines = [
            "  it sends \(count) certificate\(count == 1 ? "" : "s")"
                + (survey.isKeyProved ? "" : ", and has not proved that it has the key")
        ]
        lines += fingerprint.map { ["  SHA-256 fingerprint of its own: \($0)"] } ?? []
        lines += survey.otherCertificates.map { "  note: it shows another certificate \($0)" }
        if isJudged {
            lines.append("  judged by " + roots.map(printable).joined(separator: ", "))
        } else {
            let tried = triedRoots.map(printable).joined(separator: ", ")
            lines.append(
                "  trust was not judged: no root was given (--root FILE), and "
                    + (tried.isEmpty ? "this host has none" : "its way leads to none in \(tried)")
            )
        }
        if let missing { lines.append("  note: \(missing)") }
        return lines + certificate.details
    }
}

// MARK: JSON

extension ServerCheck {
    /// What CHECK.md has of one address.
    func json(user: String) -> JSONValue {
        let head: JSONValue = [
            "start": survey.start == .direct ? "direct" : "request",
            "handshake": Self.json(survey.handshake),
            "direct": survey.direct.map { Self.json($0) } ?? .null,
            "versions": .array(survey.versions.map(Self.json)),
            "old": .array(survey.old.map(Self.json)), "besides": .array(survey.beyond.map(Self.json)),
            "clientCertificate": [
                "wanted": survey.handshake.value.map { .boolean($0.wantsClientCertificate) } ?? .null,
                "authorities": .array(clientAuthorities.map(JSONValue.string)),
            ],
            "authentication": authenticationJSON(user: user),
            "sent": .integer(survey.certificates.count),
            "fingerprint": fingerprint.map(JSONValue.string) ?? .null,
            "keyProved": .boolean(survey.isKeyProved),
            "otherCertificates": .array(survey.otherCertificates.map(JSONValue.string)),
            "judged": .boolean(isJudged), "roots": .array(roots.map(JSONValue.string)),
            "triedRoots": .array(triedRoots.map(JSONValue.string)),
            "missing": missing.map(JSONValue.string) ?? .null,
            "unread": unread.map { .string(printable($0)) } ?? .null,
            "valid": .boolean(certificate?.isValid ?? false),
        ]
        return head.with(certificate?.detailsJSON ?? ["clients": CheckVerdicts.json(verdicts)])
    }

    private static func state<Value>(_ finding: Finding<Value>) -> JSONValue {
        let state: JSONValue =
            switch finding {
            case .seen: "accepted"
            case .refused: "refused"
            case .failed: "failed"
            case .unseen: "unseen"
            }
        return ["state": state, "reason": finding.reason.map(JSONValue.string) ?? .null]
    }

    private static func json(_ finding: Finding<TLSPeer>) -> JSONValue {
        guard let peer = finding.value else { return state(finding) }
        return state(finding).with([
            "version": .string("\(peer.version)"), "suite": .string("\(peer.suite)"),
            "group": .string("\(peer.group)"), "signature": .string("\(peer.scheme)"),
            "extendedMasterSecret": .boolean(peer.hasExtendedMasterSecret),
            "secureRenegotiation": .boolean(peer.hasSecureRenegotiation),
        ])
    }

    private static func json(_ version: ServerSurvey.Version) -> JSONValue {
        let head: JSONValue = ["name": .string("\(version.version)")]
        return head.with(json(version.handshake)).with([
            "suites": version.suites.map { .array($0.map { .string("\($0)") }) } ?? .null,
            "groups": version.groups.map { .array($0.map { .string("\($0)") }) } ?? .null,
            "signatures": version.schemes.map { .array($0.map { .string("\($0)") }) } ?? .null,
        ])
    }

    private static func json(_ hello: ServerSurvey.Hello) -> JSONValue {
        let head: JSONValue = ["name": .string(hello.name)]
        return head.with(state(hello.choice)).with([
            "suite": hello.choice.value.map { .string($0.suiteName) } ?? .null
        ])
    }

    private func authenticationJSON(user: String) -> JSONValue {
        let seen = survey.authentication.value
        let head: JSONValue = ["user": .string(user)]
        return head.with(Self.state(survey.authentication)).with([
            "asked": seen.map { .string($0.asked) } ?? .null,
            "warning": seen?.warning.map(JSONValue.string) ?? .null,
            "channelBinding": seen?.offersChannelBinding.map(JSONValue.boolean) ?? .null,
        ])
    }
}
