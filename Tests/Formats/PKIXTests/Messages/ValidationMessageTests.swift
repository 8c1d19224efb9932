import DERCoding
import PKIX
import Testing

/// What an operator reads of a certificate that clients do not take.
@Suite("What is said of certificates of a path")
struct ValidationMessageTests {
    private static let identifier = ObjectIdentifier(1, 2, 3)
    private static let time = DERTime(secondsSince1970: 0)
    private static let shown = "1970-01-01T00:00:00Z"
    private static let name = DistinguishedName([NameAttribute.cn("x")])

    @Test(
        "a fault is a predicate of the certificate",
        arguments: [
            (.notYetValid(from: time), "is not valid before \(shown)"),
            (.expired(at: time), "expired at \(shown)"),
            (
                .unknownCriticalExtension(identifier),
                "has the critical extension 1.2.3, which is not known here"
            ),
            (
                .unreadableExtension(.emptyKeyUsage),
                "has an extension that cannot be read: \(PKIXError.emptyKeyUsage)"
            ),
            (
                .keyTooShort(bitCount: 1024, minimum: 2048),
                "has an RSA key of 1024 bits; at least 2048 are needed"
            ),
            (.wrongKeyUsage, "is not for this use, by its key usage"),
            (.otherName(.dnsName("a.example")), "does not have the name DNS:a.example"),
            (.ruleBroken(.version3), "is not of version 3"), (.notAuthority, "is not that of an authority"),
            (.mayNotSignCertificates, "may not sign certificates, by its key usage"),
            (.pathTooLong(limit: 2), "is followed by more than the 2 authorities that are allowed"),
            (
                .nameNotPermitted(.dnsName("a"), authority: name),
                "has the name DNS:a, which is not among those that CN=x permits"
            ),
            (.nameExcluded(.dnsName("a"), authority: name), "has the name DNS:a, which CN=x excludes"),
            (
                .nameNotComparable(.dnsName("a"), authority: name),
                "has the name DNS:a, of a form that the name constraints of CN=x speak of in a way that is not "
                    + "understood"
            ),
            (.noAcceptablePolicy, "has no acceptable certificate policy, and one is needed"),
            (.mapsAnyPolicy, "maps any certificate policy to another"),
            (.issuerNotFound(name), "is issued by CN=x, of which there is no certificate"),
            (.signatureInvalid(issuer: name), "is not signed with the key of CN=x"),
            (
                .signatureNotVerified(ObjectIdentifier(1, 2, 840, 113549, 1, 1, 5)),
                "has a signature of the algorithm sha1WithRSAEncryption, which is not verified here"
            ),
            (
                .issuerKeyUnusable(.multiPrime),
                "is issued by a key that cannot be used: \(KeyEncodingError.multiPrime)"
            ),
            (.issuersFormLoop, "is issued by nobody but those who stand below it"),
            (.revoked(at: time, nil), "was revoked at \(shown)"),
            (.revoked(at: time, .keyCompromise), "was revoked at \(shown) (keyCompromise)"),
            (.revocationUnknown(.noList), "may be revoked: no revocation list covers it"),
            (
                .tooManySignatures(limit: 5),
                "needs more than 5 signatures to be verified; give fewer certificates"
            ),
            (.tooManyPaths(limit: 5), "has more than 5 paths to a root; give fewer certificates"),
            (.pathBeyondLimit(5), "is at the end of a path of more than 5 certificates"),
            (
                .tooManySteps(limit: 5),
                "needs more than 5 comparisons; give fewer certificates, or such with fewer names and policies"
            ),
        ] as [(ValidationFault, String)]
    )
    func faults(fault: ValidationFault, words: String) { #expect(fault.description == words) }

    /// The purposes of RFC 5280, section 4.2.1.12, by their numbers below id-kp, and one of nobody.
    @Test(
        "a purpose that is excluded is called by whom it is for",
        arguments: [
            (1, "servers"), (2, "clients"), (3, "signing code"), (4, "e-mail"), (8, "time stamps"),
            (9, "signing OCSP answers"), (99, "1.3.6.1.5.5.7.3.99"),
        ] as [(UInt, String)]
    )
    func purposes(number: UInt, words: String) {
        let purpose = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, number)
        let fault = ValidationFault.wrongPurpose(purpose)
        #expect(fault.description == "is not for \(words), by its extended key usage")
    }

