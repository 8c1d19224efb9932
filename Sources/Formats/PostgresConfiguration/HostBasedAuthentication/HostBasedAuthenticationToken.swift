/// A token of an HBA file.
public struct HostBasedAuthenticationToken: Sendable, Hashable {
    /// The octets without the quotes, as text; what is not UTF-8 becomes U+FFFD.
    public let text: String
    /// Whether it began with a quote, so that it is no keyword, no group and no file.
    public let isQuoted: Bool
    /// Whether the server takes it for a regular expression: from PostgreSQL 16 on what begins with a slash, within
    /// quotes too (`regcomp_auth_token` of `hba.c`).
    public let isExpression: Bool

    /// Whether it means the members of a role, where it stands in a user field.
    public var isGroup: Bool { !isQuoted && text.utf8.first == UInt8(ascii: "+") }

    /// Whether it means what stands in a file.
    public var isFile: Bool {
        !isQuoted && text.utf8.first == UInt8(ascii: "@") && text.utf8.count > 1
    }

    /// The keyword of a database or user field that this is; `nil` for any other token, and within quotes.
    public var keyword: HostBasedAuthenticationKeyword? {
        isQuoted ? nil : HostBasedAuthenticationKeyword(rawValue: text)
    }

    /// Whether this is that word, unquoted.
    public func isKeyword(_ keyword: String) -> Bool { !isQuoted && text.utf8.elementsEqual(keyword.utf8) }

    /// What to write into an HBA file so that it means the role or database `name`, and nothing else.
    ///
    /// A name of lower-case ASCII letters, digits and underscores that is not a keyword is written as it is; any
    /// other is quoted, so that it is not a keyword, a `+group` or an `@file`. From PostgreSQL 16 on a slash at the
    /// beginning makes a regular expression even within quotes, so that such a name is written as an expression that
    /// only it matches.
    ///
    /// Throws ``PostgresConfigurationError/invalidToken(_:)`` for an empty name, and for one with a line break or a
    /// NUL, which no token can hold.
    public static func written(
        naming name: String,
        dialect: HostBasedAuthenticationDialect
    ) throws(PostgresConfigurationError) -> String {
        let octets = Array(name.utf8)
        guard let first = octets.first, !octets.contains(newline), !octets.contains(carriageReturn),
            !octets.contains(0)
        else { throw .invalidToken(name) }
        if octets.allSatisfy(isPlain), HostBasedAuthenticationKeyword(rawValue: name) == nil { return name }
        let isExpression = first == UInt8(ascii: "/") && dialect.knowsExpressions
        let content = isExpression ? expression(octets) : octets
        var written: [UInt8] = [doubleQuote]
        for octet in content {
            if octet == doubleQuote { written.append(doubleQuote) }
            written.append(octet)
        }
        written.append(doubleQuote)
        return String(decoding: written, as: UTF8.self)
    }

    /// The regular expression that only `octets` match: what is neither a letter nor a digit stands for itself behind a
    /// backslash, and what is not ASCII always does.
    private static func expression(_ octets: [UInt8]) -> [UInt8] {
        var expression = Array("/^".utf8)
        for octet in octets {
            if octet < 128, !isUnitLetter(octet), !isDigit(octet) { expression.append(backslash) }
            expression.append(octet)
        }
        return expression + "$".utf8
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        (97...122).contains(octet) || isDigit(octet) || octet == UInt8(ascii: "_")
    }

    private static let doubleQuote = UInt8(ascii: "\"")
}
