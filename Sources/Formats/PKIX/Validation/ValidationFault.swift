public import DERCoding

/// Why a certificate of a path is not accepted: one fact.
public enum ValidationFault: Error, Equatable, Sendable {
    // MARK: The certificate

    /// It is not valid yet.
    case notYetValid(from: DERTime)
    /// It is not valid any more.
    case expired(at: DERTime)
    /// It has a critical extension that is not known here.
    case unknownCriticalExtension(ObjectIdentifier)
    /// An extension that has to be kept to cannot be read.
    case unreadableExtension(PKIXError)
    /// Its RSA key has fewer bits than the policy asks for.
    case keyTooShort(bitCount: Int, minimum: Int)
    /// Its extended key usage excludes the purpose, its own or that of those below it.
    case wrongPurpose(ObjectIdentifier)
    /// Its key usage has none of the wanted uses.
    case wrongKeyUsage
    /// It has not the wanted name.
    case otherName(GeneralName)
    /// It breaks a rule that the policy asks for.
    case ruleBroken(CertificateRule)

    // MARK: Authorities

    /// Its basic constraints do not say that it is an authority's.
    case notAuthority
    /// Its key usage has no keyCertSign.
    case mayNotSignCertificates
    /// More authorities follow it than its path length, or the policy, allows.
    case pathTooLong(limit: Int)
    /// A name is not in the sets that an authority permits.
    case nameNotPermitted(GeneralName, authority: DistinguishedName)
    /// A name is in a set that an authority excludes.
    case nameExcluded(GeneralName, authority: DistinguishedName)
    /// An authority constrains names of a form for which nobody can say whether one is in a set, and there is one.
    case nameNotComparable(GeneralName, authority: DistinguishedName)

    // MARK: Policies

    /// There is no acceptable policy, and one is needed.
    case noAcceptablePolicy
    /// It maps any policy, or to any policy.
    case mapsAnyPolicy

    // MARK: The way to an anchor

    /// Neither a certificate nor an anchor has the name that it gives its issuer.
    case issuerNotFound(DistinguishedName)
    /// The key of none that has its issuer's name made its signature.
    case signatureInvalid(issuer: DistinguishedName)
    /// Its signature is of an algorithm that is not verified here, or not one of its issuer's key.
    case signatureNotVerified(ObjectIdentifier)
    /// Its issuer's key cannot be used.
    case issuerKeyUnusable(KeyEncodingError)
    /// All that may have issued it stand in the path already.
    case issuersFormLoop

    // MARK: Lists

    /// It is revoked.
    case revoked(at: DERTime, RevocationReason?)
    /// Whether it is revoked cannot be said.
    case revocationUnknown(RevocationGap)

    // MARK: Limits

    /// More signatures would have to be verified than the limits allow.
    case tooManySignatures(limit: Int)
    /// There are more paths than the limits allow.
    case tooManyPaths(limit: Int)
    /// The path is longer than the limits allow.
    case pathBeyondLimit(Int)
    /// More would have to be compared than the limits allow.
    case tooManySteps(limit: Int)
}

/// Why it cannot be said whether a certificate is revoked.
public enum RevocationGap: Hashable, Sendable {
    /// No list covers it.
    case noList
    /// The list that covers it is of later.
    case listNotYetValid(from: DERTime)
    /// The list that covers it is out of date.
    case listExpired(at: DERTime)
    /// Nobody who may signed the list that covers it.
    case listNotSigned(DistinguishedName)
    /// The list that covers it has a critical extension that is not known here.
    case unknownCriticalExtension(ObjectIdentifier)
    /// The lists that cover it cover some reasons alone.
    case reasonsNotCovered
    /// The list of its issuer is of other certificates, by its issuing distribution point.
    case otherScope(DistinguishedName)
}

