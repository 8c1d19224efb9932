internal import EllipticCurves
internal import PKIX
internal import RSACryptography
internal import SecretMemory
internal import VectorFiles

/// Private keys as files.
struct PrivateKeySuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(KeyEncodingError) {
            let isText = vector.has("pem")
            let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
            let key = isText ? try PrivateKey(pem: octets.span) : try PrivateKey(der: octets.span)
            // What is written again is read again as the same key.
            let text = key.pkcs8PEM
            let again = try PrivateKey(pem: text.span)
            guard again.publicKeyInfo == key.publicKeyInfo else {
                return .wrong("the key is not written as it was read")
            }
            return try isUsable(key) ? .accepted : .wrong("the key's own signature is invalid")
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Whether a key makes a signature that its public key takes; one of a key too short for any says nothing.
private func isUsable(_ key: borrowing PrivateKey) throws(KeyEncodingError) -> Bool {
    let message = Array("a message".utf8)
    var random = OperatingSystemRandom()
    let algorithm = key.defaultSignatureAlgorithm
    do throws(PKIXError) {
        let signature = try key.signature(of: message.span, algorithm: algorithm, using: &random)
        let publicKey = try key.publicKeyInfo.verifyingKey()
        return try publicKey.isValidSignature(signature.span, for: message.span, algorithm: algorithm)
    } catch {
        if case .keyTooShort = error { return true }
        return false
    }
}

/// Public keys as files.
struct PublicKeySuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(KeyEncodingError) {
            let isText = vector.has("pem")
            let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
            if let key = isText
                ? try? RSA.PublicKey(pem: octets.span) : try? RSA.PublicKey(pkcs1: octets.span)
            {
                return try RSA.PublicKey(key.subjectPublicKeyInfo) == key
                    ? .accepted : .wrong("the key is not written as it was read")
            }
            let info =
                isText
                ? try SubjectPublicKeyInfo(pem: octets.span) : try SubjectPublicKeyInfo(encoding: octets.span)
            guard let again = try writtenAgain(info) else {
                return .refused("no key of an algorithm that is used")
            }
            return again.isSameKey(as: info) ? .accepted : .wrong("the key is not written as it was read")
        } catch {
            return .refused("\(error)")
        }
    }

    /// The key, read by its algorithm and written again; `nil` of an algorithm that is not used.
    private func writtenAgain(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) -> SubjectPublicKeyInfo?
    {
        if info.algorithm.algorithm == .rsaEncryption { return try RSA.PublicKey(info).subjectPublicKeyInfo }
        if info.algorithm.algorithm == .rsassaPSS { return try RSA.PSSPublicKey(info).subjectPublicKeyInfo }
        if info.algorithm.algorithm == .ecPublicKey { return try ECDSA.PublicKey(info).subjectPublicKeyInfo }
        if info.algorithm.algorithm == .ed25519 {
            _ = try Ed25519.PublicKey(info)
            return info
        }
        return nil
    }
}

/// Certificates; a signature is checked where the file has the certificate that made it.
struct CertificateSuite: Suite {
    private var bySubject: [DistinguishedName: [Certificate]] = [:]

    mutating func prepare(_ file: VectorFile) throws {
        for vector in file.cases {
            guard let certificate = try? readCertificate(vector) else { continue }
            bySubject[certificate.subject, default: []].append(certificate)
        }
    }

    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(PKIXError) {
            let certificate = try readCertificate(vector)
            let text = Array(certificate.pemText.utf8)
            let again = try Certificate(pem: text.span)
            guard again == certificate else { return .wrong("the certificate is not written as it was read") }
            if vector.has("der"), certificate.encoding != (try? vector.octets("der")) {
                return .wrong("the certificate's exact bytes are not kept")
            }
            return signatureAnswer(bySubject[certificate.issuer, default: []]) { issuer in
                try? certificate.isSigned(by: issuer)
            }
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Requests, with the signature of their own key where it is of a kind that is verified.
struct CertificateRequestSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(PKIXError) {
            let isText = vector.has("pem")
            let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
            let request =
                isText ? try CertificateRequest(pem: octets.span) : try CertificateRequest(der: octets.span)
            let text = Array(request.pemText.utf8)
            let again = try CertificateRequest(pem: text.span)
            guard again == request else { return .wrong("the request is not written as it was read") }
            if let isSigned = try? request.isSignedByOwnKey(), !isSigned {
                return .refused("the signature is not made with its own key")
            }
            return .accepted
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Lists of revoked certificates; a signature is checked where there is a certificate of the issuer's name.
struct RevocationListSuite: Suite {
    private var bySubject: [DistinguishedName: [Certificate]] = [:]

    mutating func prepare(_ file: VectorFile, in folder: VectorFolder) throws {
        for name in ["certificates/certificates", "nist-pkits/certificates"] {
            for vector in try folder.file(name).cases {
                guard let certificate = try? readCertificate(vector) else { continue }
                bySubject[certificate.subject, default: []].append(certificate)
            }
        }
    }

    func answer(_ vector: VectorCase) throws -> Answer {
        let isText = vector.has("pem")
        let octets = try vector.octets(isText ? "pem" : "der")
        do throws(PKIXError) {
            let list = isText ? try CertificateList(pem: octets.span) : try CertificateList(der: octets.span)
            let text = Array(list.pemText.utf8)
            let again = try CertificateList(pem: text.span)
            guard again == list, isText || list.encoding == octets else {
                return .wrong("the list is not written as it was read")
            }
            return signatureAnswer(bySubject[list.issuer, default: []]) { issuer in
                try? list.isSigned(by: issuer.subjectPublicKeyInfo)
            }
        } catch {
            return .refused("\(error)")
        }
    }
}

private func readCertificate(_ vector: VectorCase) throws(PKIXError) -> Certificate {
    let isText = vector.has("pem")
    let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
    return isText ? try Certificate(pem: octets.span) : try Certificate(der: octets.span)
}

/// Refused where there are certificates of the issuer's name, and the key of none of them made the signature.
///
/// - Parameters:
///   - issuers: the certificates of the issuer's name.
///   - isSigned: whether the key of one made it; `nil` for a key or an algorithm that is not verified with.
private func signatureAnswer(_ issuers: [Certificate], isSigned: (Certificate) -> Bool?) -> Answer {
    let answers = issuers.compactMap(isSigned)
    if answers.isEmpty || answers.contains(true) { return .accepted }
    return .refused("not signed by any of the \(answers.count) certificates with the issuer's name")
}
