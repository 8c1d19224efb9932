/// What the value of an input must be.
package enum InputRule: Hashable, Sendable {
    /// Of every input.
    case text
    /// Of a user: what a role of PostgreSQL, a file and a CN can be called.
    case userName
    /// Of a user: a name whose files are not others'.
    case unreservedUserName
    /// Of a key's size.
    case keySize(ClosedRange<Int>)
    /// Of a time of validity.
    case days(ClosedRange<Int>)
    /// Of a country.
    case country
    /// Of a part of a name.
    case namePart(limit: Int)
    /// Of environment and layer, which are the root's CN together.
    case rootName(count: Int, limit: Int)
    /// Of a host.
    case host
    /// Of a host whose certificate would have the root's name.
    case otherThanRoot
    /// Of a further name of the server.
    case alternativeName
}

extension InputRule: CustomStringConvertible {
    /// What the value must be, to follow "must be".
    package var description: String {
        switch self {
        case .text:
            "UTF-8"
        case .userName:
            "1 to 63 octets of UTF-8, not beginning with \"-\" or \".\", not beginning or ending with a space, "
                + "and without \"/\" and control characters"
        case .unreservedUserName:
            "another name: root, server, server-req and client are the names of other files of the set"
        case .keySize(let range):
            "an even number of bits from \(range.lowerBound) to \(range.upperBound)"
        case .days(let range):
            "a whole number of days from \(range.lowerBound) to \(range.upperBound)"
        case .country:
            "the two letters of a country"
        case .namePart(let limit):
            "1 to \(limit) characters without control characters"
        case .rootName(let count, let limit):
            "shorter: LAYER.ENV is the root's common name and has \(count) characters, of at most \(limit)"
        case .host:
            "a host name or an IP address: labels of letters, digits, hyphens and underscores, 253 characters at most"
        case .otherThanRoot:
            "another name than LAYER.ENV, which is the root's"
        case .alternativeName:
            "a host name or an IP address, such as db.example.com, 192.0.2.1 or 2001:db8::1"
        }
    }
}
