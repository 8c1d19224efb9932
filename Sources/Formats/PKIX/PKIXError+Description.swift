extension PKIXError: CustomStringConvertible {
    /// What is wrong, where, and what would be right, for the operator.
    public var description: String {
        switch self {
        case .malformed(let reason): "malformed DER: \(reason)"
        case .malformedExtension(let identifier, let reason):
            "the extension \(identifier) is malformed: \(reason)"
        case .malformedPEM(let reason): "\(reason)"
        case .malformedString(let kind, let offset):
            "a \(kind) has octets that its type does not allow, at offset \(offset)"
        case .emptyList(let offset): "a list that must have an element is empty, at offset \(offset)"
        case .malformedIPAddress(let count, let offset):
            "an IP address has \(count) octets instead of 4 or 16, at offset \(offset)"
        case .unknownVersion(let number): "the version number \(number) is unknown"
        case .fieldOfLaterVersion(let version):
            "a certificate of version \(version) has a field of a later version"
        case .duplicateExtension(let identifier): "the extension \(identifier) stands twice"
        case .duplicateAttribute(let identifier):
            "the attribute \(identifier) of the request does not stand once with one value"
        case .signatureAlgorithmMismatch:
            "the signature algorithm inside the certificate is not the one beside the signature"
        case .pathLengthWithoutAuthority: "a path length stands in a certificate that is no authority's"
        case .emptyKeyUsage: "the key usage says no use"
        case .halfAuthorityKeyIdentifier:
            "the authority key identifier has an issuer without a serial number, or the reverse"
        case .emptyDistributionPoint: "a distribution point says neither where its list is nor who signs it"
        case .oversizedSerialNumber(let count):
            "the serial number has \(count) octets, more than the \(SerialNumber.maximumByteCount) that are read"
        case .emptyAttribute(let type): "\(type) is empty; it takes at least one character"
        case .oversizedAttribute(let type, let count, let limit):
            "\(type) has \(count) characters; it takes at most \(limit)"
        case .controlCharacter(let type): "\(type) has a control character"
        case .wrongStringKind(let type, let kind): "\(type) cannot be a \(kind)"
        case .unrepresentableText(let kind): "the text has a character that a \(kind) cannot hold"
        case .invalidCountry(let text): "the country \"\(text)\" is not a code of two letters such as CH"
        case .emptyRelativeName: "a level of a name has no attribute"
        case .invalidDNSName(let text): "\"\(text)\" is not a DNS name such as db1.example.com"
        case .invalidIPAddress(let text): "\"\(text)\" is not an IP address such as 192.0.2.1 or 2001:db8::1"
        case .invalidEmailAddress(let text): "\"\(text)\" is not an e-mail address such as dba@example.com"
        case .invalidURI(let text): "\"\(text)\" is not a URI such as http://example.com/root.crl"
        case .invalidValidity(let validity):
            "the validity \(validity) ends before it begins or is out of range"
        case .issuerNotValid(let validity): "the issuer's certificate is valid only from \(validity)"
        case .issuerIsNoAuthority: "the issuer's certificate is not that of a certificate authority"
        case .issuerMayNotSignCertificates: "the issuer's key usage does not allow it to sign certificates"
        case .issuerMayNotCertifyUsage(let purpose):
            "the issuer's extended key usage does not cover the usage \(purpose)"
        case .issuerHasUnrecognizedCriticalExtension(let identifier):
            "the issuer's certificate has the critical extension \(identifier), which is not known here"
        case .issuerKeyBreaksChannelBinding:
            "the issuer's key is an Ed25519 or Ed448 key: PostgreSQL clients that use SCRAM cannot bind to a "
                + "certificate signed with it; use a root with an RSA key"
        case .unsupportedIssuerKey(let algorithm):
            "the issuer's key is of the algorithm \(algorithm); only RSA keys sign here"
        case .issuerKeyMismatch: "the issuer's private key does not belong to the issuer's certificate"
        case .unsupportedSubjectKey(let algorithm):
            "the subject's key is of the algorithm \(algorithm); these certificates take RSA keys"
        case .missingSubjectAlternativeName:
            "a server certificate needs at least one DNS name or IP address as subject alternative name"
        case .emptyAuthoritySubject: "a certificate authority needs a subject"
        case .requestSignatureInvalid: "the request is not signed by the key that it carries"
        case .unsupportedSignatureAlgorithm(let algorithm):
            "the signature algorithm \(algorithm) cannot be verified here"
        case .subjectIsIssuer: "the subject is that of the issuer; it needs a name of its own"
        case .negativePathLength(let length): "the path length \(length) is negative"
        case .rootMustSignItself: "the certificate of a root is signed by its own key and by no other"
        case .leafMustNotSignItself:
            "the certificate of a server or client is signed by an authority and not by its own key"
        case .unusableKey(let reason): "\(reason)"
        case .signingFailed(let reason): "\(reason)"
        }
    }
}
