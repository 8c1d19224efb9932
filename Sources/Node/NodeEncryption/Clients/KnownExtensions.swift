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
        case certificatePolicies: VerifyingClient.all.subtracting([.rustls])
        case policyMappings, policyConstraints, inhibitAnyPolicy: VerifyingClient.openSSL.union([.jdbc])
        case NetscapeType.identifier: VerifyingClient.openSSL
        default: []
        }
    }

    private static let certificatePolicies = ObjectIdentifier(2, 5, 29, 32)
    private static let policyMappings = ObjectIdentifier(2, 5, 29, 33)
    private static let policyConstraints = ObjectIdentifier(2, 5, 29, 36)
    private static let inhibitAnyPolicy = ObjectIdentifier(2, 5, 29, 54)
}

/// Netscape's certificate type, older than the extended key usage and still looked at by OpenSSL and Java: a BIT STRING
/// of which bit 0 stands for clients and bit 1 for servers.
struct NetscapeType {
    static let identifier = ObjectIdentifier(2, 16, 840, 1, 113730, 1, 1)

    private let bits: UInt32

    /// `nil` where there is none that can be read.
    init?(of extensions: Extensions) {
        guard let contents = extensions[Self.identifier]?.contents,
            let bits = try? DERReader<DERError>.read(
                contents.span,
                { reader throws(DERError) in try reader.namedBits(count: 8) }
            )
        else { return nil }
        self.bits = bits
    }

    func covers(_ use: CertificateUse) -> Bool { bits & (use == .client ? 1 : 2) != 0 }
}

extension StrictRule {
    /// The rules that a certificate breaks (`x509_vfy.c`, `check_extensions` and `check_purpose`).
    ///
    /// - Parameter isLast: whether it ends a path, so that its issuer is itself or nobody looks at it.
    static func broken(by certificate: Certificate, isLast: Bool) -> [StrictRule] {
        let extensions = certificate.extensions
        guard certificate.version == .v3 else { return [] }
        let isAuthority = extensions.basicConstraints?.isAuthority ?? false
        let names = extensions[SubjectAlternativeName.identifier]
        let rules: [(StrictRule, Bool)] = [
            (
                .criticalBasicConstraints,
                isAuthority && !(extensions[BasicConstraints.identifier]?.isCritical ?? true)
            ),
            (.keyUsageOfAuthority, isAuthority && extensions.keyUsage == nil),
            (.subjectKeyIdentifier, isAuthority && extensions.subjectKeyIdentifier == nil),
            (.authorityKeyIdentifier, !isLast && extensions.authorityKeyIdentifier?.keyIdentifier == nil),
            (
                .certificateSigningWithoutAuthority,
                !isAuthority && extensions.keyUsage?.contains(.keyCertSign) ?? false
            ),
            (.namelessSubject, certificate.subject.isEmpty && !(names?.isCritical ?? true)),
        ]
        return rules.filter(\.1).map(\.0)
    }
}
