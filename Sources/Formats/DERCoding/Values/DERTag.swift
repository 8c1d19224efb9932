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
    }

    /// The highest number that is read or written: four octets of seven bits.
    public static let maximumNumber: UInt32 = 1 << 28 - 1

    /// The class.
    public let tagClass: Class
    /// The number within the class.
    public let number: UInt32
    /// Whether the contents are elements themselves.
    public let isConstructed: Bool

    /// Makes a tag; `number` is at most ``maximumNumber``.
    public init(_ tagClass: Class, _ number: UInt32, isConstructed: Bool = false) {
        precondition(number <= DERTag.maximumNumber, "a tag number must have at most 28 bits")
        self.tagClass = tagClass
        self.number = number
        self.isConstructed = isConstructed
    }

    /// The tag of field `number`, implicitly tagged and primitive.
    public static func field(_ number: UInt32) -> DERTag { DERTag(.contextSpecific, number) }

    /// The tag of field `number`, explicitly tagged or implicitly tagged and constructed.
    public static func constructedField(_ number: UInt32) -> DERTag {
        DERTag(.contextSpecific, number, isConstructed: true)
    }

    /// `BOOLEAN`
    public static let boolean = DERTag(.universal, 1)
    /// `INTEGER`
    public static let integer = DERTag(.universal, 2)
    /// `BIT STRING`
    public static let bitString = DERTag(.universal, 3)
    /// `OCTET STRING`
    public static let octetString = DERTag(.universal, 4)
    /// `NULL`
    public static let null = DERTag(.universal, 5)
    /// `OBJECT IDENTIFIER`
    public static let objectIdentifier = DERTag(.universal, 6)
    /// `ENUMERATED`
    public static let enumerated = DERTag(.universal, 10)
    /// `UTF8String`
    public static let utf8String = DERTag(.universal, 12)
    /// `SEQUENCE` and `SEQUENCE OF`
    public static let sequence = DERTag(.universal, 16, isConstructed: true)
    /// `SET` and `SET OF`
    public static let set = DERTag(.universal, 17, isConstructed: true)
    /// `NumericString`
    public static let numericString = DERTag(.universal, 18)
    /// `PrintableString`
    public static let printableString = DERTag(.universal, 19)
    /// `TeletexString`, also called `T61String`
    public static let teletexString = DERTag(.universal, 20)
    /// `IA5String`
    public static let ia5String = DERTag(.universal, 22)
    /// `UTCTime`
    public static let utcTime = DERTag(.universal, 23)
    /// `GeneralizedTime`
    public static let generalizedTime = DERTag(.universal, 24)
    /// `VisibleString`
    public static let visibleString = DERTag(.universal, 26)
    /// `UniversalString`
    public static let universalString = DERTag(.universal, 28)
    /// `BMPString`
    public static let bmpString = DERTag(.universal, 30)
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
