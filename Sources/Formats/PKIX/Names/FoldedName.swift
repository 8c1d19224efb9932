internal import DERCoding

/// A name of the directory as names are compared (RFC 5280, section 7.1): upper and lower case are one, spaces at the
/// ends do not count and several in a row are one, and string types do not matter.
///
/// Of RFC 4518's preparation this is what names in certificates differ in; compatibility characters and composed ones
/// are not mapped, so that two names may be taken for different ones that are the same, never the reverse.
struct FoldedName: Hashable, Sendable {
    /// The levels, the highest first: each the attributes of a relative name, sorted.
    let levels: [[UInt8]]

    init(_ name: DistinguishedName) {
        levels = name.relativeNames.map { level in
            let attributes = level.attributes.map(\.folded)
            guard attributes.count > 1 else { return attributes[0] }
            // Each with its count before it, so that two rows of attributes never read alike.
            return attributes.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { attribute in
                (0..<4).map { UInt8(truncatingIfNeeded: attribute.count >> (24 - 8 * $0)) } + attribute
            }
        }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(levels.count)
        for level in levels { hasher.combine(octets: level) }
    }

    /// Whether the name is `other` or below it.
    func isWithin(_ other: FoldedName) -> Bool {
        levels.count >= other.levels.count && levels.prefix(other.levels.count).elementsEqual(other.levels)
    }
}

extension NameAttribute {
    fileprivate var folded: [UInt8] {
        let type = DERWriter.octets { $0.objectIdentifier(self.type) }
        guard let text else { return type + encoding }
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        let lower =
            isASCII
            ? text.utf8.map(ASCII.lowercased)
            : text.unicodeScalars.flatMap { Array($0.properties.lowercaseMapping.utf8) }
        let words = lower.split(separator: UInt8(ascii: " "))
        return type + words.joined(separator: [UInt8(ascii: " ")])
    }
}

extension DistinguishedName {
    /// Whether the two are one name as the standard compares them (RFC 5280, section 7.1): case, the type of a string
    /// and spaces at its ends or in a row do not count.
    public func matches(_ other: DistinguishedName) -> Bool {
        self == other || FoldedName(self) == FoldedName(other)
    }
}

/// Letters of ASCII, whose case does not count in the names of hosts.
enum ASCII {
    static func lowercased(_ octet: UInt8) -> UInt8 { 0x41...0x5A ~= octet ? octet | 0x20 : octet }
    static func lowercased(_ text: String) -> [UInt8] { text.utf8.map(lowercased) }
}
