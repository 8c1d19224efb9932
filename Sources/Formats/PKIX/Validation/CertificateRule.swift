internal import DERCoding

/// A rule of RFC 5280 for those who issue certificates, or of a profile of it, that validation by section 6 leaves open
/// and strict readers ask for.
public enum CertificateRule: Hashable, Sendable, CaseIterable {
    /// Version 3, without which there are no extensions.
    case version3
    /// A serial number above zero (section 4.1.2.2).
    case positiveSerialNumber
    /// An authority has a subject (section 4.1.2.6).
    case subjectOfAuthority
    /// Alternative names are critical where there is no subject (section 4.2.1.6).
    case namelessSubject
    /// An authority has basic constraints (section 4.2.1.9).
    case basicConstraints
    /// They are critical.
    case criticalBasicConstraints
    /// An authority has a key usage (section 4.2.1.3).
    case keyUsageOfAuthority
    /// Only an authority may sign certificates by its key usage.
    case certificateSigningWithoutAuthority
    /// The last certificate of a path is no authority's.
    case authorityAsEndEntity
    /// An authority has a subject key identifier (section 4.2.1.2).
    case subjectKeyIdentifier
    /// Every certificate but that of an anchor has the key identifier of its issuer (section 4.2.1.1).
    case authorityKeyIdentifier
    /// An anchor's certificate names its issuer's key by its identifier, or not at all.
    case authorityKeyIdentifierOfAnchor
    /// Policy constraints are critical (section 4.2.1.11).
    case criticalPolicyConstraints
    /// A host's name in constraints begins with no dot (section 4.2.1.10).
    case nameConstraintSyntax
    /// The extended key usage is not critical (CA/Browser Forum, Baseline Requirements, section 7.1.2.7.6).
    case criticalExtendedKeyUsage
    /// A host's name among the alternative ones is one (section 4.2.1.6), possibly with a star for its first label.
    case alternativeNameSyntax
    /// The subject's key is of a kind and size that is verified with here.
    case usableKey

    /// Those that `X509_V_FLAG_X509_STRICT` of OpenSSL adds.
    public static let strictOpenSSL: Set<CertificateRule> = [
        .basicConstraints, .criticalBasicConstraints, .keyUsageOfAuthority, .subjectKeyIdentifier,
        .authorityKeyIdentifier, .certificateSigningWithoutAuthority, .namelessSubject,
        .subjectOfAuthority,
    ]
}

extension CertificateRule {
    /// Where a certificate stands in a path.
    package enum Place: Hashable, Sendable {
        case endEntity, authority, anchor
    }

    /// Whether a certificate breaks the rule.
    package func isBroken(by certificate: Certificate, at place: Place) -> Bool {
        let extensions = certificate.extensions
        let isAuthority = extensions.basicConstraints?.isAuthority ?? false
        func isCritical<Contents: ExtensionContents>(_ type: Contents.Type) -> Bool? {
            extensions[Contents.identifier]?.isCritical
        }
        switch self {
        case .version3: return certificate.version != .v3
        case .positiveSerialNumber: return !certificate.serialNumber.isPositive
        case .subjectOfAuthority: return (isAuthority || place != .endEntity) && certificate.subject.isEmpty
        case .namelessSubject:
            return certificate.subject.isEmpty && isCritical(SubjectAlternativeName.self) == false
        case .basicConstraints: return place != .endEntity && extensions.basicConstraints == nil
        case .criticalBasicConstraints: return isAuthority && isCritical(BasicConstraints.self) == false
        case .keyUsageOfAuthority: return isAuthority && extensions.keyUsage == nil
        case .certificateSigningWithoutAuthority:
            return !isAuthority && extensions.keyUsage?.contains(.keyCertSign) ?? false
        case .authorityAsEndEntity: return place == .endEntity && isAuthority
        case .subjectKeyIdentifier: return isAuthority && extensions.subjectKeyIdentifier == nil
        case .authorityKeyIdentifier:
            return place != .anchor && extensions.authorityKeyIdentifier?.keyIdentifier == nil
        case .authorityKeyIdentifierOfAnchor:
            guard place == .anchor, let named = extensions.authorityKeyIdentifier else { return false }
            return named.keyIdentifier == nil || named.certificateIssuer != nil
                || named.certificateSerialNumber != nil
        case .criticalPolicyConstraints: return isCritical(PolicyConstraints.self) == false
        case .nameConstraintSyntax:
            guard let constraints = try? extensions.read(NameConstraints.self) else { return false }
            return (constraints.permitted + constraints.excluded).contains { base in
                if case .dnsName(let text) = base { text.utf8.first == UInt8(ascii: ".") } else { false }
            }
        case .criticalExtendedKeyUsage: return isCritical(ExtendedKeyUsage.self) == true
        case .alternativeNameSyntax:
            return certificate.dnsNames.contains { (try? GeneralName.dns($0)) == nil }
        case .usableKey: return (try? certificate.subjectPublicKeyInfo.verifyingKey()) == nil
        }
    }
}

extension CertificateRule: CustomStringConvertible {
    /// What a certificate that breaks the rule is or has, as a predicate.
    public var description: String {
        switch self {
        case .version3: "is not of version 3"
        case .positiveSerialNumber: "has a serial number that is not positive"
        case .subjectOfAuthority: "is an authority's and has an empty subject"
        case .namelessSubject: "has an empty subject and alternative names that are not critical"
        case .basicConstraints: "has no basic constraints that say that it is an authority's"
        case .criticalBasicConstraints: "has basic constraints that are not critical"
        case .keyUsageOfAuthority: "is an authority's and has no key usage"
        case .certificateSigningWithoutAuthority:
            "may sign certificates by its key usage, and is no authority's"
        case .authorityAsEndEntity: "is that of an authority, used as an end entity's"
        case .subjectKeyIdentifier: "is an authority's and has no subject key identifier"
        case .authorityKeyIdentifier: "has no authority key identifier"
        case .authorityKeyIdentifierOfAnchor:
            "is a root's, and names its issuer's key by more than the key's identifier"
        case .criticalPolicyConstraints: "has policy constraints that are not critical"
        case .nameConstraintSyntax: "has name constraints with a host's name that begins with a dot"
        case .criticalExtendedKeyUsage: "has an extended key usage that is critical"
        case .alternativeNameSyntax: "has a host's name that is not one among its alternative names"
        case .usableKey: "has a key of a kind or size that is not used here"
        }
    }
}
