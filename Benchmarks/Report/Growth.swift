/// How time and memory of one contender grow with one kind of work.
struct Growth {
    struct Point {
        let amount: Int
        let nanoseconds: Double
        let peakMemory: Double
    }

    let work: String
    let contender: String
    /// What a process takes that has nothing to do.
    let start: Point
    let points: [Point]

    /// In the order in which they were measured.
    static func all(of samples: [GrowthSample]) -> [Growth] {
        grouped(samples) { $0.work + "/" + $0.contender }.compactMap { Growth(samples: $0.elements) }
    }

    private init?(samples: [GrowthSample]) {
        work = samples[0].work
        contender = samples[0].contender
        var points = grouped(samples) { String($0.amount) }.map { group in
            Point(
                amount: group.elements[0].amount,
                nanoseconds: median(group.elements.map(\.nanoseconds)),
                peakMemory: median(group.elements.map(\.peakMemory))
            )
        }.sorted { $0.amount < $1.amount }
        guard points.count > 1, points[0].amount == 0 else { return nil }
        start = points.removeFirst()
        self.points = points
    }

    /// The power of the amount that the time grows with.
    var exponentOfTime: Double? { exponent(of: \.nanoseconds) }

    /// The power of the amount that the memory grows with.
    var exponentOfMemory: Double? { exponent(of: \.peakMemory) }

    /// Over the larger half of the amounts, with what nothing costs taken off.
    private func exponent(of cost: (Point) -> Double) -> Double? {
        slope(
            ofLogarithms: points.suffix((points.count + 1) / 2).map {
                (Double($0.amount), cost($0) - cost(start))
            }
        )
    }
}
