public import DERCoding

/// A list of revoked certificates (RFC 5280, section 5.1).
///
///     CertificateList ::= SEQUENCE {
///         tbsCertList         TBSCertList,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// A value is a list that was read, with its exact octets, and equal to another where these are; reading says nothing
/// about who signed it, nor whether it is the latest.
///
/// ```swift
/// let list = try CertificateList(pem: text.span)
/// if try list.isSigned(by: root.subjectPublicKeyInfo), let entry = list.entry(of: certificate) {
///     print("revoked at \(entry.revocationDate)")
/// }
/// ```
public struct CertificateList: Hashable, Sendable {
    /// The label of a list in PEM (RFC 7468, section 6).
    public static let pemLabel = "X509 CRL"
    /// The most octets of a list that are read, where nothing else is said: about 700,000 certificates.
    public static let maximumByteCount = 1 << 25

    let signed: Signed<TBSCertList>

    init(signed: Signed<TBSCertList>) { self.signed = signed }

    /// Reads a list of at most `maximumByteCount` octets; nothing may follow it.
    public init(
        der octets: Span<UInt8>,
        maximumByteCount: Int = CertificateList.maximumByteCount
    ) throws(PKIXError) {
        signed = try Signed(der: octets, limits: DERLimits(byteCount: maximumByteCount))
    }

    /// Reads the first list of a PEM text, passing over documents of other labels; `CRL` is taken for a label too (RFC
    /// 7468, section 6).
    public init(pem text: Span<UInt8>) throws(PKIXError) {
        guard let first = try pemDocuments(in: text, labelled: CertificateList.pemLabels).first else {
            throw .malformedPEM(.missingDocument(label: CertificateList.pemLabel))
        }
        try self.init(der: first.span)
    }

    /// Reads all lists of a PEM text, passing over documents of other labels.
    public static func all(pem text: Span<UInt8>) throws(PKIXError) -> [CertificateList] {
        var lists: [CertificateList] = []
        for octets in try pemDocuments(in: text, labelled: pemLabels) {
            lists.append(try CertificateList(der: octets.span))
        }
        return lists
    }

    private static let pemLabels = [pemLabel, "CRL"]

    /// The list as PEM text.
    public var pemText: String {
        PEM.encode(encoding.span, label: CertificateList.pemLabel)
    }
}

extension CertificateList {
    /// The exact octets.
    public var encoding: [UInt8] { signed.encoding }
    /// The exact octets of what is signed.
    public var tbsEncoding: [UInt8] { signed.contentsEncoding }
    /// How the list is signed.
    public var signatureAlgorithm: SignatureAlgorithm { signed.algorithm }
    /// Who signed it.
    public var issuer: DistinguishedName { signed.contents.issuer }
    /// From when it is.
    public var thisUpdate: DERTime { signed.contents.thisUpdate }
    /// By when the next one will be there; `nil` in lists that do not say.
    public var nextUpdate: DERTime? { signed.contents.nextUpdate }
    /// The certificates that are revoked, in the order of the list.
    public var entries: [RevokedCertificate] { signed.contents.entries }
    /// The extensions of the list as a whole.
    public var extensions: [CertificateExtension] { signed.contents.extensions }
    /// The list's number.
    public var number: ListNumber? { signed.contents.number }
    /// The number of the list that this one only adds to; `nil` for one that is complete (section 5.2.4).
    public var deltaBase: ListNumber? { signed.contents.deltaBase }
    /// Which key the issuer signed with.
    public var authorityKeyIdentifier: AuthorityKeyIdentifier? { signed.contents.authorityKeyIdentifier }
    /// What the list covers; `nil` where it is all that its issuer issued.
    public var issuingDistributionPoint: IssuingDistributionPoint? {
        signed.contents.issuingDistributionPoint
    }
    /// The signature's octets.
    public var signature: [UInt8] { signed.signature }

    /// The critical extensions of the list or of an entry whose kind this module does not know: a list with one must
    /// not be used (section 5.2).
    public var unrecognizedCriticalExtensions: [ObjectIdentifier] {
        signed.contents.unrecognizedCriticalExtensions
    }

    /// Whether the list is in force at `time`: not before its ``thisUpdate``, and not after its ``nextUpdate``.
    public func isCurrent(at time: DERTime) -> Bool {
        thisUpdate <= time && nextUpdate.map { time <= $0 } ?? true
    }

    /// The entry of a certificate, by its issuer and number; `nil` where it is not on the list.
    ///
    /// Says nothing about whether the list covers the certificate, nor who signed it. Its time is linear in the count
    /// of entries.
    public func entry(of certificate: Certificate) -> RevokedCertificate? {
        var entryIssuer: [GeneralName]?
        let (number, name) = (certificate.serialNumber, certificate.issuer)
        for entry in entries {
            entryIssuer = entry.certificateIssuer ?? entryIssuer
            guard entry.serialNumber == number else { continue }
            let isIssuer =
                entryIssuer.map { $0.contains(.directoryName(name)) }
                ?? (issuer == name)
            if isIssuer { return entry }
        }
        return nil
    }

    /// Whether the signature is one by `key`. Throws as ``Certificate/isSigned(by:)-(SubjectPublicKeyInfo)``.
    public func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        try signed.isSigned(by: key)
    }

    /// Whether the signature is one by `key`. Throws as ``Certificate/isSigned(by:)-(VerifyingKey)``.
    public func isSigned(by key: any VerifyingKey) throws(PKIXError) -> Bool {
        try signed.isSigned(by: key)
    }
}
