/// The options of the method `ldap`: a simple bind by a prefix or suffix, or a search for the user first.
struct LDAPOptions {
    private typealias Kind = HostBasedAuthenticationFile.Problem.Kind

    static let names: Set<String> = [
        "ldapurl", "ldaptls", "ldapscheme", "ldapserver", "ldapport", "ldapbinddn", "ldapbindpasswd",
        "ldapsearchattribute", "ldapsearchfilter", "ldapbasedn", "ldapprefix", "ldapsuffix",
    ]

    /// The options of a search.
    private static let searching = [
        "ldapbasedn", "ldapbinddn", "ldapbindpasswd", "ldapsearchattribute", "ldapsearchfilter",
    ]

    private var given: Set<String> = []
    private var hasUnclearURL = false

    mutating func add(_ name: String, _ value: String) throws(HostBasedAuthenticationFile.Refusal) {
        switch name {
        case "ldapurl":
            switch LDAPURLForm(value) {
            case .refused: throw .init(kind: .malformedValue(name))
            case .unclear: hasUnclearURL = true
            case .parts(let options): given.formUnion(options)
            }
        case "ldapport" where isZeroNumber(value): throw .init(kind: .malformedValue(name))
        default: given.insert(name)
        }
    }

    func requireWhole(
        _ doubts: inout Set<HostBasedAuthenticationFile.Doubt.Kind>
    ) throws(HostBasedAuthenticationFile.Refusal) {
        if let bind = ["ldapprefix", "ldapsuffix"].first(where: given.contains) {
            if let search = Self.searching.first(where: given.contains) {
                throw .init(kind: .conflictingOptions(bind, search))
            }
        } else if !given.contains("ldapbasedn"), !hasUnclearURL {
            throw .init(kind: .missingOption(["ldapbasedn", "ldapprefix", "ldapsuffix"]))
        }
        if given.contains("ldapsearchattribute"), given.contains("ldapsearchfilter") {
            throw .init(kind: .conflictingOptions("ldapsearchattribute", "ldapsearchfilter"))
        }
        if hasUnclearURL { doubts.insert(.ldapURL) }
    }
}

/// What is sure of an LDAP URL (RFC 4516) as OpenLDAP reads it.
enum LDAPURLForm: Equatable {
    /// Its scheme is neither `ldap` nor `ldaps`.
    case refused
    /// Of more than the simplest form.
    case unclear
    /// It stands for these options.
    case parts(Set<String>)

    init(_ text: String) {
        let octets = Array(text.utf8)
        guard let end = octets.firstIndex(of: UInt8(ascii: ":")), octets[end...].starts(with: "://".utf8)
        else {
            self = .unclear
            return
        }
        let scheme = String(decoding: lowercasedASCII(octets[..<end]), as: UTF8.self)
        guard ["ldap", "ldaps"].contains(scheme) else {
            self = ["ldapi", "cldap"].contains(scheme) ? .refused : .unclear
            return
        }
        let rest = octets[(end + 3)...]
        let host = rest.prefix { $0 != UInt8(ascii: "/") }
        guard Self.isHost(host), !rest.contains(UInt8(ascii: "%")) else {
            self = .unclear
            return
        }
        let parts = rest.dropFirst(host.count + 1)
            .split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
        let scopes = ["", "base", "one", "sub"].map { Array($0.utf8) }
        guard parts.count <= 4, parts.count < 3 || scopes.contains(Array(parts[2])) else {
            self = .unclear
            return
        }
        var options: Set<String> = host.count == rest.count ? [] : ["ldapbasedn"]
        if parts.count > 1, !parts[1].isEmpty { options.insert("ldapsearchattribute") }
        if parts.count > 3, !parts[3].isEmpty { options.insert("ldapsearchfilter") }
        self = .parts(options)
    }

    private static func isHost(_ octets: ArraySlice<UInt8>) -> Bool {
        let parts = octets.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isName = parts[0].allSatisfy {
            isUnitLetter($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        guard parts.count > 1 else { return isName }
        return isName && parts.count == 2 && (1...4).contains(parts[1].count) && parts[1].allSatisfy(isDigit)
    }
}
