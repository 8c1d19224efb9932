public import DERCoding

/// A kind of name attribute: its identifier, its short name, and what RFC 5280, appendix A, allows as its value.
public struct NameAttributeType: Hashable, Sendable {
    /// Which string types a value may have.
    public enum Syntax: Hashable, Sendable {
        /// Any of the five of `DirectoryString`; UTF-8 where nothing else is asked for.
        case directory
        /// `PrintableString` alone.
        case printable
        /// `IA5String` alone.
        case ia5
    }

    /// The identifier.
    public let identifier: ObjectIdentifier
    /// The short name, as openssl and RFC 4514 have it.
    public let name: String
    /// The string types.
    public let syntax: Syntax
    /// The most characters; `nil` where the standard has no bound.
    public let maximumCount: Int?

    init(_ name: String, _ identifier: ObjectIdentifier, _ syntax: Syntax, _ maximumCount: Int?) {
        self.identifier = identifier
        self.name = name
        self.syntax = syntax
        self.maximumCount = maximumCount
    }

    /// `name` (ub-name)
    public static let name = NameAttributeType("name", ObjectIdentifier(2, 5, 4, 41), .directory, 32768)
    /// `surname`
    public static let surname = NameAttributeType("SN", ObjectIdentifier(2, 5, 4, 4), .directory, 32768)
    /// `givenName`
    public static let givenName = NameAttributeType("GN", ObjectIdentifier(2, 5, 4, 42), .directory, 32768)
    /// `initials`
    public static let initials = NameAttributeType(
        "initials",
        ObjectIdentifier(2, 5, 4, 43),
        .directory,
        32768
    )
    /// `generationQualifier`
    public static let generationQualifier = NameAttributeType(
        "generationQualifier",
        ObjectIdentifier(2, 5, 4, 44),
        .directory,
        32768
    )
    /// `commonName` (ub-common-name)
    public static let commonName = NameAttributeType("CN", ObjectIdentifier(2, 5, 4, 3), .directory, 64)
    /// `localityName` (ub-locality-name)
    public static let localityName = NameAttributeType("L", ObjectIdentifier(2, 5, 4, 7), .directory, 128)
    /// `stateOrProvinceName` (ub-state-name)
    public static let stateOrProvinceName = NameAttributeType(
        "ST",
        ObjectIdentifier(2, 5, 4, 8),
        .directory,
        128
    )
    /// `organizationName` (ub-organization-name)
    public static let organizationName = NameAttributeType("O", ObjectIdentifier(2, 5, 4, 10), .directory, 64)
    /// `organizationalUnitName` (ub-organizational-unit-name)
    public static let organizationalUnitName = NameAttributeType(
        "OU",
        ObjectIdentifier(2, 5, 4, 11),
        .directory,
        64
    )
    /// `title` (ub-title)
    public static let title = NameAttributeType("title", ObjectIdentifier(2, 5, 4, 12), .directory, 64)
    /// `dnQualifier`
    public static let dnQualifier = NameAttributeType(
        "dnQualifier",
        ObjectIdentifier(2, 5, 4, 46),
        .printable,
        nil
    )
    /// `countryName`: two letters of ISO 3166
    public static let countryName = NameAttributeType("C", ObjectIdentifier(2, 5, 4, 6), .printable, 2)
    /// `serialNumber` (ub-serial-number), of a device or a person, not of a certificate
    public static let serialNumber = NameAttributeType(
        "serialNumber",
        ObjectIdentifier(2, 5, 4, 5),
        .printable,
        64
    )
    /// `pseudonym` (ub-pseudonym)
    public static let pseudonym = NameAttributeType(
        "pseudonym",
        ObjectIdentifier(2, 5, 4, 65),
        .directory,
        128
    )
    /// `domainComponent` (RFC 4519, section 2.4)
    public static let domainComponent = NameAttributeType(
        "DC",
        ObjectIdentifier(0, 9, 2342, 19_200_300, 100, 1, 25),
        .ia5,
        nil
    )
    /// `emailAddress` (ub-emailaddress-length)
    public static let emailAddress = NameAttributeType(
        "emailAddress",
        ObjectIdentifier(1, 2, 840, 113549, 1, 9, 1),
        .ia5,
        255
    )
    /// `streetAddress` (X.520, section 6.3.4)
    public static let streetAddress = NameAttributeType(
        "street",
        ObjectIdentifier(2, 5, 4, 9),
        .directory,
        128
    )
    /// `userId` (RFC 4519, section 2.39)
    public static let userID = NameAttributeType(
        "UID",
        ObjectIdentifier(0, 9, 2342, 19_200_300, 100, 1, 1),
        .directory,
        256
    )

    /// All that have a constant here.
    public static let all: [NameAttributeType] = [
        .commonName, .countryName, .stateOrProvinceName, .localityName, .organizationName,
        .organizationalUnitName, .emailAddress, .domainComponent, .userID, .serialNumber, .name, .surname,
        .givenName, .initials, .generationQualifier, .title, .dnQualifier, .pseudonym, .streetAddress,
    ]

    /// The type with `identifier`, where it has a constant here.
    public init?(_ identifier: ObjectIdentifier) {
        guard let type = NameAttributeType.all.first(where: { $0.identifier == identifier }) else {
            return nil
        }
        self = type
    }

    /// The string type that a value has unless another is asked for.
    public var preferredKind: NameString.Kind {
        switch syntax {
        case .directory: .utf8
        case .printable: .printable
        case .ia5: .ia5
        }
    }

    func allows(_ kind: NameString.Kind) -> Bool {
        switch syntax {
        case .directory: [.utf8, .printable, .teletex, .universal, .bmp].contains(kind)
        case .printable: kind == .printable
        case .ia5: kind == .ia5
        }
    }
}

extension NameAttributeType: CustomStringConvertible {
    /// The short name.
    public var description: String { name }
}
