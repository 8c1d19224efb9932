extension HostNameRules {
    /// The common names of a subject that a client holds against the host that it called.
    func commonNames(of subject: DistinguishedName) -> [String] {
        switch self {
        case .rfc9525, .go, .rustls: []
        case .libpq, .libpqBefore15: subject.commonName.map { [$0] } ?? []
        case .openSSL: subject.texts(of: .commonName)
        case .pgjdbc:
            Self.mostSpecific(of: subject.relativeNames.compactMap(\.commonNameOfJava)).map { [$0] } ?? []
        }
    }

    /// Of several names the one with the most labels; of those, with the fewest stars; of those, the longest in UTF-16;
    /// and of those, the last (`HOSTNAME_PATTERN_COMPARATOR`).
    private static func mostSpecific(of names: [String]) -> String? {
        func weight(_ name: String) -> [Int] {
            let octets = name.utf8
            return [
                octets.count { $0 == UInt8(ascii: ".") }, -octets.count { $0 == UInt8(ascii: "*") },
                name.utf16.count,
            ]
        }
        return names.enumerated().max { one, other in
            (weight(one.element) + [one.offset]).lexicographicallyPrecedes(
                weight(other.element) + [other.offset]
            )
        }?.element
    }
}

extension RelativeDistinguishedName {
    /// The common name as Java finds it: of a level with several attributes it sees the first alone, in the order of
    /// the types' names and of the texts without regard to case (`javax.naming.ldap.Rdn`).
    fileprivate var commonNameOfJava: String? {
        guard attributes.allSatisfy({ Self.fromCommonNameOn.contains($0.type) }) else { return nil }
        return attributes.filter { $0.type == NameAttributeType.commonName.identifier }.compactMap(\.text)
            .min { ASCII.lowercased($0).lexicographicallyPrecedes(ASCII.lowercased($1)) }
    }

    /// Of the types that RFC 2253, section 2.3, has names for, those not before `CN`. The others stand as numbers,
    /// before all letters.
    private static let fromCommonNameOn = Set(
        [
            NameAttributeType.commonName, .localityName, .stateOrProvinceName, .organizationName,
            .organizationalUnitName, .streetAddress, .domainComponent, .userID,
        ].map(\.identifier)
    )
}
