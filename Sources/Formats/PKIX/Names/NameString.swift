public import DERCoding

/// A string of a name, with the type that it has in ASN.1.
///
/// Names are compared by their octets, so the type is kept and written again as it was read.
public struct NameString: Hashable, Sendable {
    /// The string types of names (RFC 5280, section 4.1.2.4 and appendix A).
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// UTF-8.
        case utf8
        /// Letters, digits, space and `'()+,-./:=?` (X.680, section 41.4).
        case printable
        /// T.61, also called Teletex; read and written as ISO 8859-1, as all software does.
        case teletex
        /// UTF-32, the highest octet first.
        case universal
        /// UTF-16 of the basic plane alone, the highest octet first.
        case bmp
        /// ASCII.
        case ia5
        /// Digits and space.
        case numeric
        /// ASCII without control characters.
        case visible

        /// The tag.
        public var tag: DERTag {
            switch self {
            case .utf8: .utf8String
            case .printable: .printableString
            case .teletex: .teletexString
            case .universal: .universalString
            case .bmp: .bmpString
            case .ia5: .ia5String
            case .numeric: .numericString
            case .visible: .visibleString
            }
        }
    }

    /// The type.
    public let kind: Kind
    /// The contents octets.
    public let octets: [UInt8]

    /// Makes a string of `text`; throws ``PKIXError/unrepresentableText(_:)`` where the type has not all characters.
    public init(_ text: String, as kind: Kind = .utf8) throws(PKIXError) {
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let encoded = kind.encode(scalar) else { throw .unrepresentableText(kind) }
            octets += encoded
        }
        self.kind = kind
        self.octets = octets
    }

    /// Makes a string of contents octets that its kind takes.
    init(kind: Kind, octets: [UInt8]) {
        self.kind = kind
        self.octets = octets
    }

    /// The text.
    public var text: String { kind.decode(octets) }
}

extension NameString.Kind {
    /// The type with `tag`.
    init?(tag: DERTag) {
        // What `tag` says, the other way round: a reader asks for each string.
        switch tag {
        case .utf8String: self = .utf8
        case .printableString: self = .printable
        case .teletexString: self = .teletex
        case .universalString: self = .universal
        case .bmpString: self = .bmp
        case .ia5String: self = .ia5
        case .numericString: self = .numeric
        case .visibleString: self = .visible
        default: return nil
        }
    }

    /// Whether the type has these contents octets.
    ///
    /// A `PrintableString` may hold all of ASCII that is visible: many authorities write `@`, `&`, `*` or `_`.
    func takes(_ octets: Span<UInt8>) -> Bool {
        switch self {
        case .utf8: isUTF8(octets)
        case .printable, .visible: all(octets) { $0 &- 0x20 < 0x5F }
        case .ia5: isASCII(octets)
        case .numeric: all(octets) { $0 == 0x20 || $0 &- 0x30 < 10 }
        case .teletex: true
        case .bmp: areCharacters(octets, width: 2)
        case .universal: areCharacters(octets, width: 4)
        }
    }

    @inline(__always)
    private func all(_ octets: Span<UInt8>, _ isTaken: (UInt8) -> Bool) -> Bool {
        // To the end whatever is found, so that many octets are looked at at once.
        var wrong: UInt8 = 0
        for index in octets.indices { wrong |= isTaken(octets[index]) ? 0 : 1 }
        return wrong == 0
    }

    private func isASCII(_ octets: Span<UInt8>) -> Bool {
        var all: UInt8 = 0
        for index in octets.indices { all |= octets[index] }
        return all < 0x80
    }

    private func isUTF8(_ octets: Span<UInt8>) -> Bool {
        if isASCII(octets) { return true }
        do {
            _ = try UTF8Span(validating: octets)
            return true
        } catch {
            return false
        }
    }

    private func areCharacters(_ octets: Span<UInt8>, width: Int) -> Bool {
        guard octets.count.isMultiple(of: width) else { return false }
        var value: UInt32 = 0
        for index in octets.indices {
            value = value << 8 | UInt32(octets[index])
            guard index % width == width - 1 else { continue }
            guard Unicode.Scalar(value) != nil else { return false }
            value = 0
        }
        return true
    }

    fileprivate func encode(_ scalar: Unicode.Scalar) -> [UInt8]? {
        let value = scalar.value
        switch self {
        case .utf8: return Array(String(scalar).utf8)
        case .printable: return value < 0x80 && isPrintable(UInt8(value)) ? [UInt8(value)] : nil
        case .teletex: return value < 0x100 ? [UInt8(value)] : nil
        case .universal: return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        case .bmp: return value < 0x10000 ? [UInt8(value >> 8), UInt8(value & 0xFF)] : nil
        case .ia5: return value < 0x80 ? [UInt8(value)] : nil
        case .numeric: return value == 0x20 || 0x30...0x39 ~= value ? [UInt8(value)] : nil
        case .visible: return 0x20...0x7E ~= value ? [UInt8(value)] : nil
        }
    }

    /// The text of octets that the type takes.
    fileprivate func decode(_ octets: [UInt8]) -> String {
        switch self {
        case .utf8, .printable, .visible, .ia5, .numeric: String(decoding: octets, as: UTF8.self)
        case .teletex: decode(octets, width: 1)
        case .bmp: decode(octets, width: 2)
        case .universal: decode(octets, width: 4)
        }
    }

    /// The text of characters of `width` octets each.
    private func decode(_ octets: [UInt8], width: Int) -> String {
        var text = String.UnicodeScalarView()
        for start in stride(from: 0, to: octets.count, by: width) {
            let value = octets[start..<start + width].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(text)
    }

    private func isPrintable(_ character: UInt8) -> Bool {
        switch character {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: " '()+,-./:=?".utf8.contains(character)
        }
    }
}

extension NameString.Kind: CustomStringConvertible {
    /// The name in ASN.1.
    public var description: String { tag.description }
}
