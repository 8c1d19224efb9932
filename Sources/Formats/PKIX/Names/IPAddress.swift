/// An IPv4 or IPv6 address, as a certificate holds it: 4 or 16 octets, without port, zone or mask.
public struct IPAddress: Hashable, Sendable {
    /// The octets in the order of the network: 4 or 16.
    public let octets: [UInt8]

    /// Whether an address may have so many octets.
    static func isByteCount(_ count: Int) -> Bool { count == 4 || count == 16 }

    /// Whether this is an IPv4 address.
    public var isVersion4: Bool { octets.count == 4 }

    /// Makes an address of 4 or 16 octets; `nil` where there are others.
    public init?(octets: [UInt8]) {
        guard IPAddress.isByteCount(octets.count) else { return nil }
        self.octets = octets
    }

    /// Reads an address: four decimal numbers, or the forms of RFC 4291, section 2.2. No zone, no mask, no
    /// brackets, no octal.
    public init(_ text: String) throws(PKIXError) {
        let characters = Array(text.utf8)
        guard let octets = IPAddress.version4(characters[...]) ?? IPAddress.version6(characters) else {
            throw .invalidIPAddress(SafeText(text))
        }
        self.octets = octets
    }

    private static func version4(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard 1...3 ~= part.count, part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy({ 0x30...0x39 ~= $0 })
            else { return nil }
            let value = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard value < 256 else { return nil }
            octets.append(UInt8(value))
        }
        return octets
    }

    private static func version6(_ text: [UInt8]) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        // Where "::" stands for zeros; at most once.
        let gap = text.indices.first { $0 + 1 < text.count && text[$0] == colon && text[$0 + 1] == colon }
        guard let gap else {
            guard let octets = groups(text[...], mayEndInVersion4: true) else { return nil }
            return octets.count == 16 ? octets : nil
        }
        guard let head = groups(text[..<gap], mayEndInVersion4: false),
            let tail = groups(text[(gap + 2)...], mayEndInVersion4: true), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: ArraySlice<UInt8>, mayEndInVersion4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var octets: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if mayEndInVersion4, index == parts.count - 1, let last = version4(part) {
                octets += last
                continue
            }
            guard 1...4 ~= part.count, let text = String(validating: part, as: UTF8.self),
                part.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
                let value = UInt16(text, radix: 16)
            else { return nil }
            octets += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return octets
    }
}

extension IPAddress: CustomStringConvertible {
    /// The text; for IPv6 the one form of RFC 5952, section 4.
    public var description: String {
        if isVersion4 { return octets.map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(octets[2 * $0]) << 8 | UInt16(octets[2 * $0 + 1]) }
        // The first of the longest runs of zero groups, where it has more than one.
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = end + 1
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return text(0..<8) }
        return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
    }
}
