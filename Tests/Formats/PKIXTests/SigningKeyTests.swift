import Bignum
import DERCoding
import PKIX
import RSACryptography
import SecretMemory
import TestSupport
import Testing

/// A key that lies elsewhere: openssl has it, and signs.
private struct OpenSSLKey: SigningKey {
    let openssl: OpenSSL
    let publicKeyInfo: SubjectPublicKeyInfo
    var defaultSignatureAlgorithm: SignatureAlgorithm { .pkcs1v15(.sha384) }

    init() throws {
        openssl = try OpenSSL()
        try openssl("genrsa", "-out", "k", "2048")
        try openssl("rsa", "-in", "k", "-pubout", "-out", "pub")
        let text = try openssl.folder.read("pub")
        publicKeyInfo = try RSA.PublicKey(pem: text.span).subjectPublicKeyInfo
    }

    func supports(_ algorithm: SignatureAlgorithm) -> Bool { algorithm == defaultSignatureAlgorithm }

    func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        do {
            try openssl.folder.write(message.indices.map { message[$0] }, to: "message")
            try openssl("dgst", "-sha384", "-sign", "k", "-out", "signature", "message")
            return try openssl.folder.read("signature")
        } catch {
            throw .signingFailed(SafeText("\(error)"))
        }
    }
}

/// A key that gives whatever it was made with.
private struct BrokenKey: SigningKey {
    let publicKeyInfo = Issuance.issuerKey.publicKeyInfo
    var defaultSignatureAlgorithm: SignatureAlgorithm { .pkcs1v15(.sha256) }

    func supports(_ algorithm: SignatureAlgorithm) -> Bool { true }

    func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        throw .signingFailed(SafeText("the token is locked"))
    }

    func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        messages.dropLast()
    }
}

@Suite("Keys sign for a certificate and its issuer")
struct SigningKeyTests {
    @Test(
        "a key that lies elsewhere signs a root, a request, a certificate and a fleet, and openssl verifies them",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func elsewhere() throws {
        var random = SeededRandom(seed: 20)
        let key = try OpenSSLKey()
        let root = try Issuance.template(.root(pathLength: nil), "root").selfSigned(by: key, using: &random)
        let issuer = try Issuer(root, key: key)
        let request = try CertificateRequest(
            subject: Issuance.name("db1"),
            key: Issuance.leafKey,
            using: &random
        )
        let template = try Issuance.template(.server, "db1", names: [.dns("db1.example")])
        let one = try template.issued(for: request, by: issuer, using: &random)
        let fleet = try CertificateTemplate.issued(
            [(template, Issuance.leafKey.publicKeyInfo), (template, Issuance.leafKey.publicKeyInfo)],
            by: issuer,
            using: &random
        )
        try key.openssl.folder.write(root.pemText, to: "root.crt")
        for (number, certificate) in ([one] + fleet).enumerated() {
            #expect(certificate.signatureAlgorithm == .pkcs1v15(.sha384))
            #expect(try certificate.isSigned(by: issuer))
            try key.openssl.folder.write(certificate.pemText, to: "\(number).crt")
            let time = String(Issuance.now.secondsSince1970 + 86_400)
            try key.openssl(
                "verify",
                "-x509_strict",
                "-attime",
                time,
                "-CAfile",
                "root.crt",
                "\(number).crt"
            )
        }
        let own = try CertificateRequest(subject: Issuance.name("db2"), key: key, using: &random)
        try key.openssl.folder.write(own.pemText, to: "r")
        try key.openssl("req", "-in", "r", "-noout", "-verify")
        #expect(throws: PKIXError.signatureAlgorithmNotOfKey(.pkcs1v15(.sha256))) {
            var random = SeededRandom(seed: 21)
            return try template.issued(
                for: request,
                by: issuer,
                algorithm: .pkcs1v15(.sha256),
                using: &random
            )
        }
    }

    @Test("a certificate is signed by its issuer's key, and by an issuer only of that name")
    func verifying() throws {
        let root = try Issuance.root()
        let server = try Issuance.server(by: root)
        let issuer = try Issuer(root, key: Issuance.issuerKey)
        #expect(try server.isSigned(by: issuer))
        #expect(try server.isSigned(by: issuer.publicKey))
        #expect(try !server.isSigned(by: Issuance.leafKey.publicKeyInfo.verifyingKey()))
        let namesake = try Issuance.root(Issuance.template(.root(pathLength: nil), "another"))
        #expect(try !server.isSigned(by: Issuer(namesake, key: Issuance.issuerKey)))
    }

    @Test(
        "with a key that OpenSSL takes too long with, nothing is verified",
        arguments: [
            (3_073, 65, false), (3_073, 64, true), (3_072, 65, true), (16_384, 256, false),
            (16_384, 17, true),
        ]
    )
    func slowKeys(modulusBits: Int, exponentBits: Int, isVerified: Bool) throws {
        func number(_ bitCount: Int) -> Natural {
            var octets = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
            octets[0] = 1 << UInt8((bitCount - 1) % 8)
            octets[octets.count - 1] |= 1
            return Natural(bigEndian: octets.span)
        }
        let key = try RSA.PublicKey(modulus: number(modulusBits), publicExponent: number(exponentBits))
        let info = key.subjectPublicKeyInfo
        if isVerified {
            #expect(try info.verifyingKey() as? RSA.PublicKey == key)
        } else {
            #expect(
                throws: PKIXError.unusableKey(.invalidKey(.publicExponentTooSlow(bitCount: exponentBits)))
            ) {
                try info.verifyingKey()
            }
        }
    }

    @Test("an issuer owns a key that is not shared, and lends it")
    func owning() throws {
        let text = Array(Fixtures.issuerKey.utf8)
        let issuer = try Issuer(Issuance.root(), key: RSA.PrivateKey(pem: text.span))
        var random = SeededRandom(seed: 22)
        let client = try Issuance.template(.client, "c")
            .issued(to: Issuance.leafKey.publicKeyInfo, by: issuer, using: &random)
        #expect(try client.isSigned(by: issuer))
        #expect(issuer.key.publicKeyInfo == issuer.certificate.subjectPublicKeyInfo)
    }

    @Test("a key that cannot sign so says why")
    func refused() throws {
        let ecdsa = SignatureAlgorithm.ecdsa(.sha256)
        #expect(throws: PKIXError.signatureAlgorithmNotOfKey(ecdsa)) { try Issuance.root(algorithm: ecdsa) }
        // 64 + 200 + 2 octets do not fit into the 256 of the modulus (RFC 8017, section 9.1.1, step 3).
        let salted = SignatureAlgorithm.pss(.sha512, saltByteCount: 200)
        #expect(throws: PKIXError.keyTooShort(salted, bitCount: 2048)) {
            try Issuance.root(algorithm: salted)
        }
        let template = try Issuance.template(.root(pathLength: nil), "r")
        let locked = PKIXError.signingFailed(SafeText("the token is locked"))
        #expect(throws: locked) {
            var random = SeededRandom(seed: 23)
            return try template.selfSigned(by: BrokenKey(), using: &random)
        }
        #expect(locked.description == "the key made no signature: the token is locked")
        let issuer = try Issuer(Issuance.root(), key: BrokenKey())
        let leaf = (
            template: try Issuance.template(.client, "c"), key: Issuance.leafKey.publicKeyInfo
        )
        #expect(throws: PKIXError.signingFailed(SafeText("1 signatures of 2 messages"))) {
            var random = SeededRandom(seed: 23)
            return try CertificateTemplate.issued([leaf, leaf], by: issuer, using: &random)
        }
    }
}
