/// The options of the method `radius`, up to PostgreSQL 18: lists that belong together.
struct RADIUSOptions {
    static let names: Set<String> = ["radiusservers", "radiussecrets", "radiusports", "radiusidentifiers"]

    /// The counts of what the lists hold; the last one of a name counts.
    private var counts: [String: Int] = [:]
    private var hasServerName = false

    mutating func add(_ name: String, _ value: String) throws(HostBasedAuthenticationFile.Refusal) {
        guard let list = Self.list(value) else { throw .init(kind: .malformedValue(name)) }
        counts[name] = list.count
        switch name {
        case "radiusservers" where list.contains(where: { NetworkAddress.numeric($0) == nil }):
            hasServerName = true
        case "radiusports" where list.contains(where: isZeroNumber): throw .init(kind: .malformedValue(name))
        default: break
        }
    }

    func requireWhole(
        _ doubts: inout Set<HostBasedAuthenticationFile.Doubt.Kind>
    ) throws(HostBasedAuthenticationFile.Refusal) {
        let servers = counts["radiusservers"] ?? 0
        for name in ["radiusservers", "radiussecrets"] where (counts[name] ?? 0) == 0 {
            throw .init(kind: .missingOption([name]))
        }
        for name in ["radiussecrets", "radiusports", "radiusidentifiers"] {
            let count = counts[name] ?? 0
            if ![0, 1, servers].contains(count) { throw .init(kind: .unequalLists(name, "radiusservers")) }
        }
        if hasServerName { doubts.insert(.radiusServer) }
    }

    /// The elements of a list as `SplitGUCList` in `varlena.c` takes them apart; `nil` where it does not.
    ///
    /// Leaks: everything. The secrets stand in a file that is a text to this module.
    private static func list(_ text: String) -> [String]? {
        let octets = Array(text.utf8)
        var index = 0
        func skipBlanks() { while index < octets.count, isSpace(octets[index]) { index += 1 } }
        var list: [String] = []
        skipBlanks()
        if index == octets.count { return [] }
        while true {
            var element: [UInt8] = []
            if octets[index] == doubleQuote {
                index += 1
                while true {
                    guard index < octets.count else { return nil }
                    if octets[index] == doubleQuote {
                        index += 1
                        // Two stand for one.
                        guard index < octets.count, octets[index] == doubleQuote else { break }
                    }
                    element.append(octets[index])
                    index += 1
                }
            } else {
                let start = index
                while index < octets.count, octets[index] != comma, !isSpace(octets[index]) { index += 1 }
                if index == start { return nil }
                element = Array(octets[start..<index])
            }
            list.append(String(decoding: element, as: UTF8.self))
            skipBlanks()
            if index == octets.count { return list }
            guard octets[index] == comma else { return nil }
            index += 1
            skipBlanks()
            if index == octets.count { return nil }
        }
    }

    private static func isSpace(_ octet: UInt8) -> Bool {
        octet == 32 || (9...10).contains(octet) || (12...13).contains(octet)
    }

    private static let comma = UInt8(ascii: ",")
    private static let doubleQuote = UInt8(ascii: "\"")
}
