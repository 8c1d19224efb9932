import DERCoding
import EllipticCurves
import PKIX
import RSACryptography
import SecretMemory
import TestSupport
import Testing

@Suite("Certificates signed by curves and by PSS keys")
struct CurveSignatureTests {
    /// The instant that the judges are told it is, a day after issue.
    private let time = String(Issuance.now.secondsSince1970 + 86_400)

    @Test(
        "certificates that openssl signed verify, and not with one bit changed",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [
            (["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-sha256"], SignatureAlgorithm.ecdsa(.sha256)),
            (["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-sha512"], .ecdsa(.sha512)),
            (["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], ["-sha384"], .ecdsa(.sha384)),
            (["ec", "-pkeyopt", "ec_paramgen_curve:P-521"], ["-sha512"], .ecdsa(.sha512)),
            (["ed25519"], [], .ed25519),
            (
                ["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
                ["-sha256", "-sigopt", "rsa_pss_saltlen:32"],
                .pss(.sha256, saltByteCount: 32)
            ),
            (
                [
                    "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_pss_keygen_md:sha384",
                    "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha384", "-pkeyopt", "rsa_pss_keygen_saltlen:48",
                ], ["-sha384", "-sigopt", "rsa_pss_saltlen:48"], .pss(.sha384, saltByteCount: 48)
            ),
            (
                ["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
                ["-sha256", "-sigopt", "rsa_pss_saltlen:20", "-sigopt", "rsa_mgf1_md:sha1"],
                .pssWithOtherMask(.sha256, mask: .sha1, saltByteCount: 20)
            ),
            (
                [
                    "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_pss_keygen_md:sha256",
                    "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha512", "-pkeyopt", "rsa_pss_keygen_saltlen:32",
                ], ["-sha256", "-sigopt", "rsa_pss_saltlen:32"],
                .pssWithOtherMask(.sha256, mask: .sha2(.sha512), saltByteCount: 32)
            ),
            (
                ["rsa", "-pkeyopt", "rsa_keygen_bits:2048"],
                [
                    "-sha384", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:48",
                    "-sigopt", "rsa_mgf1_md:sha256",
                ], .pssWithOtherMask(.sha384, mask: .sha2(.sha256), saltByteCount: 48)
            ),
        ] as [([String], [String], SignatureAlgorithm)]
    )
    func verified(key: [String], options: [String], algorithm: SignatureAlgorithm) throws {
        let openssl = try OpenSSL()
        try openssl.run(["genpkey", "-algorithm"] + key + ["-out", "k"])
        try openssl.run(
            ["req", "-x509", "-key", "k", "-subj", "/CN=r", "-outform", "DER", "-out", "c"] + options
        )
        let octets = try openssl.folder.read("c")
        let certificate = try certificate(der: octets)
        #expect(certificate.signatureAlgorithm == algorithm)
        #expect(try certificate.isSigned(by: certificate))
        // The last octets are the signature's: those of a number, not of its DER.
        var changed = octets
        changed[changed.count - 2] ^= 1
        #expect(try !isSignedByItself(changed))
    }

    private func isSignedByItself(_ octets: [UInt8]) throws -> Bool {
        let certificate = try certificate(der: octets)
        return try certificate.isSigned(by: certificate)
    }

    private func chain(_ curve: NamedCurve) throws -> (root: Certificate, server: Certificate) {
        var random = OperatingSystemRandom()
        let rootKey = try ECDSA.PrivateKey(curve, using: &random)
        let serverKey = try ECDSA.PrivateKey(.p256, using: &random)
        // certtool goes by the clock of the machine: from 2020 on for 30 years.
        let start = try #require(DERTime(year: 2020, month: 1, day: 1))
        func template(_ profile: CertificateProfile, _ name: String) throws -> CertificateTemplate {
            try Issuance.template(profile, name, names: [.dns(name)], days: 10_950, from: start)
        }
        let root = try template(.root(pathLength: nil), "root").selfSigned(by: rootKey, using: &random)
        let issuer = try Issuer(root, key: rootKey)
        let request = try CertificateRequest(subject: Issuance.name("db1"), key: serverKey, using: &random)
        let server = try template(.server, "db1.example")
            .issued(for: request, by: issuer, using: &random)
        return (root, server)
    }

    @Test(
        "openssl and certtool verify what keys on curves sign",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [NamedCurve.p256, .p384]
    )
    func issued(curve: NamedCurve) throws {
        let openssl = try OpenSSL()
        let (root, server) = try chain(curve)
        #expect(root.signatureAlgorithm == .ecdsa(curve == .p256 ? .sha256 : .sha384))
        try openssl.folder.write(root.pemText, to: "root.crt")
        try openssl.folder.write(server.pemText, to: "server.crt")
        let status = try openssl.program.run(
            [
                "verify", "-x509_strict", "-attime", time, "-CAfile", "root.crt", "-purpose", "sslserver",
                "-verify_hostname", "db1.example", "server.crt",
            ],
            folder: openssl.folder.path
        ).status
        #expect(status == 0)
        if let certtool = Programs.certtool {
            let text = try certtool.run(
                [
                    "--verify", "--load-ca-certificate", "root.crt", "--infile", "server.crt",
                    "--verify-hostname", "db1.example",
                ],
                folder: openssl.folder.path
            ).text
            #expect(text.contains("Chain verification output: Verified"))
        }
    }

    @Test("a key on a curve gets no key encipherment, which it cannot do")
    func usage() throws {
        let (_, server) = try chain(.p256)
        #expect(server.extensions.keyUsage == .digitalSignature)
    }

    @Test("an ECDSA-Sig-Value has one encoding, and is none of another curve")
    func malleable() throws {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        let message: [UInt8] = [1, 2, 3]
        let signature = try key.signature(of: message.span, algorithm: .ecdsa(.sha256), using: &random)
        func isValid(_ signature: [UInt8]) throws -> Bool {
            try key.publicKey.isValidSignature(signature.span, for: message.span, algorithm: .ecdsa(.sha256))
        }
        #expect(try isValid(signature))
        #expect(try !isValid(signature + [0]))
        #expect(try !isValid(signature.dropLast()))
        // The same numbers with a zero too many, and with a length in its long form.
        let rCount = signature[3]
        var padded = signature
        padded[1] += 1
        padded[3] += 1
        padded.insert(0, at: 4)
        #expect(try !isValid(padded))
        var long = signature
        long.insert(0x81, at: 1)
        #expect(try !isValid(long))
        var swollen = signature
        swollen[1] += 40
        swollen[3] = rCount + 40
        swollen.insert(contentsOf: [UInt8](repeating: 1, count: 40), at: 4)
        #expect(try !isValid(swollen))
        #expect(try !isValid([]))
        #expect(throws: PKIXError.unsupportedSignatureAlgorithm(.rsassaPSS)) {
            try key.publicKey.isValidSignature(
                signature.span,
                for: message.span,
                algorithm: .pss(.sha256, saltByteCount: 32)
            )
        }
    }
}
