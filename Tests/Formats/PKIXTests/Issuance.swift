import DERCoding
import PKIX
import RSACryptography
import TestSupport

/// A root and what it issues, with the keys of the fixtures, at a fixed time.
struct Issuance {
    /// 2026-11-21 18:00:00 UTC.
    static let now = DERTime(secondsSince1970: 1_795_284_000)

    /// The keys of the fixtures, read and checked once.
    static let issuerKey = key(Fixtures.issuerKey)
    static let leafKey = key(Fixtures.leafKey)

    private static func key(_ pem: String) -> SharedKey<RSA.PrivateKey> {
        let text = Array(pem.utf8)
        do {
            return SharedKey(try RSA.PrivateKey(pem: text.span))
        } catch {
            fatalError("the key of a fixture is no key: \(error)")
        }
    }

    static func name(_ commonName: String) throws -> DistinguishedName {
        try DistinguishedName([
            (.countryName, "CH"), (.stateOrProvinceName, "8200"), (.localityName, "Schaffhausen"),
            (.organizationName, "Bücher & Söhne"), (.commonName, commonName),
        ])
    }

    static func template(
        _ profile: CertificateProfile,
        _ commonName: String,
        names: [GeneralName] = [],
        days: Int = 365,
        from start: DERTime = now
    ) throws -> CertificateTemplate {
        CertificateTemplate(
            profile: profile,
            subject: try name(commonName),
            validity: Validity(notBefore: start, days: days),
            names: names
        )
    }

    static func root(
        _ template: CertificateTemplate? = nil,
        algorithm: SignatureAlgorithm? = nil
    ) throws -> Certificate {
        var random = SeededRandom(seed: 1)
        let template = try template ?? Issuance.template(.root(pathLength: nil), "postgres.", days: 3650)
        return try template.selfSigned(by: issuerKey, algorithm: algorithm, using: &random)
    }

    static func leaf(
        _ template: CertificateTemplate,
        by issuer: Certificate,
        to subjectKey: SubjectPublicKeyInfo? = nil,
        algorithm: SignatureAlgorithm? = nil
    ) throws -> Certificate {
        var random = SeededRandom(seed: 2)
        let subjectKey = subjectKey ?? leafKey.publicKeyInfo
        return try template.issued(
            to: subjectKey,
            by: Issuer(issuer, key: issuerKey),
            algorithm: algorithm,
            using: &random
        )
    }

    static func server(by root: Certificate, algorithm: SignatureAlgorithm? = nil) throws
        -> Certificate
    {
        let names = [try GeneralName.dns("db1.example"), try .ip("192.0.2.1"), try .ip("2001:db8::1")]
        return try leaf(template(.server, "db1.example", names: names), by: root, algorithm: algorithm)
    }

    static func client(by root: Certificate, algorithm: SignatureAlgorithm? = nil) throws
        -> Certificate
    {
        try leaf(template(.client, "webadmin"), by: root, algorithm: algorithm)
    }
}
