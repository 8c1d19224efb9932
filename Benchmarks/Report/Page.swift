import Foundation

/// The page `RESULTS.md`.
struct Page {
    let machine: Machine
    let rows: [Comparison]

    var text: String {
        var lines = [
            "# Results", "",
            "Written by `Benchmarks/run`, which measures all contenders of a row in one run. Machines differ, so the",
            "ratio is what counts: our time divided by the peer's, so that less than 1 means that we are faster. A row",
            "that loses is marked. The times are the processor's, of all threads together; those of whole processes",
            "are the wall's.", "",
        ]
        lines += machine.facts.map { "- \($0.name): \($0.value)" }
        lines += ["", "| work | ours | peer | its time | ratio | |", "|---|---|---|---|---|---|"]
        for row in rows {
            let title = row.isMean ? "\(row.row) (mean of \(row.sampleCount))" : row.row
            if row.peers.isEmpty {
                lines.append("| \(title) | \(Self.time(row.nanoseconds)) | | | | |")
            }
            for peer in row.peers {
                let mark = peer.ratio > 1 ? "loses" : ""
                let ratio = String(format: "%.3f", peer.ratio)
                lines.append(
                    "| \(title) | \(Self.time(row.nanoseconds)) | \(peer.name) | \(Self.time(peer.nanoseconds)) "
                        + "| \(ratio) | \(mark) |"
                )
            }
        }
        return lines.joined(separator: "\n")
    }

    /// A time with three digits and the unit that fits.
    static func time(_ nanoseconds: Double) -> String {
        let (value, unit) =
            switch nanoseconds {
            case ..<1e3: (nanoseconds, "ns")
            case ..<1e6: (nanoseconds / 1e3, "µs")
            case ..<1e9: (nanoseconds / 1e6, "ms")
            default: (nanoseconds / 1e9, "s")
            }
        let digits = value < 10 ? 2 : value < 100 ? 1 : 0
        return String(format: "%.\(digits)f \(unit)", value)
    }
}
