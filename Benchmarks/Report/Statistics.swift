import Foundation

/// The value in the middle; the mean of both where there are two.
func median(_ values: [Double]) -> Double { quantile(0.5, of: values) }

/// The value below which that part of all values lies, on the straight line between the two next to it.
func quantile(_ part: Double, of values: [Double]) -> Double {
    let sorted = values.sorted()
    let place = part * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// How one contender's times compare with another's, each measured next to the other's of the same place.
struct Ratio: Equatable {
    /// The median of the ratios of both times, or the ratio of their means.
    let value: Double
    /// The 10th and the 90th percentile of the ratios.
    let spread: ClosedRange<Double>

    init(of own: [Double], to others: [Double], isMean: Bool) {
        let ratios = zip(own, others).map { $0 / $1 }
        value = isMean ? mean(own) / mean(others) : median(ratios)
        spread = quantile(0.1, of: ratios)...quantile(0.9, of: ratios)
    }

    /// Whether the first is slower, beyond the spread.
    var isLost: Bool { spread.lowerBound > 1 }
}

func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
}

/// The slope of the straight line through the logarithms of the points, by least squares; nil without two of them that
/// are positive.
func slope(ofLogarithms points: [(amount: Double, cost: Double)]) -> Double? {
    let logarithms = points.filter { $0.amount > 0 && $0.cost > 0 }.map { (log($0.amount), log($0.cost)) }
    guard logarithms.count > 1 else { return nil }
    let x = mean(logarithms.map(\.0))
    let y = mean(logarithms.map(\.1))
    let products = logarithms.map { ($0.0 - x) * ($0.1 - y) }
    let squares = logarithms.map { ($0.0 - x) * ($0.0 - x) }
    return products.reduce(0, +) / squares.reduce(0, +)
}

/// Groups in the order of their first element.
func grouped<Element>(_ elements: [Element], by key: (Element) -> String) -> [(
    key: String, elements: [Element]
)] {
    var order: [String] = []
    var groups: [String: [Element]] = [:]
    for element in elements {
        if groups[key(element)] == nil { order.append(key(element)) }
        groups[key(element), default: []].append(element)
    }
    return order.map { ($0, groups[$0] ?? []) }
}
