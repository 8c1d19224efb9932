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

    /// Makes a string of contents octets that were read.
    ///
    /// A `PrintableString` may hold all of ASCII that is visible: many authorities write `@`, `&`, `*` or `_`.
    init(kind: Kind, octets: [UInt8], offset: Int) throws(PKIXError) {
        guard kind.decode(octets) != nil else { throw .malformedString(kind, offset: offset) }
        self.kind = kind
        self.octets = octets
    }

    /// The text.
    public var text: String {
        // Octets that do not decode make no value of this type.
        kind.decode(octets) ?? ""
    }
}

extension NameString.Kind {
    /// The type with `tag`.
    init?(tag: DERTag) {
        guard let kind = NameString.Kind.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = kind
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

    fileprivate func decode(_ octets: [UInt8]) -> String? {
        switch self {
        case .utf8: return String(validating: octets, as: UTF8.self)
        case .printable, .visible:
            return octets.allSatisfy { 0x20...0x7E ~= $0 } ? String(decoding: octets, as: UTF8.self) : nil
        case .ia5: return octets.allSatisfy { $0 < 0x80 } ? String(decoding: octets, as: UTF8.self) : nil
        case .numeric:
            return octets.allSatisfy { $0 == 0x20 || 0x30...0x39 ~= $0 }
                ? String(decoding: octets, as: UTF8.self) : nil
        case .teletex: return decode(octets, width: 1)
        case .bmp: return decode(octets, width: 2)
        case .universal: return decode(octets, width: 4)
        }
    }

    /// Reads characters of `width` octets each.
    private func decode(_ octets: [UInt8], width: Int) -> String? {
        guard octets.count.isMultiple(of: width) else { return nil }
        var text = String.UnicodeScalarView()
        for start in stride(from: 0, to: octets.count, by: width) {
            let value = octets[start..<start + width].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let scalar = Unicode.Scalar(value) else { return nil }
            text.append(scalar)
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