    @Test(
        "why it is not known whether one is revoked",
        arguments: [
            (.noList, "no revocation list covers it"),
            (
                .listNotYetValid(from: time),
                "the revocation list that covers it is not valid before \(shown)"
            ),
            (.listExpired(at: time), "the revocation list that covers it expired at \(shown)"),
            (.listNotSigned(name), "the revocation list of CN=x is not signed by anybody who may sign it"),
            (
                .unknownCriticalExtension(identifier),
                "the revocation list has the critical extension 1.2.3, which is not known here"
            ),
            (.reasonsNotCovered, "the revocation lists cover it for some reasons only"),
            (
                .otherScope(name),
                "the revocation list of CN=x is not for it, by its issuing distribution point"
            ),
        ] as [(RevocationGap, String)]
    )
    func gaps(gap: RevocationGap, words: String) { #expect(gap.description == words) }

    @Test(
        "a rule that is broken is a predicate of the certificate",
        arguments: [
            (.version3, "is not of version 3"),
            (.positiveSerialNumber, "has a serial number that is not positive"),
            (.subjectOfAuthority, "is an authority's and has an empty subject"),
            (.namelessSubject, "has an empty subject and alternative names that are not critical"),
            (.basicConstraints, "has no basic constraints that say that it is an authority's"),
            (.criticalBasicConstraints, "has basic constraints that are not critical"),
            (.keyUsageOfAuthority, "is an authority's and has no key usage"),
            (
                .certificateSigningWithoutAuthority,
                "may sign certificates by its key usage, and is no authority's"
            ),
            (.authorityAsEndEntity, "is that of an authority, used as an end entity's"),
            (.subjectKeyIdentifier, "is an authority's and has no subject key identifier"),
            (.authorityKeyIdentifier, "has no authority key identifier"),
            (
                .authorityKeyIdentifierOfAnchor,
                "is a root's, and names its issuer's key by more than the key's identifier"
            ),
            (.criticalPolicyConstraints, "has policy constraints that are not critical"),
            (.nameConstraintSyntax, "has name constraints with a host's name that begins with a dot"),
            (.criticalExtendedKeyUsage, "has an extended key usage that is critical"),
            (.alternativeNameSyntax, "has a host's name that is not one among its alternative names"),
            (.usableKey, "has a key of a kind or size that is not used here"),
        ] as [(CertificateRule, String)]
    )
    func rules(rule: CertificateRule, words: String) { #expect(rule.description == words) }

    /// RFC 5280, section 5.3.1.
    @Test("a reason of a revocation has the standard's number and name")
    func reasons() {
        let known = [
            (0, "unspecified"), (1, "keyCompromise"), (2, "cACompromise"), (3, "affiliationChanged"),
            (4, "superseded"), (5, "cessationOfOperation"), (6, "certificateHold"), (8, "removeFromCRL"),
            (9, "privilegeWithdrawn"), (10, "aACompromise"),
        ]
        for (number, name) in known {
            #expect(RevocationReason(rawValue: number)?.description == name)
        }
        #expect(RevocationReason.allCases.count == known.count)
    }

    /// RFC 5280, appendix A.1, with its upper bounds; RFC 4519, sections 2.4 and 2.39; X.520, section 6.3.4.
    @Test(
        "a kind of name attribute has the standard's identifier, bound and string types",
        arguments: [
            (.commonName, "CN", "2.5.4.3", .directory, 64), (.surname, "SN", "2.5.4.4", .directory, 32768),
            (.serialNumber, "serialNumber", "2.5.4.5", .printable, 64),
            (.countryName, "C", "2.5.4.6", .printable, 2), (.localityName, "L", "2.5.4.7", .directory, 128),
            (.stateOrProvinceName, "ST", "2.5.4.8", .directory, 128),
            (.streetAddress, "street", "2.5.4.9", .directory, 128),
            (.organizationName, "O", "2.5.4.10", .directory, 64),
            (.organizationalUnitName, "OU", "2.5.4.11", .directory, 64),
            (.title, "title", "2.5.4.12", .directory, 64), (.name, "name", "2.5.4.41", .directory, 32768),
            (.givenName, "GN", "2.5.4.42", .directory, 32768),
            (.initials, "initials", "2.5.4.43", .directory, 32768),
            (.generationQualifier, "generationQualifier", "2.5.4.44", .directory, 32768),
            (.dnQualifier, "dnQualifier", "2.5.4.46", .printable, nil),
            (.pseudonym, "pseudonym", "2.5.4.65", .directory, 128),
            (.domainComponent, "DC", "0.9.2342.19200300.100.1.25", .ia5, nil),
            (.emailAddress, "emailAddress", "1.2.840.113549.1.9.1", .ia5, 255),
            (.userID, "UID", "0.9.2342.19200300.100.1.1", .directory, 256),
        ] as [(NameAttributeType, String, String, NameAttributeType.Syntax, Int?)]
    )
    func attributes(
        type: NameAttributeType,
        name: String,
        identifier: String,
        syntax: NameAttributeType.Syntax,
        limit: Int?
    ) {
        #expect(type.description == name)
        #expect("\(type.identifier)" == identifier)
        #expect(type.syntax == syntax)
        #expect(type.maximumCount == limit)
        #expect(NameAttributeType(type.identifier) == type)
        #expect(NameAttributeType.all.contains(type))
    }
}

extension NameAttribute {
    /// A common name that surely is one.
    fileprivate static func cn(_ text: String) -> NameAttribute {
        guard let attribute = try? NameAttribute(.commonName, text) else { preconditionFailure(text) }
        return attribute
    }
}
