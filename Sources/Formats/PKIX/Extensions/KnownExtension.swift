internal import DERCoding

/// The extensions whose contents are read with a certificate, so that one with malformed contents is refused.
enum KnownExtension: Int, CaseIterable {
    case basicConstraints
    case keyUsage
    case extendedKeyUsage
    case subjectAlternativeName
    case subjectKeyIdentifier
    case authorityKeyIdentifier
    case crlDistributionPoints
    case authorityInformationAccess

    /// The extension whose identifier has these contents octets.
    ///
    /// The octets stand here, and not the identifiers, since a reader asks for each extension.
    init?(_ identifier: Span<UInt8>) {
        switch identifier.count {
        // Those of 2.5.29, `id-ce`.
        case 3 where identifier[0] == 0x55 && identifier[1] == 0x1D:
            switch identifier[2] {
            case 19: self = .basicConstraints
            case 15: self = .keyUsage
            case 37: self = .extendedKeyUsage
            case 17: self = .subjectAlternativeName
            case 14: self = .subjectKeyIdentifier
            case 35: self = .authorityKeyIdentifier
            case 31: self = .crlDistributionPoints
            default: return nil
            }
        // 1.3.6.1.5.5.7.1.1.
        case 8
        where identifier[7] == 1 && identifier[6] == 1 && identifier[5] == 7 && identifier[4] == 5
            && identifier[3] == 5 && identifier[2] == 1 && identifier[1] == 6 && identifier[0] == 0x2B:
            self = .authorityInformationAccess
        default: return nil
        }
    }

    /// Which extension.
    var identifier: ObjectIdentifier {
        switch self {
        case .basicConstraints: BasicConstraints.identifier
        case .keyUsage: KeyUsage.identifier
        case .extendedKeyUsage: ExtendedKeyUsage.identifier
        case .subjectAlternativeName: SubjectAlternativeName.identifier
        case .subjectKeyIdentifier: SubjectKeyIdentifier.identifier
        case .authorityKeyIdentifier: AuthorityKeyIdentifier.identifier
        case .crlDistributionPoints: CRLDistributionPoints.identifier
        case .authorityInformationAccess: AuthorityInformationAccess.identifier
        }
    }

    /// Reads contents and keeps nothing.
    func check(_ contents: Span<UInt8>) throws(PKIXError) {
        try CertificateExtension.read(contents, of: identifier) { reader throws(PKIXError) in
            switch self {
            case .basicConstraints: _ = try BasicConstraints(reading: &reader)
            case .keyUsage: _ = try KeyUsage(reading: &reader)
            case .extendedKeyUsage: try ExtendedKeyUsage.check(&reader)
            case .subjectAlternativeName: try SubjectAlternativeName.check(&reader)
            case .subjectKeyIdentifier: try SubjectKeyIdentifier.check(&reader)
            case .authorityKeyIdentifier: try AuthorityKeyIdentifier.check(&reader)
            case .crlDistributionPoints: try CRLDistributionPoints.check(&reader)
            case .authorityInformationAccess: try AuthorityInformationAccess.check(&reader)
            }
        }
    }
}
