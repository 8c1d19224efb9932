internal import ToolSupport
internal import VectorSuites

/// The report as a table.
struct TextReport {
    private let report: VectorReport

    init(_ report: VectorReport) {
        self.report = report
    }

    var text: String {
        var rows = [["source", "suite", "cases", "passed", "by policy", "failed"]]
        rows += report.rows.map { row in
            [row.source, row.suite]
                + [row.caseCount, row.passedCount, row.policyCount, row.failures.count].map { String($0) }
        }
        let sums = [
            report.rows.map(\.caseCount), report.rows.map(\.passedCount), report.rows.map(\.policyCount),
            report.rows.map(\.failures.count),
        ]
        rows.append(["all", ""] + sums.map { String($0.reduce(0, +)) })
        var text = table(rows)
        let used = usedPolicies
        if !used.isEmpty { text += "\nPolicies:\n" + used.map(line).joined() }
        if !report.failures.isEmpty {
            text += "\nFailures:\n" + report.failures.map { "  \($0)\n" }.joined()
        }
        for row in report.rows where row.ranNothing {
            text += "\nNo case of \(row.source), \(row.suite) was run.\n"
        }
        return text
    }

    private var usedPolicies: [(policy: Policy, count: Int)] {
        Policy.all.compactMap { policy in
            let count = report.rows.map { $0.policyCounts[policy.name, default: 0] }.reduce(0, +)
            return count == 0 ? nil : (policy, count)
        }
    }

    private func line(_ entry: (policy: Policy, count: Int)) -> String {
        "  \(entry.policy.name) (\(entry.policy.stance.rawValue) \(entry.count)): \(entry.policy.reason)\n"
    }

    private func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map(\.[column].count).max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column < 2 ? row[column] + space : space + row[column]
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}

/// The report for programs.
struct JSONReport {
    private let report: VectorReport

    init(_ report: VectorReport) {
        self.report = report
    }

    var value: JSONValue {
        [
            "good": .boolean(report.isGood),
            "rows": .array(report.rows.map(row)),
            "policies": .array(
                Policy.all.map {
                    [
                        "name": .string($0.name), "stance": .string($0.stance.rawValue),
                        "reason": .string($0.reason),
                    ]
                }
            ),
            "failures": .array(
                report.failures.map {
                    [
                        "file": .string($0.file), "case": .string($0.identifier), "line": .integer($0.line),
                        "detail": .string($0.detail),
                    ]
                }
            ),
        ]
    }

    private func row(_ row: VectorReport.Row) -> JSONValue {
        [
            "source": .string(row.source),
            "suite": .string(row.suite),
            "cases": .integer(row.caseCount),
            "passed": .integer(row.passedCount),
            "byPolicy": .object(
                row.policyCounts.sorted { $0.key < $1.key }.map {
                    JSONValue.Member($0.key, .integer($0.value))
                }
            ),
            "failed": .integer(row.failures.count),
        ]
    }
}
