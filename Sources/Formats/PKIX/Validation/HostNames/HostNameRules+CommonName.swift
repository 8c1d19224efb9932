extension HostNameRules {
    /// The common names of a subject that a client holds against the host that it called, without one that no host can
    /// have.
    ///
    /// OpenSSL alone reads them by the types that they have (`ASN1_STRING_to_UTF8`).
    func commonNames(of subject: DistinguishedName) -> [String] {
        let taken: String?
        switch self {
        case .rfc9525, .go, .rustls: return []
        case .openSSL: return subject.texts(of: .commonName)
        case .libpq, .libpqBefore15:
            taken = subject.commonNameOctets.map { String(decoding: $0, as: UTF8.self) }
        case .pgjdbc:
            let strings = subject.relativeNames.compactMap(\.commonNameOfJava)
            // At one of another type it ends with an error.
            guard strings.allSatisfy(\.isStringOfJava) else { return [] }
            taken = Self.mostSpecific(of: strings.map { String(decoding: $0.octets ?? [], as: UTF8.self) })
        }
        return taken.map { $0.utf8.contains(0) ? [] : [$0] } ?? []
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
    /// the types' names and of the texts without regard to case (`javax.naming.ldap.Rdn`), whose octets it takes for
    /// UTF-8 whatever their type (`sun.security.x509.AVA`).
    fileprivate var commonNameOfJava: NameAttribute? {
        guard attributes.allSatisfy({ Self.fromCommonNameOn.contains($0.type) }) else { return nil }
        func text(_ attribute: NameAttribute) -> [UInt8] {
            ASCII.lowercased(String(decoding: attribute.octets ?? [], as: UTF8.self))
        }
        return attributes.filter { $0.type == NameAttributeType.commonName.identifier }
            .min { text($0).lexicographicallyPrecedes(text($1)) }
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

extension NameAttribute {
    /// Whether Java gives the value as a string, and not as octets (`AVA.isDerString`).
    fileprivate var isStringOfJava: Bool {
        guard case .string(let string) = value else { return false }
        return [.utf8, .printable, .teletex, .ia5, .bmp].contains(string.kind)
    }
}
