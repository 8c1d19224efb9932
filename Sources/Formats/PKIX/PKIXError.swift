public import DERCoding

/// Why a name, a certificate or a request was not read, made or signed.
///
/// Texts in an error are those of ``SafeText``: a terminal shows them and does nothing else.
public enum PKIXError: Error, Equatable, Sendable {
    // MARK: Reading

    /// The octets are not the DER of the structure.
    case malformed(DERError)
    /// An extension's contents are not its DER; the offset counts from the start of the contents.
    case malformedExtension(ObjectIdentifier, DERError)
    /// The text is not PEM.
    case malformedPEM(PEMError)
    /// A string has octets that its type does not allow.
    case malformedString(NameString.Kind, offset: Int)
    /// A list that must have an element has none.
    case emptyList(offset: Int)
    /// An IP address has neither 4 nor 16 octets.
    case malformedIPAddress(octetCount: Int, offset: Int)
    /// A structure has a version that no standard defines.
    case unknownVersion(Int)
    /// A field stands in a certificate of a version that does not have it.
    case fieldOfLaterVersion(Certificate.Version)
    /// An extension stands twice (RFC 5280, section 4.2).
    case duplicateExtension(ObjectIdentifier)
    /// An attribute of a request stands twice, or has not exactly one value.
    case duplicateAttribute(ObjectIdentifier)
    /// The algorithm within what is signed is not the one beside the signature (RFC 5280, section 4.1.1.2).
    case signatureAlgorithmMismatch
    /// A path length stands in a certificate that is no authority's (RFC 5280, section 4.2.1.9).
    case pathLengthWithoutAuthority
    /// A key usage says no use (RFC 5280, section 4.2.1.3).
    case emptyKeyUsage
    /// A policy stands twice in a certificate (RFC 5280, section 4.2.1.4).
    case duplicatePolicy(ObjectIdentifier)
    /// A distribution point says neither where nor who (RFC 5280, section 4.2.1.13).
    case emptyDistributionPoint
    /// The number of a list has more octets than the standard allows (RFC 5280, section 5.2.3).
    case oversizedListNumber(octetCount: Int)
    /// A reason for which a certificate was revoked is none of the standard's (RFC 5280, section 5.3.1).
    case unknownRevocationReason(Int)
    /// A list is said to have certificates of one kind alone, and of another kind alone (RFC 5280, section 5.2.5).
    case contradictoryListScope
    /// A serial number has more octets than are read.
    case oversizedSerialNumber(octetCount: Int)

    // MARK: Making names

    /// A name attribute has no character.
    case emptyAttribute(NameAttributeType)
    /// A name attribute has more characters than RFC 5280, appendix A, allows.
    case oversizedAttribute(NameAttributeType, count: Int, limit: Int)
    /// A name attribute has a control character.
    case controlCharacter(NameAttributeType)
    /// A name attribute must be of another string type (RFC 5280, appendix A).
    case wrongStringKind(NameAttributeType, NameString.Kind)
    /// A text has a character that the string type has not.
    case unrepresentableText(NameString.Kind)
    /// A country is not two letters.
    case invalidCountry(SafeText)
    /// A relative name has no attribute.
    case emptyRelativeName
    /// A text is no DNS name.
    case invalidDNSName(SafeText)
    /// A text is no IPv4 or IPv6 address.
    case invalidIPAddress(SafeText)
    /// A text is no e-mail address of the form that RFC 5280, section 4.2.1.6, takes.
    case invalidEmailAddress(SafeText)
    /// A text is no URI with a scheme.
    case invalidURI(SafeText)

    // MARK: Issuing

    /// The time of validity ends before it begins, or lies outside the years 0 to 9999.
    case invalidValidity(Validity)
    /// The issuer's time of validity and the wanted one have no instant in common.
    case issuerNotValid(Validity)
    /// The issuer's certificate is no authority's: no basicConstraints with cA TRUE, and not a self-signed v1.
    case issuerIsNoAuthority
    /// The issuer's key usage has no keyCertSign.
    case issuerMayNotSignCertificates
    /// The issuer's extended key usage does not cover the usage of the profile.
    case issuerMayNotCertifyUsage(ObjectIdentifier)
    /// The issuer's path length allows no authority to follow it (RFC 5280, section 4.2.1.9).
    case issuerMayNotCertifyAuthorities
    /// An intermediate authority is to be followed by more authorities than its issuer leaves room for, `limit`.
    case pathLengthBeyondIssuer(Int, limit: Int)
    /// The issuer's certificate has a critical extension that this module does not know.
    case issuerHasUnrecognizedCriticalExtension(ObjectIdentifier)
    /// The issuer's key is of an algorithm that this module does not verify with.
    case unsupportedIssuerKey(ObjectIdentifier)
    /// The private key is not the one of the issuer's certificate.
    case issuerKeyMismatch
    /// The subject's key is of an algorithm that the profile does not take.
    case unsupportedSubjectKey(ObjectIdentifier)
    /// A server certificate is to have no subject alternative name.
    case missingSubjectAlternativeName
    /// A certificate of an authority is to have an empty subject (RFC 5280, section 4.1.2.6).
    case emptyAuthoritySubject
    /// The issuer's key usage has no cRLSign.
    case issuerMayNotSignLists
    /// A list's next update is not after this one, or a time lies outside the years 0 to 9999.
    case invalidListValidity(DERTime, DERTime?)
    /// A certificate stands twice on a list.
    case duplicateListEntry(SerialNumber)
    /// An entry belongs into a list that only adds to another, or that has the certificates of several issuers.
    case entryOfOtherList(SerialNumber)
    /// A request is not signed by its own key.
    case requestSignatureInvalid
    /// A signature's algorithm is none that this module verifies.
    case unsupportedSignatureAlgorithm(ObjectIdentifier)
    /// A leaf's subject is its issuer's, so that the leaf would look like one that signed itself.
    case subjectIsIssuer
    /// A path length is negative.
    case negativePathLength(Int)
    /// A root's certificate is signed by its own key and by no other.
    case rootMustSignItself
    /// A leaf's certificate is signed by an authority and not by its own key, but where
    /// ``CertificateTemplate/selfSignedServer(by:algorithm:using:)`` asks for that.
    case leafMustNotSignItself
    /// The certificate of an intermediate authority is signed by another one and not by its own key.
    case intermediateMustNotSignItself
    /// A certificate that a server signs itself is of a server's profile.
    case selfSignedServerNeedsServerProfile
    /// A certificate that is signed by its own key is to have an empty subject, which is its issuer too
    /// (RFC 5280, section 4.1.2.4).
    case emptySelfSignedSubject
    /// A public key cannot be read.
    case unusableKey(KeyEncodingError)

    // MARK: Signing

    /// A key does not sign by the algorithm that was asked for.
    case signatureAlgorithmNotOfKey(SignatureAlgorithm)
    /// A key is too short for the algorithm that was asked for.
    case keyTooShort(SignatureAlgorithm, bitCount: Int)
    /// A signature was made and did not verify: the processor or the memory is at fault, and the signature, which
    /// could give away the key, was dropped.
    case signatureFault
    /// A key, such as one in hardware or of another process, made no signature, for a reason of its own.
    case signingFailed(SafeText)
}

extension PKIXError: DERReaderFailure {
    /// The error for malformed DER.
    public init(malformed error: DERError) { self = .malformed(error) }
}
