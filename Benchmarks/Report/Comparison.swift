import Foundation

/// One row of a table: what one kind of work took us and each peer.
struct Comparison {
    struct Peer {
        let name: String
        let nanoseconds: Double
        /// Ours divided by the peer's.
        let ratio: Ratio
    }

    let section: String
    let row: String
    let isMean: Bool
    let sampleCount: Int
    let nanoseconds: Double
    let peers: [Peer]

    /// The rows, by section and name, with numbers in the order of numbers; those that we have no samples in are left
    /// out.
    static func rows(of samples: [Sample]) -> [Comparison] {
        grouped(samples) { $0.section + "/" + $0.row }
            .sorted { $0.key.localizedStandardCompare($1.key) == .orderedAscending }
            .flatMap { rows(ofOne: $0.elements) }
    }

    /// The row, and below it the one of what we do without AVX-512, where that was measured.
    private static func rows(ofOne samples: [Sample]) -> [Comparison] {
        let contenders = grouped(samples) { $0.contender }
        let ours = contenders.filter { $0.key.hasPrefix("ours") }.sorted { $0.key < $1.key }
        let peers = contenders.filter { !$0.key.hasPrefix("ours") }
        return ours.map { contender in
            Comparison(
                section: samples[0].section,
                row: samples[0].row + contender.key.dropFirst("ours".count),
                isMean: samples[0].isMean,
                sampleCount: contender.elements.count,
                nanoseconds: summary(of: contender.elements),
                peers: peers.map { name, samples in
                    let ratio = Ratio(
                        of: contender.elements.map(\.nanoseconds),
                        to: samples.map(\.nanoseconds),
                        isMean: samples[0].isMean
                    )
                    return Peer(name: name, nanoseconds: summary(of: samples), ratio: ratio)
                }
            )
        }
    }

    private static func summary(of samples: [Sample]) -> Double {
        let times = samples.map(\.nanoseconds)
        return samples[0].isMean ? mean(times) : median(times)
    }
}
