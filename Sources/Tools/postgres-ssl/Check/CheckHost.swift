internal import NodeEncryption
internal import NodePlatform
internal import ServerProbe
internal import TextEncodings
internal import ToolSupport

/// What is shown alike at some addresses of a host.
private struct AlikeAddresses {
    var addresses: [String]
    let verdict: CheckVerdict
    /// What an operator reads behind the verdict.
    let lines: [String]
    let json: JSONValue

    /// Of one address; `nil` where nobody takes a connection.
    init?(_ address: HostCheck.Address, user: String) {
        switch address.answer {
        case .checked(let check):
            (verdict, lines, json) = (check.verdict, check.lines(user: user), check.json(user: user))
        case .failed(let error):
            var verdict = CheckVerdict.closed
            if case .probe(let fault) = error, case .notReached = fault { verdict = .silent }
            (self.verdict, lines) = (verdict, ["  " + error.description])
            json = [
                "valid": false, "error": .string(error.description),
                "exitStatus": .integer(Int(error.exitStatus.rawValue)), "clients": [],
            ]
        case .unconnected: return nil
        }
        addresses = [address.text]
    }

    /// As the end of a line about all of them.
    var shownAddresses: String { addresses.map(printable).joined(separator: ", ") }

    /// What CHECK.md has of them, behind a beginning.
    func json(_ head: JSONValue, isGood: Bool) -> JSONValue {
        let own: JSONValue = [
            "good": .boolean(isGood), "addresses": .array(addresses.map(JSONValue.string)),
        ]
        return head.with(own).with(json)
    }
}

extension HostCheck {
    /// What is shown at its addresses, the worst first, and nothing twice.
    private func groups(_ user: String) -> [AlikeAddresses] {
        var groups: [AlikeAddresses] = []
        for group in addresses.compactMap({ AlikeAddresses($0, user: user) }) {
            if let index = groups.firstIndex(where: { $0.json == group.json }) {
                groups[index].addresses += group.addresses
            } else {
                groups.append(group)
            }
        }
        // Those that are as bad stay in their order.
        return CheckVerdict.allCases.reversed().flatMap { verdict in groups.filter { $0.verdict == verdict } }
    }

    /// The addresses at which nobody takes a connection, and why.
    private var unconnected: [(address: String, reason: String)] {
        addresses.compactMap { address in
            guard case .unconnected(let reason) = address.answer else { return nil }
            return (address.text, reason)
        }
    }

    /// What an operator reads: the worst verdict, and what is shown at each address.
    func text(user: String) -> String {
        let groups = groups(user)
        let worst = groups.first?.verdict ?? .closed
        let isCut = worst == .good && !unasked.isEmpty
        var lines = [
            "\(printable("\(place)")): " + (isCut ? "not asked at all of its addresses" : worst.rawValue)
        ]
        if groups.count == 1 { lines += groups.map { "  asked at \($0.shownAddresses)" } }
        for (address, reason) in unconnected {
            lines.append(
                "  note: nobody takes a connection at \(printable(address)) (\(printable(reason))); most clients go "
                    + "on to the next address"
            )
        }
        if !unasked.isEmpty {
            let shown = unasked.prefix(8).map(printable).joined(separator: ", ")
            let rest = unasked.count > 8 ? " and \(unasked.count - 8) others" : ""
            lines.append(
                "  not asked: \(shown)\(rest); give each alone, with --host \(printable(place.host))"
            )
        }
        if groups.count == 1 {
            lines += groups.flatMap(\.lines)
        } else {
            for group in groups {
                lines.append("  at \(group.shownAddresses): \(group.verdict.rawValue)")
                lines += group.lines.map { "  " + $0 }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// All of it; CHECK.md says what the words mean.
    func json(user: String) -> JSONValue {
        let groups = groups(user)
        let head: JSONValue = ["server": .string("\(place)")]
        let rest: JSONValue = [
            "others": .array(groups.dropFirst().map { $0.json([:], isGood: $0.verdict == .good) }),
            "unconnected": .array(
                unconnected.map { ["address": .string($0.address), "reason": .string(printable($0.reason))] }
            ),
            "unasked": .array(unasked.map(JSONValue.string)),
        ]
        return (groups.first?.json(head, isGood: isGood) ?? head).with(rest)
    }
}
