/// The tag of a DER element: its class, its number, and whether it holds further elements (X.690, section 8.1.2).
public struct DERTag: Hashable, Sendable {
    /// The four classes of tags, by their two bits of the identifier octet.
    public enum Class: UInt8, Hashable, Sendable {
        /// The types of ASN.1 itself.
        case universal = 0
        /// Types of one application.
        case application = 1
        /// Fields of the structure around the element.
        case contextSpecific = 2
        /// Types of one organisation.
        case `private` = 3

        @inlinable
        var leadingBits: UInt8 {
            switch self {
            case .universal: 0
            case .application: 0x40
            case .contextSpecific: 0x80
            case .private: 0xC0
            }
        }
    }

    /// The highest number that is read or written: four octets of seven bits.
    public static let maximumNumber: UInt32 = 1 << 28 - 1

    /// The first three bits of the identifier octet: the class, and whether the contents are elements themselves.
    @usableFromInline
    let leadingBits: UInt8
    /// The number within the class.
    public let number: UInt32

    /// The class.
    public var tagClass: Class {
        // Two bits are a class in each of their four values.
        Class(rawValue: leadingBits >> 6) ?? .universal
    }

    /// Whether the contents are elements themselves.
    public var isConstructed: Bool { leadingBits & 0x20 != 0 }

    /// Makes a tag; `number` is at most ``maximumNumber``.
    @inlinable
    public init(_ tagClass: Class, _ number: UInt32, isConstructed: Bool = false) {
        precondition(number < 1 << 28, "a tag number must have at most 28 bits")
        self.init(leadingBits: tagClass.leadingBits | (isConstructed ? 0x20 : 0), number: number)
    }

    @inlinable
    init(leadingBits: UInt8, number: UInt32) {
        self.leadingBits = leadingBits
        self.number = number
    }

    /// The only octet of the tag as it is written; `nil` where there are more (X.690, section 8.1.2.2).
    @inlinable
    var octet: UInt8? { number < 0x1F ? leadingBits | UInt8(truncatingIfNeeded: number) : nil }

    /// Whether the two are one tag.
    @inlinable
    public static func == (left: DERTag, right: DERTag) -> Bool {
        left.leadingBits == right.leadingBits && left.number == right.number
    }

    /// The tag of field `number`, implicitly tagged and primitive.
    @inlinable
    public static func field(_ number: UInt32) -> DERTag { DERTag(.contextSpecific, number) }

    /// The tag of field `number`, explicitly tagged or implicitly tagged and constructed.
    @inlinable
    public static func constructedField(_ number: UInt32) -> DERTag {
        DERTag(.contextSpecific, number, isConstructed: true)
    }

    /// `BOOLEAN`
    @inlinable
    public static var boolean: DERTag { DERTag(.universal, 1) }
    /// `INTEGER`
    @inlinable
    public static var integer: DERTag { DERTag(.universal, 2) }
    /// `BIT STRING`
    @inlinable
    public static var bitString: DERTag { DERTag(.universal, 3) }
    /// `OCTET STRING`
    @inlinable
    public static var octetString: DERTag { DERTag(.universal, 4) }
    /// `NULL`
    @inlinable
    public static var null: DERTag { DERTag(.universal, 5) }
    /// `OBJECT IDENTIFIER`
    @inlinable
    public static var objectIdentifier: DERTag { DERTag(.universal, 6) }
    /// `ENUMERATED`
    @inlinable
    public static var enumerated: DERTag { DERTag(.universal, 10) }
    /// `UTF8String`
    @inlinable
    public static var utf8String: DERTag { DERTag(.universal, 12) }
    /// `SEQUENCE` and `SEQUENCE OF`
    @inlinable
    public static var sequence: DERTag { DERTag(.universal, 16, isConstructed: true) }
    /// `SET` and `SET OF`
    @inlinable
    public static var set: DERTag { DERTag(.universal, 17, isConstructed: true) }
    /// `NumericString`
    @inlinable
    public static var numericString: DERTag { DERTag(.universal, 18) }
    /// `PrintableString`
    @inlinable
    public static var printableString: DERTag { DERTag(.universal, 19) }
    /// `TeletexString`, also called `T61String`
    @inlinable
    public static var teletexString: DERTag { DERTag(.universal, 20) }
    /// `IA5String`
    @inlinable
    public static var ia5String: DERTag { DERTag(.universal, 22) }
    /// `UTCTime`
    @inlinable
    public static var utcTime: DERTag { DERTag(.universal, 23) }
    /// `GeneralizedTime`
    @inlinable
    public static var generalizedTime: DERTag { DERTag(.universal, 24) }
    /// `VisibleString`
    @inlinable
    public static var visibleString: DERTag { DERTag(.universal, 26) }
    /// `UniversalString`
    @inlinable
    public static var universalString: DERTag { DERTag(.universal, 28) }
    /// `BMPString`
    @inlinable
    public static var bmpString: DERTag { DERTag(.universal, 30) }
}

extension DERTag: CustomStringConvertible {
    /// The ASN.1 name of a universal type, else class and number, such as `[0]`.
    public var description: String {
        switch tagClass {
        case .universal: DERTag.universalNames[number] ?? "[UNIVERSAL \(number)]"
        case .application: "[APPLICATION \(number)]"
        case .contextSpecific: "[\(number)]"
        case .private: "[PRIVATE \(number)]"
        }
    }

    private static let universalNames: [UInt32: String] = [
        1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL", 6: "OBJECT IDENTIFIER",
        10: "ENUMERATED", 12: "UTF8String", 16: "SEQUENCE", 17: "SET", 18: "NumericString",
        19: "PrintableString", 20: "TeletexString", 22: "IA5String", 23: "UTCTime", 24: "GeneralizedTime",
        26: "VisibleString", 28: "UniversalString", 30: "BMPString",
    ]
}
