extension PKIXError: CustomStringConvertible {
    /// What is wrong, where, and what would be right, for the operator.
    public var description: String {
        switch self {
        case .malformed(let reason): "malformed DER: \(reason)"
        case .malformedExtension(let identifier, let reason):
            "the extension \(identifier) is malformed: \(reason)"
        case .malformedPEM(let reason): "\(reason)"
        case .malformedString(let kind, let offset):
            "a \(kind) has bytes that its type does not allow, at offset \(offset)"
        case .emptyList(let offset): "a list that must have an element is empty, at offset \(offset)"
        case .malformedIPAddress(let count, let offset):
            "an IP address has \(count) bytes instead of 4 or 16, at offset \(offset)"
        case .unknownVersion(let number): "the version number \(number) is unknown"
        case .fieldOfLaterVersion(let version):
            "a certificate of version \(version) has a field of a later version"
        case .duplicateExtension(let identifier): "the extension \(identifier) occurs twice"
        case .duplicateAttribute(let identifier):
            "the attribute \(identifier) of the request must occur once, with one value"
        case .signatureAlgorithmMismatch:
            "the signature algorithm inside the certificate differs from the one beside the signature"
        case .pathLengthWithoutAuthority:
            "a certificate has a path length but is not a certificate authority's"
        case .emptyKeyUsage: "the key usage is empty"
        case .duplicatePolicy(let policy): "the certificate policy \(policy) occurs twice"
        case .emptyDistributionPoint: "a distribution point names neither where its list is nor who signs it"
        case .oversizedListNumber(let count):
            "the revocation list's number has \(count) bytes, more than the limit of \(ListNumber.maximumByteCount)"
        case .unknownRevocationReason(let number): "the revocation reason \(number) is unknown"
        case .contradictoryListScope:
            "the revocation list claims to hold only certificates of one kind and only those of another"
        case .oversizedSerialNumber(let count):
            "the serial number has \(count) bytes, more than the limit of \(SerialNumber.maximumByteCount)"
        case .emptyAttribute(let type): "\(type) is empty; it needs at least one character"
        case .oversizedAttribute(let type, let count, let limit):
            "\(type) has \(count) characters; it takes at most \(limit)"
        case .controlCharacter(let type): "\(type) has a control character"
        case .wrongStringKind(let type, let kind): "\(type) cannot be a \(kind)"
        case .unrepresentableText(let kind): "the text has a character that a \(kind) cannot hold"
        case .invalidCountry(let text): "the country \"\(text)\" is not a two-letter code such as CH"
        case .emptyRelativeName: "a level of a name has no attribute"
        case .invalidDNSName(let text): "\"\(text)\" is not a DNS name such as db1.example.com"
        case .invalidIPAddress(let text): "\"\(text)\" is not an IP address such as 192.0.2.1 or 2001:db8::1"
        case .invalidEmailAddress(let text): "\"\(text)\" is not an e-mail address such as dba@example.com"
        case .invalidURI(let text): "\"\(text)\" is not a URI such as http://example.com/root.crl"
        case .invalidValidity(let validity):
            "the validity \(validity) ends before it begins or is out of range"
        case .issuerNotValid(let validity): "the issuer's certificate is only valid from \(validity)"
        case .issuerIsNoAuthority: "the issuer's certificate is not that of a certificate authority"
        case .issuerMayNotSignCertificates: "the issuer's key usage does not allow it to sign certificates"
        case .issuerMayNotCertifyUsage(let purpose):
            "the issuer's extended key usage does not cover the usage \(purpose)"
        case .issuerMayNotCertifyAuthorities:
            "the issuer's path length is 0: it issues certificates of servers and clients only"
        case .pathLengthBeyondIssuer(let length, let limit):
            "the path length \(length) is more than the issuer's leaves room for; it must be \(limit) at most"
        case .issuerHasUnrecognizedCriticalExtension(let identifier):
            "the issuer's certificate has the critical extension \(identifier), which is not supported here"
        case .unsupportedIssuerKey(let algorithm):
            "the issuer's key has the algorithm \(algorithm); a key of \(KeyAlgorithm.names) is needed"
        case .issuerKeyMismatch: "the issuer's private key does not belong to the issuer's certificate"
        case .unsupportedSubjectKey(let algorithm):
            "the subject's key has the algorithm \(algorithm); a key of \(KeyAlgorithm.names) is needed"
        case .missingSubjectAlternativeName:
            "a server certificate needs at least one DNS name or IP address as subject alternative name"
        case .emptyAuthoritySubject: "a certificate authority needs a subject"
        case .issuerMayNotSignLists: "the issuer's key usage does not allow it to sign revocation lists"
        case .invalidListValidity(let thisUpdate, let nextUpdate):
            "the revocation list's next update (\(nextUpdate.map { "\($0)" } ?? "none")) must be later than "
                + "\(thisUpdate), both in the years 0 to 9999"
        case .duplicateListEntry(let number):
            "the certificate with the serial number \(number) is listed twice"
        case .entryOfOtherList(let number):
            "the entry of the serial number \(number) belongs in a delta or indirect revocation list"
        case .requestSignatureInvalid: "the request is not signed with the key that it carries"
        case .unsupportedSignatureAlgorithm(let algorithm):
            "the signature algorithm \(SignatureAlgorithm(AlgorithmIdentifier(algorithm: algorithm))) cannot be "
                + "verified here"
        case .subjectIsIssuer: "the subject is the same as the issuer's; it needs a name of its own"
        case .negativePathLength(let length): "the path length \(length) is negative"
        case .rootMustSignItself: "the certificate of a root must be signed with its own key"
        case .leafMustNotSignItself:
            "the certificate of a server or client must be signed by an authority, not with its own key"
        case .intermediateMustNotSignItself:
            "the certificate of an intermediate authority must be signed by another authority, not with its own key"
        case .selfSignedServerNeedsServerProfile:
            "a self-signed server certificate needs the profile of a server"
        case .emptySelfSignedSubject:
            "a self-signed certificate needs a subject, which is its issuer too"
        case .unusableKey(let reason): "\(reason)"
        case .signatureAlgorithmNotOfKey(let algorithm):
            "the key cannot sign with \(algorithm); use an algorithm for its kind of key"
        case .keyTooShort(let algorithm, let bitCount):
            "the key of \(bitCount) bits is too short for \(algorithm); use a longer key or a shorter digest"
        case .signatureFault:
            "a signature did not verify and was dropped: the processor or the memory is at fault"
        case .signingFailed(let reason): "the key made no signature: \(reason)"
        }
    }
}
