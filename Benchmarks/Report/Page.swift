import Foundation

/// The page `RESULTS.md`.
struct Page {
    let machine: Machine
    let rows: [Comparison]
    let growth: [Growth]

    var text: String {
        let ratios = rows.flatMap(\.peers)
        let lost = ratios.count { $0.ratio.isLost }
        var lines = [
            "# Results", "",
            "Written by `Benchmarks/run`, which asks all contenders of a row for one sample in turn. Machines differ,",
            "so the ratio is what counts: **0.50** (0.48–0.53) of 659 µs says that we took half of the 659 µs that the",
            "peer did, and between 0.48 and 0.53 in eight samples of ten, the 10th to the 90th percentile. A ratio is",
            "lost, and marked so, where the 10th percentile is above 1. The times are medians, and the ratio is the",
            "median of those of samples next to each other; or they are means where it says so. They are the",
            "processor's, of all threads together, and only those of whole processes are the wall's.", "",
            "\(ratios.count) ratios, \(lost) of them lost.", "",
        ]
        lines += machine.facts.map { "- \($0.name): \($0.value)" }
        for section in grouped(rows, by: \.section) {
            lines += ["", "## \(section.key)", ""] + table(section.elements)
        }
        if !growth.isEmpty { lines += ["", "## Growth", ""] + growthTable }
        return lines.joined(separator: "\n")
    }

    private func table(_ rows: [Comparison]) -> [String] {
        let peers = grouped(rows.flatMap(\.peers), by: \.name).map(\.key).sorted()
        var lines = [
            "| | ours | " + peers.joined(separator: " | ") + " |",
            "|---|---|" + String(repeating: "---|", count: peers.count),
        ]
        for row in rows {
            let title = row.isMean ? "\(row.row) (mean of \(row.sampleCount))" : row.row
            let cells = peers.map { name in row.peers.first { $0.name == name }.map(Self.cell) ?? "" }
            lines.append("| \(title) | \(Self.time(row.nanoseconds)) | \(cells.joined(separator: " | ")) |")
        }
        return lines
    }

    private var growthTable: [String] {
        var lines = [
            "Processor time and peak memory of a process, each the median of its runs. The exponents are the slopes of",
            "their logarithms over that of the amount, by least squares over the larger half of the amounts, after",
            "what a process takes for none has been taken off.", "",
            "| work | by | amount | time | memory | exponent of time | of memory |",
            "|---|---|---|---|---|---|---|",
        ]
        for growth in growth {
            for point in [growth.start] + growth.points {
                let isLast = point.amount == growth.points.last?.amount
                let exponents = [growth.exponentOfTime, growth.exponentOfMemory].map { exponent in
                    isLast ? exponent.map { String(format: "%.2f", $0) } ?? "none" : ""
                }
                lines.append(
                    "| \(growth.work) | \(growth.contender) | \(point.amount) | \(Self.time(point.nanoseconds)) | "
                        + "\(Self.memory(point.peakMemory)) | \(exponents[0]) | \(exponents[1]) |"
                )
            }
        }
        return lines
    }

    private static func cell(_ peer: Comparison.Peer) -> String {
        let ratio = peer.ratio
        let figures = [ratio.value, ratio.spread.lowerBound, ratio.spread.upperBound].map {
            String(format: ratio.value < 0.1 ? "%.3f" : "%.2f", $0)
        }
        return "**\(figures[0])** (\(figures[1])–\(figures[2])) of \(time(peer.nanoseconds))"
            + (ratio.isLost ? ", lost" : "")
    }

    /// A time with three digits and the unit that fits.
    private static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1e3: digits(nanoseconds) + " ns"
        case ..<1e6: digits(nanoseconds / 1e3) + " µs"
        case ..<1e9: digits(nanoseconds / 1e6) + " ms"
        default: digits(nanoseconds / 1e9) + " s"
        }
    }

    private static func memory(_ octets: Double) -> String {
        digits(octets / 1_048_576) + " MiB"
    }

    private static func digits(_ value: Double) -> String {
        String(format: "%.\(value < 10 ? 2 : value < 100 ? 1 : 0)f", value)
    }
}
