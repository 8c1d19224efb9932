internal import SwiftOperators
internal import SwiftParser
internal import SwiftSyntax

/// All sites of a source file, in the order of the tree.
public func sites(in source: String) -> [Site] {
    let parsed = Parser.parse(source: source)
    // An operator of the package's own, which the table does not know, stays as it is.
    let folded = OperatorTable.standardOperators.foldAll(parsed) { _ in }
    let finder = SiteFinder(source, converter: SourceLocationConverter(fileName: "", tree: parsed))
    finder.walk(folded)
    return finder.sites
}

/// The source with the switch asked at each of `sites`, under its number. Lines stay where they are, so that an error
/// of the compiler names the line of the original.
public func planted(_ source: String, _ sites: [(number: Int, site: Site)]) -> String {
    var wraps: [(order: Int, number: Int, wrap: Site.Wrap)] = []
    var commas: [Int: Int] = [:]
    for (number, site) in sites {
        for wrap in site.wraps { wraps.append((wraps.count, number, wrap)) }
        if let comma = site.comma { commas[comma.lowerBound] = comma.upperBound }
    }
    // The outer one first, where several begin at one place; where they end, the inner one.
    let opening = wraps.sorted {
        ($0.wrap.start, -$0.wrap.end, $0.order) < ($1.wrap.start, -$1.wrap.end, $1.order)
    }
    let closing = wraps.sorted {
        ($0.wrap.end, -$0.wrap.start, -$0.order) < ($1.wrap.end, -$1.wrap.start, -$1.order)
    }
    var (opened, closed) = (0, 0)
    let octets = Array(withoutInlining(source).utf8)
    var output: [UInt8] = []
    var index = 0
    while index <= octets.count {
        while closed < closing.count, closing[closed].wrap.end == index {
            output += numbered(closing[closed].wrap.suffix, closing[closed].number)
            closed += 1
        }
        while opened < opening.count, opening[opened].wrap.start == index {
            output += numbered(opening[opened].wrap.prefix, opening[opened].number)
            opened += 1
        }
        if let end = commas[index] {
            output += Array(",".utf8)
            index = end
        } else {
            if index < octets.count { output.append(octets[index]) }
            index += 1
        }
    }
    return String(decoding: output, as: UTF8.self)
}

/// A function whose body other modules compile could not ask a switch that is internal. The octets keep their places.
private func withoutInlining(_ source: String) -> String {
    var text = source
    for attribute in ["@inlinable", "@_transparent", "@_alwaysEmitIntoClient"] {
        text = text.split(separator: attribute, omittingEmptySubsequences: false)
            .joined(separator: String(repeating: " ", count: attribute.utf8.count))
    }
    return text
}

private func numbered(_ text: String, _ number: Int) -> [UInt8] {
    text.utf8.flatMap { $0 == UInt8(ascii: "#") ? Array(String(number).utf8) : [$0] }
}
