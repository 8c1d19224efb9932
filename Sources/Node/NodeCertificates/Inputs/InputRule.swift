package import PKIX

/// What the value of an input must be.
package enum InputRule: Hashable, Sendable {
    /// Any input: text at all.
    case text
    /// A user: a name that a PostgreSQL role, a file and a CN can all have.
    case userName
    /// A user: a name whose files do not collide with other files of the set.
    case unreservedUserName
    /// A key size, in bits within this range.
    case keySize(ClosedRange<Int>)
    /// A kind of key.
    case keyType
    /// A key size, which keys of this kind have none of.
    case noSize(KeyType)
    /// A key size, beside the certificate in this file, whose key is of a kind without sizes that is kept.
    case noSizeBeside(String, String)
    /// A time of validity, in days within this range.
    case days(ClosedRange<Int>)
    /// The days before its end in which a certificate is made again: fewer than it is valid.
    case renewalDays(Int)
    /// A country (PrintableString of two letters).
    case country
    /// A part of a distinguished name, of at most `limit` characters.
    case namePart(limit: Int)
    /// Environment and layer, which make up the root's CN; together they have `count` characters.
    case rootName(count: Int, limit: Int)
    /// A host name or address.
    case host
    /// A host; the server's subject must differ from the root's, or it would seem to be its own issuer.
    case otherThanRoot
    /// A further name or address of the server.
    case alternativeName
    /// A name to take away: none that the server has from here.
    case nameOfElsewhere(InputOrigin)
    /// A name to take away: one of these, which the certificate has.
    case nameOfCertificate([GeneralName])
}

extension InputRule: CustomStringConvertible {
    /// What the value must be, to follow "must be".
    package var description: String {
        switch self {
        case .text:
            "UTF-8"
        case .userName:
            "1 to 63 bytes of UTF-8, not beginning with \"-\" or \".\", not beginning or ending with a space, "
                + "and without \"/\" or control characters"
        case .unreservedUserName:
            "a different name: root, server, server-req and client are names of other files of the set"
        case .keySize(let range):
            "an even number of bits from \(range.lowerBound) to \(range.upperBound)"
        case .keyType:
            KeyType.names
        case .noSize(let type):
            "left out: a key of \(KeyType.option) \(type.rawValue) has the size of its curve"
        case .noSizeBeside(let name, let kind):
            "left out, or given with \(KeyType.option) rsa: the key of \(name) is \(kind), and its kind is kept"
        case .days(let range):
            "a whole number of days from \(range.lowerBound) to \(range.upperBound)"
        case .renewalDays(let longest):
            "a whole number of days from 1 to \(longest), fewer than a new certificate is valid"
        case .country:
            "a two-letter country code"
        case .namePart(let limit):
            "1 to \(limit) characters, without control characters"
        case .rootName(let count, let limit):
            "shorter: LAYER.ENV, the root's common name, has \(count) characters, and at most \(limit) are allowed"
        case .host:
            "a host name or an IP address: labels of letters, digits, hyphens and underscores, 253 characters at most"
        case .otherThanRoot:
            "different from LAYER.ENV, the root's common name"
        case .alternativeName:
            "a host name or an IP address, such as db.example.com, 192.0.2.1 or 2001:db8::1"
        case .nameOfElsewhere(let origin):
            "another name: this one comes from \(origin), and every certificate of the server has it"
        case .nameOfCertificate([]):
            "left out: the server has no certificate with names yet"
        case .nameOfCertificate(let names):
            "one of the names of the server's certificate: \(NameChange.text(names))"
        }
    }
}
