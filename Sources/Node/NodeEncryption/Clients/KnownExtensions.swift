internal import DERCoding
internal import PKIX

/// Which clients know an extension where it is critical (RFC 5280, section 4.2): tried with OpenSSL 3.0, Go 1.19,
/// rustls-webpki 0.103 and OpenJDK 17.
enum KnownExtensions {
    static func clients(knowing identifier: ObjectIdentifier) -> Set<VerifyingClient> {
        switch identifier {
        case BasicConstraints.identifier, KeyUsage.identifier, ExtendedKeyUsage.identifier,
            SubjectAlternativeName.identifier, NameConstraints.identifier:
            VerifyingClient.all
        case CRLDistributionPoints.identifier: VerifyingClient.all.subtracting([.jdbc])
        // The standard lets nobody make these critical (sections 4.2.1.1, 4.2.1.2 and 4.2.2.1).
        case SubjectKeyIdentifier.identifier, AuthorityKeyIdentifier.identifier,
            AuthorityInformationAccess.identifier:
            [.go]
        case CertificatePolicies.identifier: VerifyingClient.all.subtracting([.rustls])
        case PolicyMappings.identifier, PolicyConstraints.identifier, InhibitAnyPolicy.identifier:
            VerifyingClient.openSSL.union([.jdbc])
        case NetscapeType.identifier: VerifyingClient.openSSL
        default: []
        }
    }
}

/// Netscape's certificate type, older than the extended key usage and still looked at by OpenSSL and Java: a BIT STRING
/// of which bit 0 stands for clients and bit 1 for servers.
struct NetscapeType {
    static let identifier = ObjectIdentifier(2, 16, 840, 1, 113730, 1, 1)

    private let bits: UInt8

    /// `nil` where there is none that can be read: like OpenSSL and Java it takes bits beyond those with names, and
    /// zeros at the end.
    init?(of extensions: Extensions) {
        guard let contents = extensions[Self.identifier]?.contents,
            let (octets, _) = try? DERReader<DERError>.read(
                contents.span,
                { reader throws(DERError) in try reader.bitString() }
            )
        else { return nil }
        bits = octets.first ?? 0
    }

    /// Whether there is one that cannot be read.
    static func isUnreadable(in extensions: Extensions) -> Bool {
        extensions[identifier] != nil && NetscapeType(of: extensions) == nil
    }

    func covers(_ use: CertificateUse) -> Bool { bits & (use == .client ? 0x80 : 0x40) != 0 }
}