extension ValidationFault: CustomStringConvertible {
    /// A predicate of the certificate, on one line.
    public var description: String {
        switch self {
        case .notYetValid(let time): "is not valid before \(time)"
        case .expired(let time): "expired at \(time)"
        case .unknownCriticalExtension(let identifier):
            "has the critical extension \(identifier), which is not known here"
        case .unreadableExtension(let error): "has an extension that cannot be read: \(error)"
        case .keyTooShort(let bitCount, let minimum):
            "has an RSA key of \(bitCount) bits; at least \(minimum) are needed"
        case .wrongPurpose(let purpose):
            "is not for \(ExtendedKeyUsage.name(of: purpose)), by its extended key usage"
        case .wrongKeyUsage: "is not for this use, by its key usage"
        case .otherName(let name): "does not have the name \(name)"
        case .ruleBroken(let rule): "\(rule)"
        case .notAuthority: "is not that of an authority"
        case .mayNotSignCertificates: "may not sign certificates, by its key usage"
        case .pathTooLong(let limit): "is followed by more than the \(limit) authorities that are allowed"
        case .nameNotPermitted(let name, let authority):
            "has the name \(name), which is not among those that \(authority) permits"
        case .nameExcluded(let name, let authority): "has the name \(name), which \(authority) excludes"
        case .nameNotComparable(let name, let authority):
            "has the name \(name), of a form that the name constraints of \(authority) speak of in a way "
                + "that is not understood"
        case .noAcceptablePolicy: "has no acceptable certificate policy, and one is needed"
        case .mapsAnyPolicy: "maps any certificate policy to another"
        case .issuerNotFound(let name): "is issued by \(name), of which there is no certificate"
        case .signatureInvalid(let issuer): "is not signed with the key of \(issuer)"
        case .signatureNotVerified(let algorithm):
            "has a signature of the algorithm \(SignatureAlgorithm(AlgorithmIdentifier(algorithm: algorithm))), "
                + "which is not verified here"
        case .issuerKeyUnusable(let error): "is issued by a key that cannot be used: \(error)"
        case .issuersFormLoop: "is issued by nobody but those who stand below it"
        case .revoked(let time, let reason): "was revoked at \(time)" + (reason.map { " (\($0))" } ?? "")
        case .revocationUnknown(let gap): "may be revoked: \(gap)"
        case .tooManySignatures(let limit):
            "needs more than \(limit) signatures to be verified; give fewer certificates"
        case .tooManyPaths(let limit): "has more than \(limit) paths to a root; give fewer certificates"
        case .pathBeyondLimit(let limit): "is at the end of a path of more than \(limit) certificates"
        case .tooManySteps(let limit):
            "needs more than \(limit) comparisons; give fewer certificates, or such with fewer names and policies"
        }
    }
}

extension RevocationGap: CustomStringConvertible {
    /// Why, on one line.
    public var description: String {
        switch self {
        case .noList: "no revocation list covers it"
        case .listNotYetValid(let time): "the revocation list that covers it is not valid before \(time)"
        case .listExpired(let time): "the revocation list that covers it expired at \(time)"
        case .listNotSigned(let name):
            "the revocation list of \(name) is not signed by anybody who may sign it"
        case .unknownCriticalExtension(let identifier):
            "the revocation list has the critical extension \(identifier), which is not known here"
        case .reasonsNotCovered: "the revocation lists cover it for some reasons only"
        case .otherScope(let name):
            "the revocation list of \(name) is not for it, by its issuing distribution point"
        }
    }
}

extension ExtendedKeyUsage {
    /// What a purpose is called: its name in the standard, or its dotted identifier.
    static func name(of purpose: ObjectIdentifier) -> String {
        switch purpose {
        case serverAuth: "servers"
        case clientAuth: "clients"
        case codeSigning: "signing code"
        case emailProtection: "e-mail"
        case timeStamping: "time stamps"
        case ocspSigning: "signing OCSP answers"
        default: "\(purpose)"
        }
    }
}
