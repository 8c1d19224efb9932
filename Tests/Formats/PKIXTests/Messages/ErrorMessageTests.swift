import DERCoding
import PKIX
import RSACryptography
import Testing

/// What an operator reads of a certificate, a name or a key that was refused.
@Suite("What is said of certificates and keys that are refused")
struct ErrorMessageTests {
    private static let identifier = ObjectIdentifier(1, 2, 3)
    private static let times = Validity(
        notBefore: DERTime(secondsSince1970: 0),
        notAfter: DERTime(secondsSince1970: 86_400)
    )
    private static let span = "1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z"

    @Test(
        "an error of reading is one line with the place and what would be right",
        arguments: [
            (.malformed(.truncated(offset: 5)), "malformed DER: \(DERError.truncated(offset: 5))"),
            (
                .malformedExtension(identifier, .truncated(offset: 5)),
                "the extension 1.2.3 is malformed: \(DERError.truncated(offset: 5))"
            ),
            (
                .malformedString(.printable, offset: 5),
                "a PrintableString has bytes that its type does not allow, at offset 5"
            ),
            (.emptyList(offset: 5), "a list that must have an element is empty, at offset 5"),
            (
                .malformedIPAddress(octetCount: 5, offset: 9),
                "an IP address has 5 bytes instead of 4 or 16, at offset 9"
            ),
            (.unknownVersion(7), "the version number 7 is unknown"),
            (.duplicateExtension(identifier), "the extension 1.2.3 occurs twice"),
            (
                .duplicateAttribute(identifier),
                "the attribute 1.2.3 of the request must occur once, with one value"
            ),
            (
                .signatureAlgorithmMismatch,
                "the signature algorithm inside the certificate differs from the one beside the signature"
            ),
            (
                .pathLengthWithoutAuthority,
                "a certificate has a path length but is not a certificate authority's"
            ),
            (.emptyKeyUsage, "the key usage is empty"),
            (.duplicatePolicy(identifier), "the certificate policy 1.2.3 occurs twice"),
            (
                .emptyDistributionPoint,
                "a distribution point names neither where its list is nor who signs it"
            ),
            (
                .oversizedListNumber(octetCount: 21),
                "the revocation list's number has 21 bytes, more than the limit of 20"
            ),
            (.unknownRevocationReason(7), "the revocation reason 7 is unknown"),
            (
                .contradictoryListScope,
                "the revocation list claims to hold only certificates of one kind and only those of another"
            ),
        ] as [(PKIXError, String)]
    )
    func reading(error: PKIXError, words: String) { #expect(error.description == words) }

    @Test(
        "an error of a name says what a right one is",
        arguments: [
            (.emptyAttribute(.commonName), "CN is empty; it needs at least one character"),
            (
                .oversizedAttribute(.commonName, count: 65, limit: 64),
                "CN has 65 characters; it takes at most 64"
            ),
            (.controlCharacter(.organizationName), "O has a control character"),
            (.wrongStringKind(.countryName, .utf8), "C cannot be a UTF8String"),
            (.unrepresentableText(.ia5), "the text has a character that a IA5String cannot hold"),
            (.invalidCountry(SafeText("CHE")), "the country \"CHE\" is not a two-letter code such as CH"),
            (.emptyRelativeName, "a level of a name has no attribute"),
            (.invalidDNSName(SafeText("a b")), "\"a b\" is not a DNS name such as db1.example.com"),
            (
                .invalidIPAddress(SafeText("1.2")),
                "\"1.2\" is not an IP address such as 192.0.2.1 or 2001:db8::1"
            ),
            (
                .invalidEmailAddress(SafeText("a")), "\"a\" is not an e-mail address such as dba@example.com"
            ),
            (.invalidURI(SafeText("a")), "\"a\" is not a URI such as http://example.com/root.crl"),
        ] as [(PKIXError, String)]
    )
    func names(error: PKIXError, words: String) { #expect(error.description == words) }

    @Test(
        "an error of issuing says what keeps the certificate from being made",
        arguments: [
            (.invalidValidity(times), "the validity \(span) ends before it begins or is out of range"),
            (.issuerNotValid(times), "the issuer's certificate is only valid from \(span)"),
            (.issuerIsNoAuthority, "the issuer's certificate is not that of a certificate authority"),
            (
                .issuerMayNotSignCertificates, "the issuer's key usage does not allow it to sign certificates"
            ),
            (
                .issuerMayNotCertifyUsage(identifier),
                "the issuer's extended key usage does not cover the usage 1.2.3"
            ),
            (
                .issuerMayNotCertifyAuthorities,
                "the issuer's path length is 0: it issues certificates of servers and clients only"
            ),
            (
                .pathLengthBeyondIssuer(3, limit: 2),
                "the path length 3 is more than the issuer's leaves room for; it must be 2 at most"
            ),
            (
                .issuerHasUnrecognizedCriticalExtension(identifier),
                "the issuer's certificate has the critical extension 1.2.3, which is not supported here"
            ),
            (
                .issuerKeyMismatch,
                "the issuer's private key does not belong to the issuer's certificate"
            ),
            (
                .missingSubjectAlternativeName,
                "a server certificate needs at least one DNS name or IP address as subject alternative name"
            ),
            (.emptyAuthoritySubject, "a certificate authority needs a subject"),
            (.issuerMayNotSignLists, "the issuer's key usage does not allow it to sign revocation lists"),
            (
                .invalidListValidity(times.notAfter, times.notBefore),
                "the revocation list's next update (1970-01-01T00:00:00Z) must be later than 1970-01-02T00:00:00Z, "
                    + "both in the years 0 to 9999"
            ),
            (
                .invalidListValidity(times.notAfter, nil),
                "the revocation list's next update (none) must be later than 1970-01-02T00:00:00Z, both in the "
                    + "years 0 to 9999"
            ),
            (.requestSignatureInvalid, "the request is not signed with the key that it carries"),
            (
                .unsupportedSignatureAlgorithm(ObjectIdentifier(1, 2, 840, 113549, 1, 1, 4)),
                "the signature algorithm md5WithRSAEncryption cannot be verified here"
            ),
            (
                .subjectIsIssuer, "the subject is the same as the issuer's; it needs a name of its own"
            ),
            (.negativePathLength(-1), "the path length -1 is negative"),
            (.rootMustSignItself, "the certificate of a root must be signed with its own key"),
            (
                .leafMustNotSignItself,
                "the certificate of a server or client must be signed by an authority, not with its own key"
            ),
            (
                .intermediateMustNotSignItself,
                "the certificate of an intermediate authority must be signed by another authority, not with its own "
                    + "key"
            ),
            (
                .selfSignedServerNeedsServerProfile,
                "a self-signed server certificate needs the profile of a server"
            ),
            (
                .emptySelfSignedSubject,
                "a self-signed certificate needs a subject, which is its issuer too"
            ),
            (.unusableKey(.encrypted), "the key is encrypted; an unencrypted key is needed"),
            (
                .signatureAlgorithmNotOfKey(.ed25519),
                "the key cannot sign with Ed25519; use an algorithm for its kind of key"
            ),
            (
                .keyTooShort(.pkcs1v15(.sha512), bitCount: 512),
                "the key of 512 bits is too short for sha512WithRSAEncryption; use a longer key or a shorter digest"
            ),
            (
                .signatureFault,
                "a signature did not verify and was dropped: the processor or the memory is at fault"
            ),
        ] as [(PKIXError, String)]
    )
    func issuing(error: PKIXError, words: String) { #expect(error.description == words) }

    @Test(
        "a key that is refused is told by what it is, and what is needed",
        arguments: [
            (.malformed(.truncated(offset: 5)), "malformed DER: \(DERError.truncated(offset: 5))"),
            (
                .noKey(expected: "PRIVATE KEY"), "the PEM text has no document labelled PRIVATE KEY"
            ),
            (.unknownVersion(7), "the key's version number 7 is unknown"),
            (.multiPrime, "the RSA key has more than two primes; a key of two primes is needed"),
            (.encrypted, "the key is encrypted; an unencrypted key is needed"),
            (
                .otherAlgorithm(ObjectIdentifier(1, 2, 840, 10045, 2, 1), needed: rsa),
                "the key is an elliptic-curve key; an RSA key is needed"
            ),
            (
                .otherAlgorithm(ObjectIdentifier(1, 3, 101, 112), needed: rsa),
                "the key is an Ed25519 key; an RSA key is needed"
            ),
            (
                .otherAlgorithm(ObjectIdentifier(1, 3, 101, 113), needed: rsa),
                "the key is an Ed448 key; an RSA key is needed"
            ),
            (
                .otherAlgorithm(pss, needed: rsa), "the key is an RSA key for PSS only; an RSA key is needed"
            ),
            (
                .otherAlgorithm(identifier, needed: rsa),
                "the key is for the algorithm 1.2.3; an RSA key is needed"
            ),
            (
                .unknownCurve(identifier),
                "the key is on the elliptic curve 1.2.3; P-256, P-384 or P-521 is needed"
            ),
            (
                .explicitCurve,
                "the key spells out its elliptic curve; it must name P-256, P-384 or P-521 instead"
            ),
            (.missingCurve, "the key does not say which elliptic curve it is on"),
            (
                .curveMismatch(.p256, .p384),
                "the key names two elliptic curves, P-256 and P-384; it must name one"
            ),
            (.publicKeyMismatch, "the public key beside the private key does not match it"),
            (
                .unexpectedParameters(rsa),
                "the parameters of the RSA key's algorithm are not NULL, as they must be"
            ),
            (
                .unexpectedParameters(pss),
                "the key is an RSA key for PSS only, with parameters that are not supported"
            ),
        ] as [(KeyEncodingError, String)]
    )
    func keys(error: KeyEncodingError, words: String) { #expect(error.description == words) }

    /// RFC 8017, appendix C.
    private static let rsa = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1)
    private static let pss = ObjectIdentifier(1, 2, 840, 113549, 1, 1, 10)
}
