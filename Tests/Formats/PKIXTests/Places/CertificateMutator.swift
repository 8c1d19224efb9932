import TestSupport

/// Changes documents of DER at random: octets, lengths and tags anywhere, and whole elements, taken out, put in or
/// changed with the lengths around them put right, so that what is wrong is wrong deep within.
struct CertificateMutator {
    /// The documents that are changed.
    let documents: [[UInt8]]
    private let trees: [[Element]]

    /// An element of a document: where it and its contents stand, and the place of the one around it.
    private struct Element {
        let range: Range<Int>
        let contents: Range<Int>
        let parent: Int?
    }

    init(_ documents: [[UInt8]]) {
        self.documents = documents
        trees = documents.map(Self.elements)
    }

    /// The next document, changed once or a few times.
    func next(_ random: inout SeededRandom) -> [UInt8] {
        let number = Int(random.next() % UInt64(documents.count))
        var octets = documents[number]
        var elements = trees[number]
        for round in 0...(random.next() % 4 == 0 ? 1 : 0) {
            if round > 0 { elements = Self.elements(of: octets) }
            guard !octets.isEmpty else { break }
            if elements.isEmpty || random.next() % 3 == 0 {
                changeOctets(&octets, &random)
            } else {
                changeElement(&octets, elements, &random)
            }
        }
        return octets
    }

    private func pick(_ count: Int, _ random: inout SeededRandom) -> Int {
        Int(random.next() % UInt64(count))
    }

    /// What stands at edges: of lengths, tags, booleans, strings and classes.
    private static let edges: [UInt8] = [
        0, 1, 2, 3, 4, 5, 6, 0x0C, 0x13, 0x16, 0x17, 0x18, 0x1E, 0x1F, 0x20, 0x30, 0x31, 0x3F, 0x5A, 0x7F,
        0x80, 0x81,
        0x82, 0x84, 0x87, 0x88, 0x9F, 0xA0, 0xA3, 0xA4, 0xBF, 0xC3, 0xD8, 0xFF,
    ]

    private func changeOctets(_ octets: inout [UInt8], _ random: inout SeededRandom) {
        let place = pick(octets.count, &random)
        switch random.next() % 6 {
        case 0: octets.remove(at: place)
        case 1: octets.insert(octets[place], at: place)
        case 2: octets.removeLast(min(octets.count, 1 + pick(16, &random)))
        case 3: octets[place] ^= 1 << UInt8(random.next() % 8)
        case 4: octets[place] = Self.edges[pick(Self.edges.count, &random)]
        default: octets[place] = UInt8(truncatingIfNeeded: random.next())
        }
    }

    private func changeElement(_ octets: inout [UInt8], _ elements: [Element], _ random: inout SeededRandom) {
        let number = pick(elements.count, &random)
        let element = elements[number]
        let whole = Array(octets[element.range])
        var contents = Array(octets[element.contents])
        let tag = Array(octets[element.range.lowerBound..<element.range.lowerBound + 1])
        var new: [UInt8]
        switch random.next() % 12 {
        case 0: new = []
        case 1: new = whole + whole
        case 2: new = tag + Self.length(contents.count, more: 1) + contents
        case 3: new = [Self.edges[pick(Self.edges.count, &random)]] + whole.dropFirst()
        case 4:
            let other = elements[pick(elements.count, &random)]
            new = Array(octets[other.range])
        case 5:
            let other = elements[pick(elements.count, &random)]
            new = whole + octets[other.range]
        case 6:
            // The next one in its place, and the other way round.
            guard number + 1 < elements.count,
                let next = elements[(number + 1)...].first(where: {
                    $0.range.lowerBound == element.range.upperBound
                })
            else { return }
            octets.replaceSubrange(
                element.range.lowerBound..<next.range.upperBound,
                with: octets[next.range] + whole
            )
            return
        case 7:
            contents = []
            new = tag + [0]
        case 8:
            contents = (0..<pick(20, &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            new = tag + Self.length(contents.count) + contents
        case 9:
            guard !contents.isEmpty else { return }
            contents[pick(contents.count, &random)] = Self.edges[pick(Self.edges.count, &random)]
            new = tag + Self.length(contents.count) + contents
        case 10:
            let added = Self.edges[pick(Self.edges.count, &random)]
            contents.insert(added, at: pick(contents.count + 1, &random))
            new = tag + Self.length(contents.count) + contents
        default:
            guard !contents.isEmpty else { return }
            contents.removeLast(1 + pick(min(contents.count, 4), &random))
            new = tag + Self.length(contents.count) + contents
        }
        // Outwards, each length anew.
        var range = element.range
        var parent = element.parent
        while let current = parent {
            let around = elements[current]
            let inner =
                octets[around.contents.lowerBound..<range.lowerBound] + new
                + octets[range.upperBound..<around.contents.upperBound]
            new = [octets[around.range.lowerBound]] + Self.length(inner.count) + inner
            range = around.range
            parent = around.parent
        }
        octets.replaceSubrange(range, with: new)
    }

    private static func length(_ count: Int, more: Int = 0) -> [UInt8] {
        var digits: [UInt8] = []
        var rest = count
        while rest > 0 || digits.isEmpty {
            digits.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        if more == 0, count < 0x80 { return digits }
        digits = [UInt8](repeating: 0, count: more) + digits
        return [0x80 | UInt8(digits.count)] + digits
    }

    /// All elements, those around before those within, also of an OCTET STRING that holds elements.
    private static func elements(of octets: [UInt8]) -> [Element] {
        var all: [Element] = []
        var waiting: [(range: Range<Int>, parent: Int?)] = [(0..<octets.count, nil)]
        while let (range, parent) = waiting.popLast() {
            guard let siblings = siblings(of: octets, in: range, parent) else { continue }
            for one in siblings {
                all.append(one)
                let tag = octets[one.range.lowerBound]
                if tag & 0x20 != 0 || tag == 4, all.count < 2000 {
                    waiting.append((one.contents, all.count - 1))
                }
            }
        }
        return all
    }

    private static func siblings(of octets: [UInt8], in range: Range<Int>, _ parent: Int?) -> [Element]? {
        var siblings: [Element] = []
        var start = range.lowerBound
        while start < range.upperBound {
            guard octets[start] & 0x1F != 0x1F, range.upperBound - start >= 2 else { return nil }
            var count = Int(octets[start + 1])
            var place = start + 2
            if count >= 0x80 {
                let more = count & 0x7F
                guard 1...3 ~= more, range.upperBound - place >= more else { return nil }
                count = octets[place..<place + more].reduce(0) { $0 << 8 | Int($1) }
                place += more
            }
            guard count <= range.upperBound - place else { return nil }
            siblings.append(
                Element(range: start..<place + count, contents: place..<place + count, parent: parent)
            )
            start = place + count
        }
        return siblings
    }
}
