/// The options behind the method of a line, held against those that the server takes (`parse_hba_auth_opt` and the end
/// of `parse_hba_line` in `hba.c`).
struct HostBasedAuthenticationOptions {
    typealias Refusal = HostBasedAuthenticationFile.Refusal
    typealias Doubt = HostBasedAuthenticationFile.Doubt

    private let type: HostBasedAuthenticationRecord.ConnectionType
    private let method: String
    private let dialect: HostBasedAuthenticationDialect
    private var ldap = LDAPOptions()
    private var radius = RADIUSOptions()
    private var values: [String: String] = [:]
    private(set) var doubts: Set<Doubt.Kind> = []

    /// The methods that have an option, and the version since which it is there.
    private static let methods: [String: (methods: [String], first: Int)] = [
        "pamservice": (["pam"], 0), "pam_use_hostname": (["pam"], 0),
        "krb_realm": (["gss", "sspi"], 0), "include_realm": (["gss", "sspi"], 0),
        "compat_realm": (["sspi"], 0), "upn_username": (["sspi"], 0),
        "issuer": (["oauth"], 18), "scope": (["oauth"], 18), "validator": (["oauth"], 18),
        "delegate_ident_mapping": (["oauth"], 18),
    ]

    /// Throws if the server refuses the options.
    init(
        _ options: [HostBasedAuthenticationRecord.Option],
        of method: String,
        on type: HostBasedAuthenticationRecord.ConnectionType,
        _ dialect: HostBasedAuthenticationDialect
    ) throws(Refusal) {
        self.type = type
        self.method = method
        self.dialect = dialect
        for option in options {
            switch dialect {
            case .postgres(let version): try add(option, version)
            case .pgpool: try addToPgpool(option)
            }
            values[option.name] = option.value
        }
        switch method {
        case "ldap": try ldap.requireWhole(&doubts)
        case "radius": try radius.requireWhole(&doubts)
        case "oauth": try requireWholeOAuth()
        default: break
        }
    }

    private mutating func add(
        _ option: HostBasedAuthenticationRecord.Option,
        _ version: Int
    ) throws(Refusal) {
        let (name, value) = (option.name, option.value)
        switch name {
        case "map":
            var takers = ["ident", "peer", "gss", "sspi", "cert"]
            if version >= 18 { takers.append("oauth") }
            try requireMethod(takers, for: name)
        case "clientcert": try checkClientCertificate(value, version)
        case "clientname":
            if version < 14 { throw Refusal(kind: .optionSince(name, majorVersion: 14)) }
            if type != .hostssl { throw Refusal(kind: .optionOfOtherType(name)) }
            try require(value, in: ["CN", "DN"], for: name)
        case _ where LDAPOptions.names.contains(name):
            try requireMethod(["ldap"], for: name)
            try ldap.add(name, value)
        case _ where RADIUSOptions.names.contains(name) && version <= 18:
            try requireMethod(["radius"], for: name)
            try radius.add(name, value)
        default:
            guard let known = Self.methods[name] else { return try addUnknown(name, version) }
            if version < known.first { throw Refusal(kind: .optionSince(name, majorVersion: known.first)) }
            try requireMethod(known.methods, for: name)
        }
    }

    private mutating func addUnknown(_ name: String, _ version: Int) throws(Refusal) {
        // From 19 on a validator may have options of its own.
        let isValidators = version >= 19 && method == "oauth" && name.utf8.starts(with: "validator.".utf8)
        if isValidators || version > HostBasedAuthenticationDialect.newestMajorVersion {
            doubts.insert(.unknown)
            return
        }
        throw unknown(name)
    }

    private mutating func addToPgpool(_ option: HostBasedAuthenticationRecord.Option) throws(Refusal) {
        switch option.name {
        // It takes them behind any method.
        case "pamservice", "pam_use_hostname": break
        case "backend_use_passwd": try requireMethod(["ldap"], for: option.name)
        case _ where LDAPOptions.names.contains(option.name):
            try requireMethod(["ldap"], for: option.name)
            try ldap.add(option.name, option.value)
        default: throw unknown(option.name)
        }
    }

    /// A name that is not known may be what stands behind a quote or comma in a password that should have been quoted.
    private func unknown(_ name: String) -> Refusal {
        let isWord = name.utf8.allSatisfy { isUnitLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        return Refusal(kind: .unknownOption(isWord && method != "ldap" && method != "radius" ? name : nil))
    }

    private func requireMethod(_ methods: [String], for name: String) throws(Refusal) {
        if !methods.contains(method) {
            throw Refusal(
                kind: .optionOfOtherMethods(
                    name,
                    methods: methods.filter { $0 != "sspi" || methods.count == 1 }
                )
            )
        }
    }

    private func require(_ value: String, in values: [String], for name: String) throws(Refusal) {
        if !values.contains(where: { $0.utf8.elementsEqual(value.utf8) }) {
            throw Refusal(kind: .optionValue(name, values: values))
        }
    }

    private func checkClientCertificate(_ value: String, _ version: Int) throws(Refusal) {
        let name = "clientcert"
        if type != .hostssl { throw Refusal(kind: .optionOfOtherType(name)) }
        let isCert = method == "cert"
        if version >= 14 {
            try require(value, in: isCert ? ["verify-full"] : ["verify-ca", "verify-full"], for: name)
        } else {
            let verifying = ["1", "verify-ca", "verify-full"]
            try require(value, in: isCert ? verifying : ["0", "no-verify"] + verifying, for: name)
        }
    }

    private mutating func requireWholeOAuth() throws(Refusal) {
        for name in ["scope", "issuer"] where values[name] == nil {
            throw Refusal(kind: .missingOption([name]))
        }
        if values["map"] != nil, values["delegate_ident_mapping"] == "1" {
            throw Refusal(kind: .conflictingOptions("map", "delegate_ident_mapping"))
        }
        doubts.insert(.validator)
    }
}

extension HostBasedAuthenticationFile {
    /// What ends the reading of one line.
    struct Refusal: Error {
        let kind: Problem.Kind
    }
}

/// What the C library's `atoi` makes of a text, as far as it matters: whether it is zero in an `int`.
func isZeroNumber(_ text: String) -> Bool {
    var digits = text.utf8.drop { $0 == 32 || (9...13).contains($0) }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    var number: Int64 = 0
    for digit in digits.prefix(while: isDigit) {
        let (product, overflows) = number.multipliedReportingOverflow(by: 10)
        let (sum, overflowsToo) = product.addingReportingOverflow(Int64(digit - 48))
        // `strtol` ends at the greatest or least `long`, of which an `int` keeps the lower half.
        if overflows || overflowsToo { return isNegative }
        number = sum
    }
    return Int32(truncatingIfNeeded: number) == 0
}
