/// Why octets are not the DER that was expected.
///
/// An offset counts octets from 0, from the start of the outermost octets that were read. No error carries
/// an octet of the contents, which may be a secret.
public enum DERError: Error, Equatable, Sendable {
    /// There are more octets than the reader takes.
    case tooManyOctets(count: Int, limit: Int)
    /// Elements are nested deeper than the reader goes.
    case tooDeep(limit: Int, offset: Int)
    /// The octets end in the middle of an element, or an element is longer than the one around it.
    case truncated(offset: Int)
    /// Octets follow after the end.
    case trailingOctets(count: Int, offset: Int)
    /// An element has another type than the one expected.
    case unexpectedTag(found: DERTag, expected: DERTag, offset: Int)
    /// The structure ends where an element is expected.
    case missingElement(expected: DERTag, offset: Int)
    /// A tag number is in a longer form than necessary (X.690, section 8.1.2).
    case nonMinimalTag(offset: Int)
    /// A tag number has more than 28 bits.
    case oversizedTag(offset: Int)
    /// A length is indefinite, which BER has and DER does not (X.690, section 10.1).
    case indefiniteLength(offset: Int)
    /// A length is in a longer form than necessary (X.690, section 10.1).
    case nonMinimalLength(offset: Int)
    /// A `BOOLEAN` is neither 00 nor FF (X.690, section 11.1).
    case invalidBoolean(offset: Int)
    /// A field is encoded although it has its default value (X.690, section 11.5).
    case encodedDefault(offset: Int)
    /// An `INTEGER` has no octet.
    case emptyInteger(offset: Int)
    /// An `INTEGER` begins with a redundant octet (X.690, section 8.3.2).
    case nonMinimalInteger(offset: Int)
    /// An `INTEGER` is negative where that is not allowed.
    case negativeInteger(offset: Int)
    /// An `INTEGER` is outside the range that the structure takes.
    case integerOutOfRange(offset: Int)
    /// A `NULL` has contents.
    case invalidNull(offset: Int)
    /// The count of unused bits of a `BIT STRING` is missing, above 7, or above 0 with no bits to be unused.
    case invalidUnusedBitCount(offset: Int)
    /// An unused bit of a `BIT STRING` is set (X.690, section 11.2.1).
    case nonZeroUnusedBits(offset: Int)
    /// A `BIT STRING` that is to hold whole octets has unused bits.
    case partialOctet(offset: Int)
    /// A list of named bits ends in a zero bit (X.690, section 11.2.2).
    case trailingZeroBits(offset: Int)
    /// A list of named bits has more bits than its type names.
    case unknownNamedBits(offset: Int)
    /// An `OBJECT IDENTIFIER` has no octet or ends in the middle of an arc.
    case truncatedObjectIdentifier(offset: Int)
    /// An arc of an `OBJECT IDENTIFIER` begins with a redundant octet (X.690, section 8.19.2).
    case nonMinimalObjectIdentifier(offset: Int)
    /// An `OBJECT IDENTIFIER` is longer than ``ObjectIdentifier/maximumByteCount``.
    case oversizedObjectIdentifier(offset: Int)
    /// A `SET OF` is not in ascending order (X.690, section 11.6).
    case unsortedSet(offset: Int)
    /// A `UTCTime` is not `YYMMDDHHMMSSZ`, or no such instant is in the calendar (RFC 5280, section 4.1.2.5.1).
    case invalidUTCTime(offset: Int)
    /// A `GeneralizedTime` is not `YYYYMMDDHHMMSSZ`, or no such instant is in the calendar
    /// (RFC 5280, section 4.1.2.5.2).
    case invalidGeneralizedTime(offset: Int)
    /// A time is before year 0 or after year 9999, so that no DER type can hold it.
    case timeOutOfRange
    /// A dotted text is not an object identifier.
    case invalidDottedText
}

extension DERError: CustomStringConvertible {
    /// What is wrong and where, for the operator.
    public var description: String {
        switch self {
        case .tooManyOctets(let count, let limit): "\(count) bytes are more than the limit of \(limit)"
        case .tooDeep(let limit, let offset): "elements are nested more than \(limit) deep\(at(offset))"
        case .truncated(let offset): "the data ends within an element\(at(offset))"
        case .trailingOctets(let count, let offset): "\(count) bytes too many\(at(offset))"
        case .unexpectedTag(let found, let expected, let offset):
            "\(named(found, unlike: expected)) found where \(named(expected, unlike: found)) is expected\(at(offset))"
        case .missingElement(let expected, let offset): "\(expected) is missing\(at(offset))"
        case .nonMinimalTag(let offset): "a tag is longer than necessary\(at(offset))"
        case .oversizedTag(let offset): "a tag number has more than 28 bits\(at(offset))"
        case .indefiniteLength(let offset): "a length is indefinite, which is not DER\(at(offset))"
        case .nonMinimalLength(let offset):
            "a length is longer than necessary, which is not DER\(at(offset))"
        case .invalidBoolean(let offset): "a BOOLEAN is neither 00 nor FF\(at(offset))"
        case .encodedDefault(let offset):
            "a field with its default value is encoded, which is not DER\(at(offset))"
        case .emptyInteger(let offset): "an INTEGER is empty\(at(offset))"
        case .nonMinimalInteger(let offset): "an INTEGER is longer than necessary\(at(offset))"
        case .negativeInteger(let offset): "an INTEGER is negative, which is not allowed here\(at(offset))"
        case .integerOutOfRange(let offset): "an INTEGER is out of range\(at(offset))"
        case .invalidNull(let offset): "a NULL is not empty\(at(offset))"
        case .invalidUnusedBitCount(let offset):
            "a BIT STRING has an invalid count of unused bits\(at(offset))"
        case .nonZeroUnusedBits(let offset): "an unused bit of a BIT STRING is not zero\(at(offset))"
        case .partialOctet(let offset): "a BIT STRING is not a whole number of bytes\(at(offset))"
        case .trailingZeroBits(let offset): "a list of named bits ends in a zero\(at(offset))"
        case .unknownNamedBits(let offset): "a list of named bits has bits without a name\(at(offset))"
        case .truncatedObjectIdentifier(let offset): "an OBJECT IDENTIFIER ends within an arc\(at(offset))"
        case .nonMinimalObjectIdentifier(let offset):
            "an arc of an OBJECT IDENTIFIER is longer than necessary\(at(offset))"
        case .oversizedObjectIdentifier(let offset):
            "an OBJECT IDENTIFIER has more than \(ObjectIdentifier.maximumByteCount) bytes\(at(offset))"
        case .unsortedSet(let offset): "a SET OF is not in ascending order\(at(offset))"
        case .invalidUTCTime(let offset): "a UTCTime is not a valid YYMMDDHHMMSSZ\(at(offset))"
        case .invalidGeneralizedTime(let offset):
            "a GeneralizedTime is not a valid YYYYMMDDHHMMSSZ\(at(offset))"
        case .timeOutOfRange: "a time is outside the years 0 to 9999"
        case .invalidDottedText: "the text is not an object identifier such as 2.5.4.3"
        }
    }

    private func at(_ offset: Int) -> String { ", at offset \(offset)" }

    /// Two tags can differ in nothing but whether they are constructed.
    private func named(_ tag: DERTag, unlike other: DERTag) -> String {
        guard tag.tagClass == other.tagClass, tag.number == other.number else { return tag.description }
        return (tag.isConstructed ? "a constructed " : "a primitive ") + tag.description
    }
}
