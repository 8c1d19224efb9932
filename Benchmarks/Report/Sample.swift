/// One sample of one contender, as `Sampling` and the peers write it.
struct Sample {
    /// The rows that it stands among.
    let section: String
    let row: String
    let contender: String
    let isMean: Bool
    let nanoseconds: Double

    /// From `section/row`, contender, statistic and nanoseconds, with tabs between them.
    init?(line: String) {
        let fields = line.split(separator: "\t")
        guard fields.count == 4, let nanoseconds = Double(fields[3]) else { return nil }
        let parts = fields[0].split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        section = String(parts[0])
        row = String(parts[1])
        contender = String(fields[1])
        isMean = fields[2] == "mean"
        self.nanoseconds = nanoseconds
    }
}

/// What one process took for an amount of work.
struct GrowthSample {
    let work: String
    let contender: String
    let amount: Int
    let nanoseconds: Double
    let peakMemory: Double

    /// From the word `growth`, the work, contender, amount, nanoseconds and octets, with tabs between them.
    init?(line: String) {
        let fields = line.split(separator: "\t")
        guard fields.count == 6, fields[0] == "growth", let amount = Int(fields[3]),
            let nanoseconds = Double(fields[4]), let peakMemory = Double(fields[5])
        else { return nil }
        work = String(fields[1])
        contender = String(fields[2])
        self.amount = amount
        self.nanoseconds = nanoseconds
        self.peakMemory = peakMemory
    }
}
