internal import DERCoding
internal import NodeEncryption
internal import TextEncodings
internal import ToolSupport

extension CertificateCheck {
    /// What an operator reads: the verdict, the way, the names, and what each kind of client decides.
    var text: String {
        let verdict = isGood ? "good" : isValid && isLoadable ? "not good for all clients" : "not valid"
        return (["\(printable(path)): \(verdict)"] + details).map { $0 + "\n" }.joined()
    }

    /// The same without the verdict on all of it.
    var details: [String] {
        var lines: [String] = []
        for (index, step) in steps.enumerated() {
            let word = index == 0 ? "certificate" : "issued by"
            lines.append("  \(word) \(step.subject), until \(step.notAfter)")
            lines += step.faults.map { "    \($0)" }
        }
        lines += remarks.map { "  note: \($0)" }
        if otherWays > 0 {
            let others = otherWays == 1 ? "1 other way was" : "\(otherWays) other ways were"
            lines.append("  \(others) tried, and not valid either")
        }
        if !names.isEmpty { lines.append("  names: " + names.joined(separator: ", ")) }
        let days = "\(abs(daysLeft)) \(abs(daysLeft) == 1 ? "day" : "days")"
        lines.append(daysLeft < 0 ? "  ended \(days) ago" : "  \(days) left")
        return lines + CheckVerdicts.lines(verdicts)
    }

    /// All of it.
    var json: JSONValue {
        let head: JSONValue = [
            "path": .string(path), "good": .boolean(isGood), "valid": .boolean(isValid),
        ]
        return head.with(detailsJSON)
    }

    /// The same without what it is about.
    var detailsJSON: JSONValue {
        [
            "way": .array(
                steps.map { step in
                    [
                        "subject": .string(step.subject), "notAfter": .string("\(step.notAfter)"),
                        "faults": .array(step.faults.map(JSONValue.string)),
                    ]
                }
            ),
            "otherWays": .integer(otherWays), "names": .array(names.map(JSONValue.string)),
            "remarks": .array(remarks.map(JSONValue.string)), "daysLeft": .integer(daysLeft),
            "clients": CheckVerdicts.json(verdicts),
        ]
    }
}
