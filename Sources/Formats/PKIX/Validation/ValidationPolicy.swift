public import DERCoding

/// What a certificate is wanted for, and how strictly its path is looked at (RFC 5280, section 6.1.1).
///
/// ``server(_:names:)`` and ``client`` are the everyday ones; each property can be changed.
public struct ValidationPolicy: Hashable, Sendable {
    /// How the certificate of a trust anchor is looked at.
    public enum AnchorTreatment: Hashable, Sendable {
        /// As any other authority's, as OpenSSL and Go do: its validity and all constraints in it count.
        case asAuthority
        /// As a name and a key alone, as RFC 5280 has it.
        case nameAndKey
    }

    /// How lists of revoked certificates are used.
    public enum Revocation: Hashable, Sendable {
        /// Not at all.
        case ignored
        /// A certificate is refused that is on a list, or that a list covers which cannot be relied on.
        case whereListed
        /// Each certificate of a path needs a list in force that covers it (section 6.3).
        case required
    }

    /// A purpose that the certificate and the authorities above it must not exclude (section 4.2.1.12); `nil` for any.
    public var purpose: ObjectIdentifier?
    /// Uses of which the certificate's key usage has one at least, where it has the extension; empty for any.
    public var keyUsage: KeyUsage = []
    /// A host's name, an address or a mailbox that the certificate must have; `nil` for none.
    public var name: GeneralName?
    /// How ``name`` is compared.
    public var nameRules: HostNameRules = .rfc9525
    /// Whether a certificate that is itself a trust anchor's needs no path, as that of a server which signs itself.
    public var acceptsAnchorItself = true
    /// How the anchor's own certificate is looked at.
    public var anchorTreatment = AnchorTreatment.asAuthority
    /// The most authorities between the anchor and the certificate, but for those that issued for themselves; `nil`
    /// for as many as the certificates allow.
    public var maximumAuthorityCount: Int?
    /// The fewest bits of an RSA key.
    public var minimumRSABitCount = 2048
    /// How lists are used.
    public var revocation = Revocation.whereListed
    /// Rules of RFC 5280 for those who issue, which each certificate must keep.
    public var rules: Set<CertificateRule> = []

    /// The policies that are acceptable (`user-initial-policy-set`).
    public var initialPolicies: Set<ObjectIdentifier> = [CertificatePolicies.anyPolicy]
    /// Whether a path needs an acceptable policy (`initial-explicit-policy`).
    public var requiresExplicitPolicy = false
    /// Whether no policy is mapped to another (`initial-policy-mapping-inhibit`).
    public var inhibitsPolicyMapping = false
    /// Whether `anyPolicy` stands for nothing (`initial-any-policy-inhibit`).
    public var inhibitsAnyPolicy = false

    /// How much is taken on.
    public var limits = ValidationLimits()

    /// Asks for nothing but a path as RFC 5280, section 6.1, has it.
    public init() {}

    /// A server of TLS that has `name`.
    public static func server(_ name: GeneralName, names rules: HostNameRules = .rfc9525) -> ValidationPolicy
    {
        var policy = ValidationPolicy()
        policy.purpose = ExtendedKeyUsage.serverAuth
        policy.keyUsage = [.digitalSignature, .keyEncipherment, .keyAgreement]
        policy.name = name
        policy.nameRules = rules
        return policy
    }

    /// A client of TLS.
    public static let client: ValidationPolicy = {
        var policy = ValidationPolicy()
        policy.purpose = ExtendedKeyUsage.clientAuth
        policy.keyUsage = [.digitalSignature, .keyAgreement]
        return policy
    }()
}
