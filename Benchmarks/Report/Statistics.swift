import Foundation

/// The value in the middle; the mean of both where there are two.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
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
