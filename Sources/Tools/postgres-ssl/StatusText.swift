internal import NodeEncryption
internal import TextEncodings

extension NodeStatus {
    /// What an operator reads: a summary, then what is wrong, the worst first, each with its cure in a line of its own,
    /// then what is good.
    ///
    /// - Parameter isVerbose: whether each good thing has a line, and not each topic.
    func text(isVerbose: Bool) -> String {
        let levels = Level.allCases.filter { $0 != .good }.sorted(by: >)
        var lines = [summary]
        for level in levels {
            for finding in findings where finding.level == level { lines += finding.lines }
        }
        let good = findings.filter { $0.level == .good }
        if isVerbose {
            lines += good.flatMap(\.lines)
        } else {
            lines += Topic.allCases.compactMap { topic in goodLine(topic, good.filter { $0.topic == topic }) }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The worst level, and how many findings there are of each that is not good.
    var summary: String {
        let counts = [Level.broken, .warning, .note].compactMap { level -> String? in
            let count = findings.count { $0.level == level }
            if count == 0 { return nil }
            return "\(count) \(level.word)" + (count > 1 && level != .broken ? "s" : "")
        }
        let word = level == .note ? Level.good.word : level.word
        return word + ": " + (counts.isEmpty ? "all is as it should be" : counts.joined(separator: ", "))
    }

    /// All that is good of a topic in one line; `nil` where nothing is.
    private func goodLine(_ topic: Topic, _ good: [Finding]) -> String? {
        var texts: [String] = []
        var place = ""
        // Which includes that rules for this host alone do.
        let isEncrypted = good.contains { $0.code == .hbaEncrypted }
        for code in Code.allCases where !(isEncrypted && code == .hbaPlainAdmissionLocal) {
            let findings = good.filter { $0.code == code }
            if findings.count > 1, let text = text(of: findings, code) {
                texts.append(text)
                continue
            }
            for finding in findings {
                texts.append((finding.place == place ? "" : finding.place) + finding.text)
                place = finding.place
            }
        }
        if texts.isEmpty { return nil }
        return "\(Level.good.word)\t\(topic.rawValue)\t" + texts.joined(separator: "; ")
    }

    /// What several findings of one code have in common; `nil` where each has something of its own to say.
    private func text(of findings: [Finding], _ code: Code) -> String? {
        let count = findings.count
        switch code {
        case .settingAsInstalled: return "\(count) settings are as they should be"
        case .hbaPlainAdmissionLocal:
            return "\(count) rules accept unencrypted connections, but only from this host"
        case .fileAsNeeded: return "\(count) files have the owner and mode that they need"
        case .certificateValid:
            let paths = Set(findings.compactMap(\.path))
            let days = certificates.filter { paths.contains($0.path) }.map(\.daysLeft).min() ?? 0
            return "\(count) certificates are valid, for \(days) more days at least"
        default: return nil
        }
    }
}

extension NodeStatus.Finding {
    /// Its line, with tabs between its parts, and those of the clients that fail for it and of its cure.
    fileprivate var lines: [String] {
        ["\(level.word)\t\(topic.rawValue)\t\(place)\(text)"]
            + (clients.isEmpty ? [] : ["\tclients\t\(shownClients)"])
            + (cure.map { ["\tcure\t\($0)"] } ?? [])
    }

    /// The kinds of client that fail for it, in one line.
    private var shownClients: String { failsAll ? "all that verify" : clients.joined(separator: ", ") }

    /// Where it stands, with what divides it from the text; empty where it stands in no file.
    fileprivate var place: String {
        path.map { printable($0) + (line.map { ", line \($0)" } ?? "") + ": " } ?? ""
    }
}
