/// One row of the table: what one kind of work took us and each peer.
struct Comparison {
    struct Peer {
        let name: String
        let nanoseconds: Double
        /// Ours divided by the peer's.
        let ratio: Double
    }

    let row: String
    let isMean: Bool
    let sampleCount: Int
    let nanoseconds: Double
    let peers: [Peer]

    /// The rows in the order in which they were first measured; a row that we have no samples in is left out.
    static func rows(of samples: [Sample]) -> [Comparison] {
        var order: [String] = []
        var byRow: [String: [Sample]] = [:]
        for sample in samples {
            if byRow[sample.row] == nil { order.append(sample.row) }
            byRow[sample.row, default: []].append(sample)
        }
        return order.compactMap { Comparison(row: $0, samples: byRow[$0] ?? []) }
    }

    private init?(row: String, samples: [Sample]) {
        var order: [String] = []
        var byContender: [String: [Sample]] = [:]
        for sample in samples {
            if byContender[sample.contender] == nil { order.append(sample.contender) }
            byContender[sample.contender, default: []].append(sample)
        }
        guard let ours = byContender["ours"] else { return nil }
        let nanoseconds = Self.summary(of: ours)
        self.row = row
        self.nanoseconds = nanoseconds
        isMean = ours[0].isMean
        sampleCount = ours.count
        peers = order.filter { $0 != "ours" }.map { name in
            let theirs = Self.summary(of: byContender[name] ?? [])
            return Peer(name: name, nanoseconds: theirs, ratio: nanoseconds / theirs)
        }
    }

    private static func summary(of samples: [Sample]) -> Double {
        let sorted = samples.map(\.nanoseconds).sorted()
        if samples[0].isMean { return sorted.reduce(0, +) / Double(sorted.count) }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
