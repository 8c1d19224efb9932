import DERCoding
import PKIX
import RSACryptography
import SecretMemory

/// A key, and certificates for itself.
struct Authority: ~Copyable {
    private let key: RSA.PrivateKey

    init() throws {
        var random = OperatingSystemRandom()
        key = try .generate(bitCount: 2048, using: &random)
    }

    init(keyText: [UInt8]) throws {
        key = try RSA.PrivateKey(pem: keyText.span)
    }

    /// The key as PEM text.
    var keyText: String {
        let text = key.pkcs8PEM
        return String(decoding: text.span.indices.map { text.span[$0] }, as: UTF8.self)
    }

    /// A certificate with that many names.
    func certificate(names count: Int) throws -> PKIX.Certificate {
        var random = OperatingSystemRandom()
        let template = CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: try PKIX.DistinguishedName([(.commonName, "db.example.com")]),
            validity: PKIX.Validity(notBefore: DERTime(secondsSince1970: 1_700_000_000), days: 365),
            names: (0..<count).map { .dnsName("db\($0).example.com") }
        )
        return try template.selfSigned(by: key, using: &random)
    }
}
