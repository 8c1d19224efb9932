internal import Bignum
internal import PKIX
internal import RSACryptography

/// What can be said of a certificate and a key that may have signed it.
enum SignatureStanding {
    case signed
    case otherKey
    /// Nobody verifies such signatures here, or too many were verified already.
    case notVerified
}

/// Which certificates signed which: each pair is looked at once, and no more than a number of them, for a file holds
/// thousands of certificates.
final class SignatureChecks {
    private struct Pair: Hashable {
        let certificate: Certificate
        let key: SubjectPublicKeyInfo
    }

    private let limit: Int
    private var known: [Pair: SignatureStanding] = [:]

    init(limit: Int = 1_000) { self.limit = limit }

    /// How many signatures were looked at.
    var count: Int { known.count }

    /// Whether the key of `issuer` signed `certificate`.
    func standing(of certificate: Certificate, to issuer: Certificate) -> SignatureStanding {
        let pair = Pair(certificate: certificate, key: issuer.subjectPublicKeyInfo)
        if let standing = known[pair] { return standing }
        guard known.count < limit else { return .notVerified }
        let standing = certificate.standing(to: issuer)
        known[pair] = standing
        return standing
    }
}

extension Certificate {
    fileprivate func standing(to issuer: Certificate) -> SignatureStanding {
        // No client takes such a key, by which one signature costs as much as a hundred by others.
        if issuer.rsaKey?.isBeyondClients ?? false { return .otherKey }
        do throws(PKIXError) {
            return try isSigned(by: issuer.subjectPublicKeyInfo) ? .signed : .otherKey
        } catch {
            return .notVerified
        }
    }

    private var rsaKey: RSA.PublicKey? {
        try? RSA.PublicKey(subjectPublicKeyInfo: subjectPublicKeyInfo.encoding.span)
    }
}

extension RSA.PublicKey {
    /// Whether OpenSSL and Java refuse it for the time that it takes (`OPENSSL_RSA_SMALL_MODULUS_BITS` and
    /// `OPENSSL_RSA_MAX_PUBEXP_BITS`; `RSAKeyFactory.checkKeyLengths`); Go and *ring* take no such exponent at all.
    fileprivate var isBeyondClients: Bool { bitCount > 3072 && publicExponent.bitCount > 64 }
}
