internal import NodeEncryption
internal import ToolSupport

/// The verdict on all that is said of a server, the better one less.
enum CheckVerdict: String, Comparable, CaseIterable {
    case good = "good"
    case unjudged = "trust was not judged"
    case notForAll = "not good for all clients"
    case invalid = "not valid"
    case unseen = "no certificate was seen"
    case silent = "no whole answer was seen"
    case closed = "clients get no TLS"

    static func < (left: CheckVerdict, right: CheckVerdict) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What each kind of client makes of a certificate, or of a server.
enum CheckVerdicts {
    /// Who accepts it, and each reason of those who refuse it, once for all whose reason it is.
    static func lines(_ verdicts: [CertificateCheck.Verdict]) -> [String] {
        let accepting = verdicts.filter { $0.accepts == true }.map(\.client)
        var lines: [String] = []
        if !accepting.isEmpty {
            lines.append("  \(accepting.joined(separator: ", ")) accept\(accepting.count == 1 ? "s" : "") it")
        }
        func add(_ reasons: (CertificateCheck.Verdict) -> [String], _ one: String, _ several: String) {
            var said: Set<String> = []
            for reason in verdicts.flatMap(reasons) where said.insert(reason).inserted {
                let clients = verdicts.filter { reasons($0).contains(reason) }.map(\.client)
                let verb = clients.count == 1 ? one : several
                lines.append("  \(clients.joined(separator: ", ")) \(verb) it: \(reason)")
            }
        }
        add({ $0.accepts == nil ? $0.doubts : [] }, "may accept", "may accept")
        add(\.reasons, "refuses", "refuse")
        return lines
    }

    static func json(_ verdicts: [CertificateCheck.Verdict]) -> JSONValue {
        .array(
            verdicts.map { verdict in
                [
                    "client": .string(verdict.client),
                    "accepts": verdict.accepts.map(JSONValue.boolean) ?? .null,
                    "reasons": .array((verdict.reasons + verdict.doubts).map(JSONValue.string)),
                ]
            }
        )
    }
}
