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
            let key = isText ? try RSA.PrivateKey(pem: octets.span) : try RSA.PrivateKey(der: octets.span)
            // What is written again is read again as the same key.
            let der = key.pkcs8Encoding
            let again = try RSA.PrivateKey(pkcs8: der.span)
            let text = again.pkcs1PEM
            let pem = try RSA.PrivateKey(pem: text.span)
            return pem.publicKey == key.publicKey
                ? .accepted : .wrong("the key is not written as it was read")
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Public keys as files.
struct PublicKeySuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(KeyEncodingError) {
            let isText = vector.has("pem")
            let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
            let key: RSA.PublicKey
            if isText {
                key = try RSA.PublicKey(pem: octets.span)
            } else if let simple = try? RSA.PublicKey(pkcs1: octets.span) {
                key = simple
            } else {
                key = try RSA.PublicKey(subjectPublicKeyInfo: octets.span)
            }
            let again = try RSA.PublicKey(key.subjectPublicKeyInfo)
            return again == key ? .accepted : .wrong("the key is not written as it was read")
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Certificates; a signature is checked where the file has the certificate that made it.
struct CertificateSuite: Suite {
    private var bySubject: [DistinguishedName: [Certificate]] = [:]

    mutating func prepare(_ file: VectorFile) throws {
        for vector in file.cases {
            guard let certificate = try? read(vector) else { continue }
            bySubject[certificate.subject, default: []].append(certificate)
        }
    }

    func answer(_ vector: VectorCase) throws -> Answer {
        do throws(PKIXError) {
            let certificate = try read(vector)
            let text = Array(certificate.pemText.utf8)
            let again = try Certificate(pem: text.span)
            guard again == certificate else { return .wrong("the certificate is not written as it was read") }
            if vector.has("der"), certificate.encoding != (try? vector.octets("der")) {
                return .wrong("the certificate's exact bytes are not kept")
            }
            return signatureAnswer(certificate)
        } catch {
            return .refused("\(error)")
        }
    }

    private func read(_ vector: VectorCase) throws(PKIXError) -> Certificate {
        let isText = vector.has("pem")
        let octets = (try? vector.octets(isText ? "pem" : "der")) ?? []
        return isText ? try Certificate(pem: octets.span) : try Certificate(der: octets.span)
    }

    /// Refused where there are certificates of the issuer's name, and the key of none of them made the signature.
    private func signatureAnswer(_ certificate: Certificate) -> Answer {
        var tried = 0
        for issuer in bySubject[certificate.issuer, default: []] {
            guard let isSigned = try? certificate.isSigned(by: issuer) else { continue }
            if isSigned { return .accepted }
            tried += 1
        }
        return tried == 0
            ? .accepted : .refused("not signed by any of the \(tried) certificates with the issuer's name")
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

/// Lists of revoked certificates; who signed them is a matter of paths.
struct RevocationListSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let octets = try vector.octets("der")
        do throws(PKIXError) {
            let list = try CertificateList(der: octets.span)
            let text = Array(list.pemText.utf8)
            let again = try CertificateList(pem: text.span)
            guard again == list, list.encoding == octets else {
                return .wrong("the list is not written as it was read")
            }
            return .accepted
        } catch {
            return .refused("\(error)")
        }
    }
}
