/// One sample of one contender, as `Measuring` and the peers write it.
struct Sample {
    let row: String
    let contender: String
    let isMean: Bool
    let nanoseconds: Double

    init?(line: String) {
        let fields = line.split(separator: "\t")
        guard fields.count == 4, let nanoseconds = Double(fields[3]) else { return nil }
        row = String(fields[0])
        contender = String(fields[1])
        isMean = fields[2] == "mean"
        self.nanoseconds = nanoseconds
    }
}
