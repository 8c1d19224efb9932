internal import DERCoding

/// What a certificate shall say; who issues it, and for which key, comes when it is issued.
public struct CertificateTemplate: Hashable, Sendable {
    /// What it is for.
    public var profile: CertificateProfile
    /// Whose it is.
    public var subject: DistinguishedName
    /// When it shall be valid; what is issued is never valid when its issuer is not, and is cut to that.
    public var validity: Validity
    /// The subject's other names.
    public var names: [GeneralName]
    /// Where the issuer's lists of revoked certificates are, each place a list of its own.
    public var crlDistributionPoints: [GeneralName]
    /// Where more about the issuer is.
    public var authorityInformation: [AuthorityInformationAccess.Description]
    /// Which key the subject has, where what was issued before already names it otherwise than
    /// ``SubjectKeyIdentifier/init(of:)`` would; `nil` for that one.
    public var subjectKeyIdentifier: SubjectKeyIdentifier?
    /// The serial number, for a certificate that takes the place of another one that is named by its serial number;
    /// `nil` for a new one, which any other certificate needs.
    public var serialNumber: SerialNumber?

    /// Makes a template.
    public init(
        profile: CertificateProfile,
        subject: DistinguishedName,
        validity: Validity,
        names: [GeneralName] = [],
        crlDistributionPoints: [GeneralName] = [],
        authorityInformation: [AuthorityInformationAccess.Description] = []
    ) {
        self.profile = profile
        self.subject = subject
        self.validity = validity
        self.names = names
        self.crlDistributionPoints = crlDistributionPoints
        self.authorityInformation = authorityInformation
    }

    /// Throws where the standard does not allow what the template says.
    func validate() throws(PKIXError) {
        guard validity.notBefore <= validity.notAfter, validity.notBefore >= .earliest,
            validity.notAfter <= .latest
        else { throw .invalidValidity(validity) }
        try subject.validate()
        for name in names + crlDistributionPoints + authorityInformation.map(\.location) {
            try name.validate()
        }
        switch profile {
        case .root(let pathLength), .intermediate(let pathLength):
            if let pathLength, pathLength < 0 { throw .negativePathLength(pathLength) }
            guard !subject.isEmpty else { throw .emptyAuthoritySubject }
        case .server:
            guard !names.isEmpty else { throw .missingSubjectAlternativeName }
        case .client:
            guard !subject.isEmpty || !names.isEmpty else { throw .missingSubjectAlternativeName }
        }
    }

    /// The extensions, with the criticality of RFC 5280, section 4.2.1. Throws where the key is not one that a
    /// certificate is issued for, or cannot be read. The issuer is `nil` for what signs itself.
    func extensions(
        of key: SubjectPublicKeyInfo,
        by issuer: Certificate?,
        authorityKeyIdentifier: AuthorityKeyIdentifier?
    ) throws(PKIXError) -> Extensions {
        guard let kind = KeyAlgorithm(of: key) else {
            throw .unsupportedSubjectKey(key.algorithm.algorithm)
        }
        _ = try key.verifyingKey()
        var all = [
            CertificateExtension(
                profile.basicConstraints(under: issuer?.extensions.basicConstraints),
                isCritical: true
            ),
            CertificateExtension(profile.keyUsage(of: kind), isCritical: true),
        ]
        if let purpose = profile.purpose {
            all.append(CertificateExtension(ExtendedKeyUsage(purpose), isCritical: false))
        } else if let usage = issuer?.extensions.extendedKeyUsage {
            // Clients ask every authority of a path for the purpose: one that said nothing would promise too much.
            all.append(CertificateExtension(usage, isCritical: false))
        }
        if !names.isEmpty {
            all.append(CertificateExtension(SubjectAlternativeName(names), isCritical: subject.isEmpty))
        }
        all.append(
            CertificateExtension(subjectKeyIdentifier ?? SubjectKeyIdentifier(of: key), isCritical: false)
        )
        if let authorityKeyIdentifier {
            all.append(CertificateExtension(authorityKeyIdentifier, isCritical: false))
        }
        if !crlDistributionPoints.isEmpty {
            let points = crlDistributionPoints.map { DistributionPoint(fullName: [$0]) }
            all.append(CertificateExtension(CRLDistributionPoints(points), isCritical: false))
        }
        if !authorityInformation.isEmpty {
            all.append(
                CertificateExtension(AuthorityInformationAccess(authorityInformation), isCritical: false)
            )
        }
        return try Extensions(all)
    }
}

extension GeneralName {
    /// Throws where a name that was made from a case, and not by a check, is none.
    package func validate() throws(PKIXError) {
        switch self {
        case .dnsName(let text): _ = try GeneralName.dns(text)
        case .rfc822Name(let text): _ = try GeneralName.email(text)
        case .uniformResourceIdentifier(let text): _ = try GeneralName.uri(text)
        case .directoryName(let name): try name.validate()
        case .ipAddress, .registeredID, .other: break
        }
    }
}

extension DistinguishedName {
    /// Throws where an attribute that was read, or made unchecked, is not as RFC 5280, appendix A, allows it.
    func validate() throws(PKIXError) {
        for attribute in attributes {
            guard let type = NameAttributeType(attribute.type), case .string(let string) = attribute.value
            else {
                continue
            }
            _ = try NameAttribute(type, string.text, as: string.kind)
        }
    }
}
