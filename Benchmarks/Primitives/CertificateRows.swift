import Crypto
import CryptoExtras
import DERCoding
import EllipticCurves
import Foundation
import Measuring
import PKIX
import RSACryptography
import Sampling
import SecretMemory
import SwiftASN1
import X509

/// A root, by its key of RSA or on a curve, and a server's public key of ours.
private final class Authority<Key: PKIX.SigningKey & ~Copyable & Sendable>: Sendable {
    let issuer: PKIX.Issuer<Key>
    let serverKey: PKIX.SubjectPublicKeyInfo
    let validity: PKIX.Validity

    init(key: consuming Key) throws {
        var random = OperatingSystemRandom()
        let server = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        serverKey = server.publicKey.subjectPublicKeyInfo
        validity = PKIX.Validity(
            notBefore: DERTime(secondsSince1970: Int64(Date.now.timeIntervalSince1970)),
            days: 365
        )
        let template = CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: try PKIX.DistinguishedName([(.commonName, "root")]),
            validity: validity
        )
        let root = try template.selfSigned(by: key, using: &random)
        issuer = try PKIX.Issuer(root, key: key)
    }

    private func template() throws -> CertificateTemplate {
        CertificateTemplate(
            profile: .server,
            subject: try PKIX.DistinguishedName([(.commonName, "db.example.com")]),
            validity: validity,
            names: [.dnsName("db.example.com")]
        )
    }

    func issue() throws -> PKIX.Certificate {
        var random = OperatingSystemRandom()
        return try template().issued(to: serverKey, by: issuer, using: &random)
    }

    func issue(count: Int) throws -> [PKIX.Certificate] {
        var random = OperatingSystemRandom()
        let leaves = try (0..<count).map { _ in (template: try template(), key: serverKey) }
        return try CertificateTemplate.issued(leaves, by: issuer, using: &random)
    }
}

/// The same of swift-certificates.
private struct PeerAuthority: Sendable {
    let key: X509.Certificate.PrivateKey
    let algorithm: X509.Certificate.SignatureAlgorithm
    let serverKey: X509.Certificate.PublicKey
    let name: X509.DistinguishedName

    init(_ key: X509.Certificate.PrivateKey, _ algorithm: X509.Certificate.SignatureAlgorithm) throws {
        self.key = key
        self.algorithm = algorithm
        serverKey = X509.Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048)).publicKey
        name = try X509.DistinguishedName { CommonName("root") }
    }

    func issue() throws -> X509.Certificate {
        try X509.Certificate(
            version: .v3,
            serialNumber: X509.Certificate.SerialNumber(),
            publicKey: serverKey,
            notValidBefore: .now,
            notValidAfter: .now + 365 * 86_400,
            issuer: name,
            subject: try X509.DistinguishedName { CommonName("db.example.com") },
            signatureAlgorithm: algorithm,
            extensions: try X509.Certificate.Extensions {
                Critical(X509.BasicConstraints.notCertificateAuthority)
                Critical(X509.KeyUsage(digitalSignature: true, keyEncipherment: true))
                try X509.ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([.dnsName("db.example.com")])
                X509.SubjectKeyIdentifier(hash: serverKey)
                X509.AuthorityKeyIdentifier(
                    keyIdentifier: X509.SubjectKeyIdentifier(hash: key.publicKey).keyIdentifier
                )
            },
            issuerPrivateKey: key
        )
    }
}

/// - Returns: the certificate that is read, for peers of other processes.
func certificateRows(_ rows: inout Rows) throws -> [UInt8] {
    let ours = Lazy {
        var random = OperatingSystemRandom()
        return try Authority(key: try RSA.PrivateKey.generate(bitCount: 2048, using: &random))
    }
    let oursOnCurve = Lazy {
        var random = OperatingSystemRandom()
        return try Authority(key: try ECDSA.PrivateKey(.p256, using: &random))
    }
    let theirs = Lazy {
        try PeerAuthority(
            X509.Certificate.PrivateKey(_RSA.Signing.PrivateKey(keySize: .bits2048)),
            .sha256WithRSAEncryption
        )
    }
    let theirsOnCurve = Lazy {
        try PeerAuthority(X509.Certificate.PrivateKey(P256.Signing.PrivateKey()), .ecdsaWithSHA256)
    }
    let issuing = "Certificates/a server's issued"
    rows.measure(issuing, by: .ours, repetitions: 5) { blackHole(try ours.value().issue()) }
    rows.measure(issuing, by: .swiftCertificates) { blackHole(try theirs.value().issue()) }

    let issuingMany = "Certificates/64 servers' issued"
    rows.measure(issuingMany, by: .ours, samples: 21) { blackHole(try ours.value().issue(count: 64)) }
    rows.measure(issuingMany, by: .swiftCertificates) {
        for _ in 0..<64 { blackHole(try theirs.value().issue()) }
    }

    // The fleet of the row before, by an authority whose key is on P-256.
    let issuingOnCurve = "Certificates/64 servers' issued, by P-256"
    rows.measure(issuingOnCurve, by: .ours) { blackHole(try oursOnCurve.value().issue(count: 64)) }
    rows.measure(issuingOnCurve, by: .swiftCertificates) {
        for _ in 0..<64 { blackHole(try theirsOnCurve.value().issue()) }
    }

    // All read the same octets; how much each of them decodes at once, and how much when it is asked, differs.
    let octets = try ours.value().issue().encoding
    for (row, samples, repetitions, each) in [
        ("a server's read", 50, 200, 1), ("10,000 read", 11, 1, 10_000),
    ] {
        rows.measure("Certificates/\(row)", by: .ours, samples: samples, repetitions: repetitions) {
            for _ in 0..<each { blackHole(try PKIX.Certificate(der: octets.span)) }
        }
        rows.measure("Certificates/\(row)", by: .swiftCertificates) {
            for _ in 0..<each { blackHole(try X509.Certificate(derEncoded: octets)) }
        }
    }
    return octets
}
